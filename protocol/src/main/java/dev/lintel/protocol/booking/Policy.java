package dev.lintel.protocol.booking;

import java.time.Duration;
import java.util.Optional;

/// The house rules of a space.
///
/// @param checkInOpens how long before the start a check-in is taken
/// @param grace how long after the start (or after the booking was made, if that is later) nobody needs to come
/// @param minimum the shortest booking
/// @param maximum the longest booking
/// @param ahead how far in the future a booking may end
/// @param buffer time kept free on both sides of each booking for setting up and cleaning
/// @param keptFrom bookings at least this long are never released as a no-show; a day or more away from any meeting switches that off
/// @param checkInCloses how long after the start (or after the booking was made, if that is later) a check-in is still taken; absent: until the end
public record Policy(Duration checkInOpens, Duration grace, Duration minimum, Duration maximum, Duration ahead, Duration buffer,
        Duration keptFrom, Optional<Duration> checkInCloses) {

    public static final Policy USUAL = new Policy(Duration.ofMinutes(10), Duration.ofMinutes(10), Duration.ofMinutes(15),
            Duration.ofHours(8), Duration.ofDays(90), Duration.ZERO,
            Duration.ofHours(4));

    public Policy(Duration checkInOpens, Duration grace, Duration minimum, Duration maximum, Duration ahead, Duration buffer,
            Duration keptFrom) {
        this(checkInOpens, grace, minimum, maximum, ahead, buffer, keptFrom, Optional.empty());
    }

    public Policy {
        boolean backwards = checkInCloses.filter(Duration::isNegative).isPresent();
        if (backwards || checkInOpens.isNegative() || grace.isNegative() || buffer.isNegative() || minimum.isNegative()
                || maximum.compareTo(minimum) < 0) {
            throw new IllegalArgumentException(
                    "durations of a policy are not negative, and the longest booking is not shorter than the shortest");
        }
    }
}
