package dev.lintel.provisioning.world.door;

import dev.lintel.edge.time.Timepiece;
import dev.lintel.protocol.time.ClockReading;
import dev.lintel.provisioning.world.ground.Timeline;
import java.time.Duration;
import java.time.Instant;

/// A machine's clock: usually right, sometimes not, and never asked what it is worth.
final class Machine implements Timepiece {

    private final Timeline time;
    private long bootedAt;
    private long boots = 1;
    private long offsetMillis;
    private double drift;
    private long driftsSince;
    private boolean synchronised = true;
    private boolean battery = true;

    Machine(Timeline time) {
        this.time = time;
        this.bootedAt = time.millis();
    }

    /// Which start of the machine this is.
    long start() {
        return boots;
    }

    void boot() {
        boots++;
        bootedAt = time.millis();
    }

    /// A time server keeps the clock, and it is right.
    void synchronise() {
        synchronised = true;
        battery = true;
        offsetMillis = 0;
        drift = 0;
    }

    /// No time server, and from now on the clock runs too fast by so much.
    void drifts(double partsInAMillion) {
        synchronised = false;
        driftsSince = time.millis();
        drift = partsInAMillion * 1e-6;
    }

    /// No time server, and somebody has set the clock.
    void stepsBy(Duration step) {
        synchronised = false;
        offsetMillis += step.toMillis();
    }

    /// As a board without a battery wakes up.
    void wakesIn1970() {
        synchronised = false;
        battery = false;
        offsetMillis = -Timeline.START.toEpochMilli() - time.millis();
    }

    @Override
    public ClockReading read() {
        long now = time.millis();
        long wall = Timeline.START.toEpochMilli() + now + offsetMillis + (long) (drift * (now - driftsSince));
        return new ClockReading(Instant.ofEpochMilli(wall), "boot " + boots, Duration.ofMillis(now - bootedAt), synchronised,
                battery);
    }
}
