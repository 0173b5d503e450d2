package dev.lintel.provisioning.world.door;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.presence.Fusion;
import dev.lintel.protocol.presence.NoShow;
import dev.lintel.protocol.presence.ReleaseRules;
import dev.lintel.protocol.presence.Thresholds;
import dev.lintel.protocol.presence.Vacancy;
import dev.lintel.protocol.time.Moment;
import dev.lintel.provisioning.world.ground.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Gives back rooms that nobody came to, by production's fusion and release rules; `NoShowWatch` asks them each second, here they are asked when they said that it would be worth it.
final class Vigils {

    private final ReleaseRules rules = new ReleaseRules(Thresholds.USUAL);
    private final Fusion fusion = new Fusion(Thresholds.USUAL);
    private final Timeline time;
    private final DoorHost door;
    private final Sensors sensors;
    private final Map<BookingId, NoShow> sofar = new HashMap<>();
    private final Set<BookingId> planned = new HashSet<>();
    private final List<Instant> given = new ArrayList<>();

    Vigils(Timeline time, DoorHost door, Sensors sensors) {
        this.time = time;
        this.door = door;
        this.sensors = sensors;
    }

    /// What the process knew is gone with it.
    void forget() {
        sofar.clear();
        planned.clear();
    }

    /// There is a booking that somebody has to come to.
    void watch(Booking booking) {
        boolean over = !booking.slot().end().isAfter(time.now());
        if (booking.phase() instanceof Phase.Confirmed && !over && planned.add(booking.id())) {
            look(booking.id(), booking.slot().start().plus(Duration.ofMinutes(7)));
        }
    }

    private void look(BookingId id, Instant at) {
        time.at(Duration.between(Timeline.START, at).toMillis(), () -> {
            if (planned.contains(id)) {
                door.state().ifPresent(state -> judge(state, id));
            }
        });
    }

    private void judge(DoorState state, BookingId id) {
        Moment moment = door.moment();
        Optional<Booking> booking = state.booking(id)
                .filter(b -> b.phase() instanceof Phase.Confirmed && moment.now().isBefore(b.slot().end()));
        boolean ours = booking.filter(b -> state.line(b.space()).doorOwns(b.slot().start())
                && state.requests().noneMatch(r -> r.command().booking().equals(id))).isPresent();
        if (!ours || state.at().standing().obstacle().isPresent()) {
            planned.remove(id);
            return;
        }
        NoShow before = sofar.getOrDefault(id, NoShow.NOTHING);
        NoShow known = moment.quality().permitsRelease() ? before : before.doubted(moment.now());
        sofar.put(id, known);
        switch (rules.judge(watch(state, booking.orElseThrow(), known, moment), moment)) {
            case Vacancy.Wait(Instant until) when until.isAfter(moment.now()) ->
                again(id, Duration.between(moment.now(), until));
            case Vacancy.Wait _ -> again(id, Duration.ofSeconds(30));
            case Vacancy.Warn(Instant releaseAt) -> {
                sofar.put(id, known.warned(moment.now()));
                again(id, Duration.between(moment.now(), releaseAt));
            }
            case Vacancy.GiveBack(Instant evidenceAt) -> {
                given.add(moment.now());
                planned.remove(id);
                door.touch(new BookingCommand.Release(id, evidenceAt));
            }
            case Vacancy.Keep _ -> planned.remove(id);
        }
    }

    private void again(BookingId id, Duration after) {
        look(id, time.now().plus(after).plusMillis(1));
    }

    private ReleaseRules.Watch watch(DoorState state, Booking booking, NoShow known, Moment moment) {
        Space space = state.space(booking.space()).orElseThrow();
        boolean backToBack = state.bookings(space.id())
                .anyMatch(other -> (other.phase() instanceof Phase.CheckedIn || other.phase() instanceof Phase.Completed)
                        && !other.slot().end().isAfter(booking.slot().start())
                        && !other.slot().end().isBefore(booking.slot().start().minus(Thresholds.USUAL.evidenceBefore())));
        Instant from = rules.evidenceFrom(booking, backToBack);
        var said = sensors.readings(space.id(), from.minus(Duration.ofMinutes(3)), moment.now());
        List<Instant> recent = given.subList(Math.max(0, given.size() - 20), given.size());
        return new ReleaseRules.Watch(booking, space.policy(), backToBack, fusion.evidence(said, from, moment.now()), known,
                recent, (int) state.spaces().count());
    }
}
