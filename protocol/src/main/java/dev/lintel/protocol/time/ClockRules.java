package dev.lintel.protocol.time;

import dev.lintel.protocol.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Judges a machine's clock: what time it is for the door, and how far that may be believed.
///
/// The machine's clock is believed at two moments only: while a time server keeps it, and at boot, where a battery-backed
/// one was read. From there on the time goes on by how long the machine has been running, which nobody can set. So a clock
/// that is set by hand, or runs away, changes nothing but the trust in it, and time never steps back except on a time
/// server's word.
public final class ClockRules {

    /// A clock that differs by more from what it should show was set by somebody who is no time server.
    static final Duration STEP = Duration.ofMinutes(5);

    /// A battery clock is believed as long as a floor's copy reaches ahead. Whatever was off for longer has nothing left
    /// that a time could be good for, and a battery clock that was set wrong would make everything look old.
    static final Duration LONGEST_OFF = Limits.LOG_KEPT;

    private final Instant builtAt;

    /// @param builtAt nobody runs this version before then; a clock that says so is wrong
    public ClockRules(Instant builtAt) {
        this.builtAt = builtAt;
    }

    /// The time now, and what to remember of it.
    public record Look(Moment moment, ClockMemory memory) {}

    public Look look(Optional<ClockMemory> before, ClockReading reading) {
        if (reading.synchronised() && !reading.wall().isBefore(builtAt)) {
            return new Look(Moment.synchronised(reading.wall()), memory(reading, reading.wall(),
                    new ClockMemory.Source.Server(reading.running())));
        }
        ClockMemory memory = before
                .filter(known -> known.boot().equals(reading.boot()) && known.running().compareTo(reading.running()) <= 0)
                .map(known -> known.at(reading.running()))
                .orElseGet(() -> booted(before.map(ClockMemory::now), reading));
        return new Look(new Moment(memory.now(), quality(memory, reading)), memory);
    }

    private static ClockMemory memory(ClockReading reading, Instant now, ClockMemory.Source source) {
        return new ClockMemory(reading.boot(), reading.running(), now, source);
    }

    /// The first look in a run of the machine.
    private static ClockMemory booted(Optional<Instant> known, ClockReading reading) {
        if (known.isEmpty()) {
            return memory(reading, reading.wall(), reading.battery()
                    ? new ClockMemory.Source.Battery(reading.running())
                    : new ClockMemory.Source.Disk(reading.wall()));
        }
        Duration off = Duration.between(known.get(), reading.wall());
        if (reading.battery() && !off.isNegative() && off.compareTo(LONGEST_OFF) <= 0) {
            // It has gone by itself all that time, and drifted.
            return memory(reading, reading.wall(), new ClockMemory.Source.Battery(reading.running().minus(off)));
        }
        // Without a battery the machine shows what it wrote down last, which may be a little later than what we did.
        boolean little = !off.isNegative() && off.compareTo(STEP) <= 0;
        return memory(reading, little ? reading.wall() : known.get(), new ClockMemory.Source.Disk(known.get()));
    }

    private ClockQuality quality(ClockMemory memory, ClockReading reading) {
        if (memory.now().isBefore(builtAt)) {
            return new ClockQuality.Bad();
        }
        boolean stepped = Duration.between(memory.now(), reading.wall()).abs().compareTo(STEP) > 0;
        return switch (memory.source()) {
            case ClockMemory.Source.Disk(Instant known) -> new ClockQuality.Restored(known);
            case ClockMemory.Source.Server _,ClockMemory.Source.Battery _ when stepped -> new ClockQuality.Bad();
            case ClockMemory.Source.Server(Duration heard) -> new ClockQuality.HoldOver(reading.running().minus(heard));
            case ClockMemory.Source.Battery(Duration read) -> new ClockQuality.RealTimeClock(reading.running().minus(read));
        };
    }
}
