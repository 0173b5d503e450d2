package dev.lintel.edge.door;

import dev.lintel.edge.presence.PresenceFeed;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.presence.Presence;
import dev.lintel.protocol.presence.Thresholds;
import dev.lintel.protocol.time.Moment;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Rooms that are only tried out: what the door would have given back, and whether that would have been right.
///
/// ```
/// would have been given back ──somebody came until its end──────────────────────► wrong
///                            ──its end; two kinds of sensors watched it till then──► right
///                            ──its end; they did not, or this agent did not run────► unknown
/// ```
///
/// Whoever came is believed as easily as by the release itself: one sign of any sensor. So a heater makes a room look
/// worse here than it is, never better. Used on the door's thread; tallies may be read by any.
@Singleton
public final class ShadowReleases {

    private static final Logger LOG = LoggerFactory.getLogger(ShadowReleases.class);

    /// As long as what sensors said may be kept.
    private static final Duration KEPT = Duration.ofDays(90);

    /// What came of it.
    enum Verdict {
        RIGHT, WRONG, UNKNOWN;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Verdict of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /// One booking that would have been given back.
    ///
    /// @param watched two kinds of sensors could be believed at every look since
    /// @param verdict empty until its end
    record Trial(SpaceId space, Instant at, Instant endsAt, boolean watched, Optional<Verdict> verdict) {

        Trial unwatched() {
            return new Trial(space, at, endsAt, false, verdict);
        }

        Trial settled(Verdict as) {
            return new Trial(space, at, endsAt, watched, Optional.of(as));
        }
    }

    /// What was counted of one room.
    ///
    /// @param released bookings that would have been given back
    /// @param wrong of these, to which somebody came after all
    /// @param unknown of these, of which nobody can tell
    public record Tally(long released, long right, long wrong, long unknown) {

        /// Those whose end is still to come.
        public long open() {
            return released - right - wrong - unknown;
        }
    }

    private final DoorDesk desk;
    private final PresenceFeed feed;
    private final Thresholds thresholds;
    private final MeterRegistry meters;
    private final Map<BookingId, Trial> trials;

    ShadowReleases(DoorDesk desk, PresenceFeed feed, Thresholds thresholds, ShadowStore store, MeterRegistry meters)
            throws SQLException {
        this.desk = desk;
        this.feed = feed;
        this.thresholds = thresholds;
        this.meters = meters;
        this.trials = new ConcurrentHashMap<>(store.trials());
    }

    /// Whether what would have been given back is still to be left alone: until it is over, and not on the day to which
    /// somebody moved it since.
    boolean has(BookingId booking, Instant now) {
        Trial trial = trials.get(booking);
        return trial != null && (trial.verdict().isEmpty() || now.isBefore(trial.endsAt()));
    }

    /// Now it would have been given back.
    void begin(Booking booking, Instant now) {
        Trial trial = new Trial(booking.space(), now, booking.slot().end(), true, Optional.empty());
        trials.put(booking.id(), trial);
        var _ = desk.keep(ShadowStore.begun(booking.id(), trial));
        LOG.info("nobody came to booking {}; its room would have been given back", booking.id());
    }

    /// Looks after all that are not settled.
    void look(DoorState state, Moment moment) {
        trials.forEach((id, trial) -> {
            if (trial.verdict().isEmpty()) {
                look(state, id, trial, moment);
            }
        });
    }

    private void look(DoorState state, BookingId id, Trial trial, Moment moment) {
        Optional<Booking> booking = state.booking(id);
        Optional<Presence> seen = feed.presence(trial.space(), moment.now());
        boolean sign = seen.flatMap(Presence::lastSignAt).filter(at -> at.isAfter(trial.at())).isPresent();
        if (sign || booking.filter(ShadowReleases::used).isPresent()) {
            settle(id, trial, Verdict.WRONG);
            return;
        }
        boolean believed = seen.filter(each -> each.healthyTechnologies() >= thresholds.technologies()).isPresent()
                && moment.quality().permitsRelease();
        Trial now = believed ? trial : trial.unwatched();
        trials.put(id, now);
        boolean stands = booking.filter(each -> each.phase() instanceof Phase.Confirmed)
                .filter(each -> !each.slot().start().isAfter(trial.at()))
                .isPresent();
        if (!stands || !moment.now().isBefore(booking.map(each -> each.slot().end()).orElse(trial.endsAt()))) {
            settle(id, now, now.watched() ? Verdict.RIGHT : Verdict.UNKNOWN);
        }
    }

    private static boolean used(Booking booking) {
        return booking.phase() instanceof Phase.CheckedIn || booking.phase() instanceof Phase.Completed;
    }

    private void settle(BookingId id, Trial trial, Verdict verdict) {
        trials.put(id, trial.settled(verdict));
        meters.counter("lintel.noshow.shadow", "verdict", verdict.word()).increment();
        var _ = desk.keep(ShadowStore.settled(id, trial, verdict));
        LOG.info("giving the room of booking {} back would have been: {}", id, verdict.word());
    }

    /// Once an hour.
    void tidy(Instant now) {
        Instant before = now.minus(KEPT);
        if (trials.values().removeIf(trial -> trial.at().isBefore(before))) {
            var _ = desk.keep(ShadowStore.forgotten(before));
        }
    }

    /// What was counted of that room in the last 90 days.
    public Tally tally(SpaceId space) {
        List<Trial> own = trials.values().stream().filter(trial -> trial.space().equals(space)).toList();
        return new Tally(own.size(), count(own, Verdict.RIGHT), count(own, Verdict.WRONG), count(own, Verdict.UNKNOWN));
    }

    private static long count(List<Trial> trials, Verdict verdict) {
        return trials.stream().filter(trial -> trial.verdict().filter(verdict::equals).isPresent()).count();
    }
}
