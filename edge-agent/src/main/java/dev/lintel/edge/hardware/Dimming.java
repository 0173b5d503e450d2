package dev.lintel.edge.hardware;

import java.time.Duration;
import java.time.LocalTime;

/// How bright a screen is: weak at night, full while somebody stands before it. Pure.
///
/// @param from when the night begins, in the time of the site
/// @param until when it ends; the same as its beginning means that there is none
/// @param percent of full brightness at night
public record Dimming(LocalTime from, LocalTime until, int percent) {

    /// Long enough to read what it says and to book; a corridor is dark again soon after.
    static final Duration AWAKE = Duration.ofSeconds(45);

    /// Enough to find the screen by in a dark corridor.
    static final int LEAST = 5;

    private static final int FULL = 100;

    /// A door that nothing can wake is never quite dark: nobody would know that it answers.
    ///
    /// @param sinceTouch how long ago somebody touched the screen
    /// @param wakes whether a touch would be noticed now
    int at(LocalTime now, Duration sinceTouch, boolean wakes) {
        if (!night(now) || sinceTouch.compareTo(AWAKE) < 0) {
            return FULL;
        }
        return wakes ? percent : Math.max(percent, LEAST);
    }

    private boolean night(LocalTime now) {
        if (from.equals(until)) {
            return false;
        }
        return from.isBefore(until)
                ? !now.isBefore(from) && now.isBefore(until)
                : !now.isBefore(from) || now.isBefore(until);
    }
}
