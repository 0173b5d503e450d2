package dev.lintel.edge.door;

import dev.lintel.protocol.time.ClockQuality;
import dev.lintel.protocol.time.Moment;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The machine's time, and what it is worth.
///
/// A Raspberry Pi without a battery clock wakes up with whatever time it last wrote down, so it is believed only after
/// its time service has spoken. Every other machine has a battery clock.
@Singleton
public final class DoorClock {

    /// Nobody runs this version before it was made; a clock that says so is wrong.
    private static final Instant MADE_AFTER = Instant.parse("2026-01-01T00:00:00Z");

    /// Made by the time service once this boot's clock has been set from the network.
    private static final Path SYNCHRONISED = Path.of("/run/systemd/timesync/synchronized");
    private static final Path BOARD = Path.of("/proc/device-tree/model");
    private static final Path BATTERY_CLOCK = Path.of("/dev/rtc0");

    private final InstantSource time;
    private final Instant startedAt;
    private final boolean withoutBattery;

    DoorClock(InstantSource time) {
        this.time = time;
        this.startedAt = time.instant();
        this.withoutBattery = isPi() && !Files.exists(BATTERY_CLOCK);
    }

    public Moment moment() {
        Instant now = time.instant();
        return new Moment(now, quality(now));
    }

    private ClockQuality quality(Instant now) {
        if (now.isBefore(MADE_AFTER)) {
            return new ClockQuality.Bad();
        }
        if (Files.exists(SYNCHRONISED)) {
            return new ClockQuality.Synchronised();
        }
        if (withoutBattery) {
            return new ClockQuality.Restored(startedAt);
        }
        Duration running = Duration.between(startedAt, now);
        return new ClockQuality.RealTimeClock(running.isNegative() ? Duration.ZERO : running);
    }

    private static boolean isPi() {
        try {
            return Files.exists(BOARD) && Files.readString(BOARD).contains("Raspberry Pi");
        } catch (IOException unreadable) {
            return false;
        }
    }
}
