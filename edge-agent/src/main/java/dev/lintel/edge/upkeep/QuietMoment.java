package dev.lintel.edge.upkeep;

import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.line.DoorState;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/// When upkeep is due: a minute after the first look, then each night at three, where the floor is.
///
/// It keeps no timer: it is asked with the time as an argument, so a clock that is set or a night that was slept through
/// only makes it due at the next look.
final class QuietMoment {

    /// Panels connect and people queue in the first minute after a start.
    static final Duration AFTER_START = Duration.ofMinutes(1);
    private static final LocalTime AT_NIGHT = LocalTime.of(3, 0);
    private static final Duration A_DAY_AND_A_SHIFT = Duration.ofHours(26);

    private @Nullable Instant dueAt;

    static ZoneId zone(DoorState state) {
        return state.spaces().findFirst().map(Space::zone).orElse(ZoneOffset.UTC);
    }

    /// True once for each time that it is due.
    boolean comes(Instant now, ZoneId zone) {
        Instant due = dueAt;
        if (due == null) {
            dueAt = now.plus(AFTER_START);
            return false;
        }
        // A clock that was ahead, and has been set right, must not put this off until then.
        if (now.isBefore(due) && due.isBefore(now.plus(A_DAY_AND_A_SHIFT))) {
            return false;
        }
        ZonedDateTime tonight = now.atZone(zone).with(AT_NIGHT);
        dueAt = (tonight.toInstant().isAfter(now) ? tonight : tonight.plusDays(1)).toInstant();
        return true;
    }
}
