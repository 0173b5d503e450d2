package dev.lintel.protocol.presence;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingRules;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Policy;
import dev.lintel.protocol.time.Moment;
import java.time.Instant;
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
    /// @param leastTechnologies the lowest number of healthy technologies since the evidence began
    /// @param warnedAt when the release was announced at the panel
    /// @param snoozedAt when somebody put it off
    /// @param releasedOnFloor releases of this floor, with their times
    /// @param rooms of this floor
    public record Watch(Booking booking, Policy policy, boolean backToBack, Presence presence, int leastTechnologies,
            Optional<Instant> warnedAt, Optional<Instant> snoozedAt,
            List<Instant> releasedOnFloor, int rooms) {

        public Watch {
            releasedOnFloor = List.copyOf(releasedOnFloor);
        }
    }

    public Vacancy judge(Watch watch, Moment moment) {
        Booking booking = watch.booking();
        if (!(booking.phase() instanceof Phase.Confirmed)) {
            return new Vacancy.Keep("not-waiting");
        }
        if (booking.slot().length().compareTo(watch.policy().keptFrom()) >= 0) {
            return new Vacancy.Keep("long-booking");
        }
        if (!moment.quality().permitsRelease()) {
            return new Vacancy.Keep("clock-uncertain");
        }
        Instant evidenceFrom = watch.backToBack()
                ? booking.slot().start().plus(thresholds.backToBack())
                : booking.slot().start().minus(thresholds.evidenceBefore());
        if (watch.presence().lastSignAt().filter(at -> !at.isBefore(evidenceFrom)).isPresent()) {
            return new Vacancy.Keep("somebody-was-there");
        }
        if (watch.leastTechnologies() < thresholds.technologies()
                || watch.presence().healthyTechnologies() < thresholds.technologies()) {
            return new Vacancy.Keep("sensors-doubtful");
        }
        return timed(watch, moment.now());
    }

    private Vacancy timed(Watch watch, Instant now) {
        Instant due = BookingRules.releaseDueAt(watch.booking(), watch.policy());
        Instant putOff = watch.snoozedAt().map(at -> at.plus(thresholds.snooze())).filter(at -> at.isAfter(due)).orElse(due);
        Instant warnFrom = putOff.minus(thresholds.warning());
        if (now.isBefore(warnFrom)) {
            return new Vacancy.Wait(warnFrom);
        }
        Optional<Instant> warned = watch.warnedAt().filter(at -> !at.isBefore(warnFrom));
        if (warned.isEmpty()) {
            return new Vacancy.Warn(later(putOff, now.plus(thresholds.warning())));
        }
        Instant releaseAt = later(putOff, warned.get().plus(thresholds.warning()));
        if (now.isBefore(releaseAt)) {
            return new Vacancy.Wait(releaseAt);
        }
        long recent = watch.releasedOnFloor().stream().filter(at -> at.isAfter(now.minus(thresholds.window()))).count();
        // Many rooms empty at once is a fault of sensors or a fire alarm, rarely a floor of no-shows.
        boolean tooMany = (recent + 1) * thresholds.floorShare() > watch.rooms() && recent > 0;
        return tooMany ? new Vacancy.Wait(now.plus(thresholds.window())) : new Vacancy.GiveBack(now);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
