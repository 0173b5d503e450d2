package dev.lintel.protocol.presence;

import java.time.Duration;

/// Every number of the presence rules, in one place.
///
/// @param debounce a state that lasts shorter is noise
/// @param shownFor the screen shows somebody for this long after the last sign: fast to come, soon to go
/// @param usedFor statistics count a room as used for this long after the last sign, and only when two signs confirm each other
/// @param staleAfter a sensor silent for longer is not heard any more
/// @param stuckAfter a sensor that sees something without a break for longer is stuck
/// @param deadAfter a sensor that never saw anything for longer is blind
/// @param chatterPerMinute changes in one minute beyond which a sensor only chatters
/// @param evidenceBefore evidence of a no-show begins this long before the start of the booking
/// @param backToBack and this long after it, where another booking ended just before: its people may still be leaving
/// @param warning a release is announced this long before it happens
/// @param snooze one touch puts it off by this much, once
/// @param window within this time no more than a part of the floor is released
/// @param floorShare that part, as one of so many rooms
/// @param technologies healthy technologies needed the whole time
/// @param doubting when sensors of one room contradict each other
public record Thresholds(Duration debounce, Duration shownFor, Duration usedFor, Duration staleAfter, Duration stuckAfter,
        Duration deadAfter, int chatterPerMinute, Duration evidenceBefore,
        Duration backToBack, Duration warning, Duration snooze, Duration window, int floorShare, int technologies,
        Doubting doubting) {

    /// When sensors of one room contradict each other.
    ///
    /// @param apart signs further apart than this are of different people
    /// @param aloneFor one kind of sensor that sees somebody for so long, and no other kind does, is enough
    /// @param aloneTimes otherwise it takes so many times in a row
    /// @param expectedWithin whoever touches the door page is in the room within this time
    /// @param missedTimes a sensor that so often in a row saw none of them is doubted
    public record Doubting(Duration apart, Duration aloneFor, int aloneTimes, Duration expectedWithin, int missedTimes) {}

    public static final Thresholds USUAL = new Thresholds(Duration.ofMillis(200), Duration.ofSeconds(30), Duration.ofMinutes(5),
            Duration.ofMinutes(2), Duration.ofHours(6), Duration.ofHours(72), 30,
            Duration.ofMinutes(5), Duration.ofMinutes(3), Duration.ofMinutes(3), Duration.ofMinutes(5), Duration.ofMinutes(10),
            5, 2,
            new Doubting(Duration.ofMinutes(5), Duration.ofHours(2), 6, Duration.ofMinutes(15), 3));

    /// What takes minutes takes seconds, for whoever wants to watch a release on sensors that exist in memory only. Sensors
    /// themselves are judged no more mildly; what is short is the time in which a person could have come.
    public static final Thresholds REHEARSAL = new Thresholds(USUAL.debounce, USUAL.shownFor, USUAL.usedFor,
            Duration.ofSeconds(30), USUAL.stuckAfter, USUAL.deadAfter, USUAL.chatterPerMinute, Duration.ofSeconds(5),
            Duration.ofSeconds(3), Duration.ofSeconds(20), Duration.ofSeconds(40), Duration.ofSeconds(40), USUAL.floorShare,
            USUAL.technologies, USUAL.doubting);

    /// How often a sensor repeats what it says: of six signs of life one or two may be lost before it counts as silent.
    public Duration repeated() {
        return staleAfter.dividedBy(6);
    }
}
