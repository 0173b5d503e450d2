package dev.lintel.edge.door;

import dev.lintel.edge.presence.PresenceFeed;
import dev.lintel.edge.wiring.ReleaseMode;
import dev.lintel.edge.wiring.Wiring;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.BookingRules;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.presence.Keeping;
import dev.lintel.protocol.presence.NoShow;
import dev.lintel.protocol.presence.Presence;
import dev.lintel.protocol.presence.ReleaseRules;
import dev.lintel.protocol.presence.Thresholds;
import dev.lintel.protocol.presence.Vacancy;
import dev.lintel.protocol.time.Moment;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives rooms back that nobody came to: warns, waits, releases, and remembers who did not come.
///
/// It keeps no timers. Each beat it asks the pure rules about every booking that somebody should have come to by now, with
/// the door's clock as an argument; so a restart, a stopped process or a clock that steps only makes it ask again. What
/// the rules need of the past is read from the copy (bookings, releases) and from the feed (readings); of its own it keeps
/// on disk only what people were promised.
///
/// It looks and decides on the door's thread alone; what panels announce may be read by any.
@Context
public final class NoShowWatch implements Pulse {

    private static final Logger LOG = LoggerFactory.getLogger(NoShowWatch.class);

    /// Strikes count for a month, as attendance is talked about.
    private static final Duration STRIKES_KEPT = Duration.ofDays(30);
    private static final Duration SNOOZES_KEPT = Duration.ofDays(2);
    /// A release that could not be saved is not asked for every second.
    private static final Duration ASKED_AGAIN = Duration.ofSeconds(30);

    /// Other rooms of this floor were given back lately, and this one waits for its turn.
    public static final String ENOUGH = "enough-lately";
    /// Reasons that hold for every meeting, and are worth a word only where one would expect a release.
    private static final Set<String> ORDINARY = Set.of("somebody-was-there", "long-booking");

    /// A release that a panel has to announce.
    ///
    /// @param snoozed somebody has put it off once already
    public record Announced(BookingId booking, Instant releasesAt, boolean snoozed) {}

    /// One booking that is being watched.
    ///
    /// @param kept why it is not given back whatever the time, in the rules' word, or why not yet
    private record Vigil(NoShow sofar, Optional<Instant> releasesAt, Optional<Instant> askedAt, Optional<String> kept) {

        static final Vigil BEGINNING = new Vigil(NoShow.NOTHING, Optional.empty(), Optional.empty(), Optional.empty());

        Vigil with(NoShow next) {
            return new Vigil(next, releasesAt, askedAt, kept);
        }

        Vigil announcing(Optional<Instant> at) {
            return new Vigil(sofar, at, askedAt, kept);
        }

        Vigil asked(Instant at) {
            return new Vigil(sofar, releasesAt, Optional.of(at), kept);
        }

        Vigil waiting(Optional<String> why) {
            return new Vigil(sofar, releasesAt, askedAt, why);
        }

        Vigil kept(String reason) {
            return new Vigil(sofar, Optional.empty(), askedAt, Optional.of(reason));
        }
    }

    private final Thresholds thresholds;
    private final Wiring wiring;
    private final ShadowReleases shadow;
    private final ReleaseRules rules;
    private final DoorDesk desk;
    private final PresenceFeed feed;
    private final IdSource ids;
    private final Counter beats;
    private final Counter warnings;
    private final Map<BookingId, Vigil> vigils = new HashMap<>();
    private final Map<BookingId, NoShowStore.Snooze> snoozes;
    private final Strikes strikes;
    /// Somebody has touched "keep" and the door has not come to it: a release asked for now would follow right behind it.
    private final Set<BookingId> keeping = ConcurrentHashMap.newKeySet();
    /// What this floor's limit counts: asked for in this very beat, not on the disk yet, or taken back since.
    private final Map<BookingId, Instant> given;
    private volatile Map<SpaceId, Announced> announced = Map.of();
    private volatile Map<SpaceId, String> kept = Map.of();
    /// When the clock was last in doubt. Of the floor and not of a booking: one may be made, or looked at again, only after.
    private Optional<Instant> doubtedAt = Optional.empty();
    private Instant tidiedAt = Instant.MIN;

    NoShowWatch(DoorDesk desk, PresenceFeed feed, Thresholds thresholds, Wiring wiring, NoShowStore store, Strikes strikes,
            ShadowReleases shadow, IdSource ids, MeterRegistry meters) throws SQLException {
        this.wiring = wiring;
        this.shadow = shadow;
        this.thresholds = thresholds;
        this.rules = new ReleaseRules(thresholds);
        this.desk = desk;
        this.feed = feed;
        this.ids = ids;
        this.snoozes = new HashMap<>(store.snoozes());
        this.strikes = strikes;
        this.given = new HashMap<>(strikes.times());
        this.beats = meters.counter("lintel.noshow.beats");
        this.warnings = meters.counter("lintel.noshow.warnings");
        desk.accompany(strikes);
        desk.sense(this::occupied);
        desk.pulse(this);
    }

    private Set<SpaceId> occupied(Instant now) {
        return feed.spaces()
                .stream()
                .filter(space -> feed.presence(space, now).filter(Presence::shown).isPresent())
                .collect(Collectors.toSet());
    }

    /// What the panels of a room have to announce.
    public Optional<Announced> announced(SpaceId space) {
        return Optional.ofNullable(announced.get(space));
    }

    /// The rooms whose running booking is not given back although nobody checked in, each with the rules' word for why, or
    /// [#ENOUGH].
    public Map<SpaceId, String> kept() {
        return kept;
    }

    /// Under which operation a booking was given back.
    public Optional<OperationId> released(BookingId booking) {
        return strikes.released(booking);
    }

    @Override
    public void beat(DoorState state, Moment moment) {
        doubtedAt = doubted(moment);
        Map<SpaceId, Announced> next = new HashMap<>();
        Map<BookingId, Vigil> still = new HashMap<>();
        if (state.at().standing().obstacle().isEmpty()) {
            for (SpaceId id : feed.spaces()) {
                state.space(id)
                        .filter(space -> wiring.release(space) != ReleaseMode.OFF)
                        .ifPresent(space -> state
                                .bookings(id)
                                .filter(booking -> due(state, booking, moment) && !shadow.has(booking.id(), moment.now()))
                                .forEach(booking -> {
                                    Vigil vigil = looked(state, space, booking, moment);
                                    still.put(booking.id(), vigil);
                                    vigil.releasesAt()
                                            .ifPresent(at -> next.put(id, new Announced(booking.id(), at,
                                                    vigil.sofar().snoozedAt().isPresent())));
                                }));
            }
        }
        shadow.look(state, moment);
        vigils.clear();
        vigils.putAll(still);
        announced = Map.copyOf(next);
        kept = keptIn(state, moment.now());
        tidy(moment.now());
        beats.increment();
    }

    private Map<SpaceId, String> keptIn(DoorState state, Instant now) {
        Map<SpaceId, String> next = new HashMap<>();
        vigils.forEach((id, vigil) -> vigil.kept()
                .ifPresent(reason -> state.booking(id)
                        .filter(booking -> !now.isBefore(worthSayingAt(state, booking, reason)))
                        .ifPresent(booking -> next.put(booking.space(), reason))));
        return Map.copyOf(next);
    }

    private static Instant worthSayingAt(DoorState state, Booking booking, String reason) {
        return state.space(booking.space())
                .filter(_ -> ORDINARY.contains(reason))
                .map(space -> BookingRules.releaseDueAt(booking, space.policy()))
                .orElse(booking.slot().start());
    }

    /// A clock that was ahead while it was in doubt has not doubted what is still to come.
    private Optional<Instant> doubted(Moment moment) {
        return moment.quality().permitsRelease()
                ? doubtedAt.map(at -> at.isAfter(moment.now()) ? moment.now() : at)
                : Optional.of(moment.now());
    }

    /// From five minutes before its start until its end somebody may come to a booking, or not. One past the line is not
    /// this door's to give back, and of one that something is asked about nobody knows yet what it will be.
    private boolean due(DoorState state, Booking booking, Moment moment) {
        return booking.phase() instanceof Phase.Confirmed && moment.now().isBefore(booking.slot().end())
                && !moment.now().isBefore(booking.slot().start().minus(thresholds.evidenceBefore()))
                && state.line(booking.space()).doorOwns(booking.slot().start())
                && state.requests().noneMatch(request -> request.command().booking().equals(booking.id()));
    }

    private Vigil looked(DoorState state, Space space, Booking booking, Moment moment) {
        Vigil vigil = vigils.computeIfAbsent(booking.id(), id -> Vigil.BEGINNING
                .with(new NoShow(Optional.empty(), Optional.ofNullable(snoozes.get(id)).map(NoShowStore.Snooze::at),
                        Optional.empty())));
        if (doubtedAt.isPresent()) {
            vigil = vigil.with(vigil.sofar().doubted(doubtedAt.get()));
        }
        Vacancy vacancy = rules.judge(watch(state, space, booking, vigil.sofar(), moment), moment);
        return wiring.release(space) == ReleaseMode.SHADOW
                ? tried(booking, vacancy, vigil, moment)
                : done(booking, vacancy, vigil, moment);
    }

    /// Nobody is bothered: nothing is announced, and what would have been given back is written down.
    private Vigil tried(Booking booking, Vacancy vacancy, Vigil vigil, Moment moment) {
        return switch (vacancy) {
            case Vacancy.Warn _ -> vigil.with(vigil.sofar().warned(moment.now()));
            case Vacancy.GiveBack _ -> {
                shadow.begin(booking, moment.now());
                yield vigil;
            }
            case Vacancy.Wait _,Vacancy.Keep _ -> vigil;
        };
    }

    private Vigil done(Booking booking, Vacancy vacancy, Vigil vigil, Moment moment) {
        return switch (vacancy) {
            case Vacancy.Wait _ -> vigil.waiting(announcedTime(vigil, moment.now()) ? Optional.of(ENOUGH) : Optional.empty());
            case Vacancy.Warn(Instant releaseAt) -> {
                warnings.increment();
                LOG.info("nobody seems to have come to booking {}; its room is given back at {}", booking.id(), releaseAt);
                yield vigil.with(vigil.sofar().warned(moment.now())).announcing(Optional.of(releaseAt));
            }
            case Vacancy.GiveBack(Instant evidenceAt) -> giveBack(booking, evidenceAt, vigil, moment.now());
            case Vacancy.Keep(String reason) -> {
                if (!vigil.kept().equals(Optional.of(reason))) {
                    LOG.info("booking {} is kept: {}", booking.id(), reason);
                }
                yield vigil.kept(reason);
            }
        };
    }

    /// What was announced is due, and the rules have it wait: only the limit of the floor does that.
    private static boolean announcedTime(Vigil vigil, Instant now) {
        return vigil.releasesAt().filter(at -> !now.isBefore(at)).isPresent();
    }

    private ReleaseRules.Watch watch(DoorState state, Space space, Booking booking, NoShow sofar, Moment moment) {
        boolean backToBack = state.bookings(space.id()).anyMatch(other -> endedBefore(other, booking.slot()));
        Instant from = rules.evidenceFrom(booking, backToBack);
        return new ReleaseRules.Watch(booking, space.policy(), backToBack,
                feed.evidence(space.id(), from, moment.now()), sofar, others(booking.id()),
                (int) state.spaces().count());
    }

    /// When the other rooms of this floor were given back, or were to be, also those that were taken back since.
    private List<Instant> others(BookingId booking) {
        return given.entrySet().stream().filter(one -> !one.getKey().equals(booking)).map(Map.Entry::getValue).toList();
    }

    /// People of a meeting that has just ended are still packing up when the next one begins.
    private boolean endedBefore(Booking other, Slot slot) {
        boolean used = other.phase() instanceof Phase.CheckedIn || other.phase() instanceof Phase.Completed;
        return used && !other.slot().end().isAfter(slot.start())
                && !other.slot().end().isBefore(slot.start().minus(thresholds.evidenceBefore()));
    }

    private Vigil giveBack(Booking booking, Instant evidenceAt, Vigil vigil, Instant now) {
        boolean asked = vigil.askedAt().filter(at -> at.plus(ASKED_AGAIN).isAfter(now)).isPresent();
        if (asked || keeping.contains(booking.id())) {
            return vigil;
        }
        given.put(booking.id(), now);
        var _ = desk.touch(ids.operation(), new BookingCommand.Release(booking.id(), evidenceAt));
        return vigil.asked(now);
    }

    private void tidy(Instant now) {
        if (now.minus(Duration.ofHours(1)).isAfter(tidiedAt)) {
            tidiedAt = now;
            strikes.forgetBefore(now.minus(STRIKES_KEPT));
            shadow.tidy(now);
            given.values().removeIf(at -> at.isBefore(now.minus(SNOOZES_KEPT)));
            snoozes.values().removeIf(snooze -> snooze.at().isBefore(now.minus(SNOOZES_KEPT)));
            var _ = desk.keep(NoShowStore.tidied(now.minus(STRIKES_KEPT), now.minus(SNOOZES_KEPT)));
        }
    }

    /// Somebody is here although nobody checked in. Completes once that is on the disk; the same operation gets its first
    /// answer again, also after a restart. Two panels that touch at once are one after the other.
    public CompletableFuture<Keeping> keep(OperationId operation, BookingId id, Moment moment) {
        keeping.add(id);
        return desk.weigh(operation, () -> weighed(operation, id, moment)).whenComplete((_, _) -> keeping.remove(id));
    }

    private Weighed<Keeping> weighed(OperationId operation, BookingId id, Moment moment) {
        Optional<DoorState> state = desk.state();
        Optional<Booking> booking = state.flatMap(known -> known.booking(id));
        NoShowStore.Snooze before = snoozes.get(id);
        if (before != null && before.operation().equals(operation)) {
            return Weighed.nothing(new Keeping.PutOff(NoShow.NOTHING.snoozed(before.at()),
                    before.at().plus(thresholds.snooze())));
        }
        Vigil vigil = vigils.get(id);
        if (state.isEmpty() || booking.isEmpty() || vigil == null) {
            return Weighed.nothing(new Keeping.Nothing());
        }
        Space space = state.get().space(booking.get().space()).orElseThrow();
        Keeping kept = rules.keep(watch(state.get(), space, booking.get(), vigil.sofar(), moment), moment);
        if (!(kept instanceof Keeping.PutOff(NoShow next, Instant _))) {
            return Weighed.nothing(kept);
        }
        NoShowStore.Snooze snooze = new NoShowStore.Snooze(operation, moment.now());
        Besides row = new Besides(NoShowStore.snoozed(id, snooze), () -> putOff(booking.get(), snooze, next));
        return new Weighed<>(kept, Optional.of(new Weighed.Fact("kept", space.id(), row)));
    }

    private void putOff(Booking booking, NoShowStore.Snooze snooze, NoShow next) {
        snoozes.put(booking.id(), snooze);
        vigils.computeIfPresent(booking.id(), (_, vigil) -> vigil.with(next).announcing(Optional.empty()));
        Map<SpaceId, Announced> others = new HashMap<>(announced);
        others.remove(booking.space());
        announced = Map.copyOf(others);
    }
}
