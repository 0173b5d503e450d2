package dev.lintel.protocol.presence;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingRules;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Policy;
import dev.lintel.protocol.time.Moment;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// When a door may give a room back. In doubt it keeps it: a meeting people sit in is never taken away.
public final class ReleaseRules {

    private final Thresholds thresholds;

    public ReleaseRules(Thresholds thresholds) {
        this.thresholds = thresholds;
    }

    /// What the door knows about one booking and its room.
    ///
    /// @param backToBack another booking of the room ended as this one started
    /// @param evidence since [#evidenceFrom]
    /// @param releasedOnFloor releases of this floor, with their times; those taken back count too
    /// @param rooms of this floor
    public record Watch(Booking booking, Policy policy, boolean backToBack, Evidence evidence, NoShow sofar,
            List<Instant> releasedOnFloor, int rooms) {

        public Watch {
            releasedOnFloor = List.copyOf(releasedOnFloor);
        }
    }

    /// From when on a sign of anybody keeps the booking: a little before it starts, or, after another meeting, once its people have left.
    public Instant evidenceFrom(Booking booking, boolean backToBack) {
        return backToBack
                ? booking.slot().start().plus(thresholds.backToBack())
                : booking.slot().start().minus(thresholds.evidenceBefore());
    }

    public Vacancy judge(Watch watch, Moment moment) {
        return objection(watch, moment).<Vacancy>map(Vacancy.Keep::new).orElseGet(() -> timed(watch, moment.now()));
    }

    /// Somebody touched "keep". Asked again it says the same, so a repeated touch is harmless.
    public Keeping keep(Watch watch, Moment moment) {
        Instant now = moment.now();
        boolean announced = objection(watch, moment).isEmpty() && now.isBefore(releaseAt(watch))
                && warned(watch).filter(at -> !at.isAfter(now)).isPresent();
        if (watch.sofar().snoozedAt().isPresent()) {
            return new Keeping.Already(releaseAt(watch));
        }
        if (!announced) {
            return new Keeping.Nothing();
        }
        NoShow next = watch.sofar().snoozed(now);
        return new Keeping.PutOff(next, releaseAt(with(watch, next)));
    }

    private static Watch with(Watch watch, NoShow next) {
        return new Watch(watch.booking(), watch.policy(), watch.backToBack(), watch.evidence(), next, watch.releasedOnFloor(),
                watch.rooms());
    }

    /// Why this booking is not released whatever the time, as a short stable word.
    private Optional<String> objection(Watch watch, Moment moment) {
        Booking booking = watch.booking();
        Instant from = evidenceFrom(booking, watch.backToBack());
        if (!(booking.phase() instanceof Phase.Confirmed)) {
            return Optional.of("not-waiting");
        }
        if (booking.slot().length().compareTo(watch.policy().keptFrom()) >= 0) {
            return Optional.of("long-booking");
        }
        if (!moment.quality().permitsRelease() || watch.sofar().doubtedAt().filter(at -> !at.isBefore(from)).isPresent()) {
            return Optional.of("clock-uncertain");
        }
        if (watch.evidence().lastSignAt().filter(at -> !at.isBefore(from)).isPresent()) {
            return Optional.of("somebody-was-there");
        }
        return watch.evidence().leastTechnologies() < thresholds.technologies()
                ? Optional.of("sensors-doubtful")
                : Optional.empty();
    }

    private Vacancy timed(Watch watch, Instant now) {
        Instant warnFrom = putOff(watch).minus(thresholds.warning());
        if (now.isBefore(warnFrom)) {
            return new Vacancy.Wait(warnFrom);
        }
        if (warned(watch).isEmpty()) {
            return new Vacancy.Warn(later(putOff(watch), now.plus(thresholds.warning())));
        }
        Instant releaseAt = releaseAt(watch);
        if (now.isBefore(releaseAt)) {
            return new Vacancy.Wait(releaseAt);
        }
        if (!now.isBefore(watch.booking().slot().end())) {
            return new Vacancy.Keep("over");
        }
        return enough(watch, now).<Vacancy>map(Vacancy.Wait::new).orElseGet(() -> new Vacancy.GiveBack(now));
    }

    /// When the grace is over, or, if somebody asked for more, when that is.
    private Instant putOff(Watch watch) {
        Instant due = BookingRules.releaseDueAt(watch.booking(), watch.policy());
        return watch.sofar().snoozedAt().map(at -> later(due, at.plus(thresholds.snooze()))).orElse(due);
    }

    /// A warning counts for the countdown it began only: after a snooze it is given again.
    private Optional<Instant> warned(Watch watch) {
        Instant warnFrom = putOff(watch).minus(thresholds.warning());
        return watch.sofar().warnedAt().filter(at -> !at.isBefore(warnFrom));
    }

    private Instant releaseAt(Watch watch) {
        return warned(watch).map(at -> later(putOff(watch), at.plus(thresholds.warning()))).orElse(putOff(watch));
    }

    /// Many rooms empty at once is a fault of sensors or a fire alarm, rarely a floor of no-shows: until when to wait. One room may always go.
    private Optional<Instant> enough(Watch watch, Instant now) {
        List<Instant> recent = watch.releasedOnFloor()
                .stream()
                .filter(at -> at.isAfter(now.minus(thresholds.window())))
                .sorted(Comparator.reverseOrder())
                .toList();
        int most = Math.max(1, watch.rooms() / thresholds.floorShare());
        return recent.size() < most ? Optional.empty() : Optional.of(recent.get(most - 1).plus(thresholds.window()));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
