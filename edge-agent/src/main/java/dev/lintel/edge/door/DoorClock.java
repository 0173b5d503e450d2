package dev.lintel.edge.door;

import dev.lintel.edge.copy.ClockStore;
import dev.lintel.edge.time.Timepiece;
import dev.lintel.protocol.time.ClockMemory;
import dev.lintel.protocol.time.ClockRules;
import dev.lintel.protocol.time.Moment;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The time at this door, and what it is worth: what the machine says, judged by the rules with what was known before.
///
/// Any thread may ask; a look is short and takes the lock that guards the memory.
@Singleton
public final class DoorClock {

    /// Nobody runs this version before it was made; a clock that says so is wrong.
    private static final Instant MADE_AFTER = Instant.parse("2026-01-01T00:00:00Z");

    private final Timepiece machine;
    private final ClockRules rules = new ClockRules(MADE_AFTER);
    private @Nullable ClockMemory memory;

    @Inject
    DoorClock(Timepiece machine, ClockStore store) throws SQLException {
        this(machine, store.remembered());
    }

    public DoorClock(Timepiece machine, Optional<ClockMemory> remembered) {
        this.machine = machine;
        this.memory = remembered.orElse(null);
    }

    public Moment moment() {
        return look().moment();
    }

    /// The time and what has to be on the disk for the next start to go on from.
    public synchronized ClockRules.Look look() {
        ClockRules.Look look = rules.look(Optional.ofNullable(memory), machine.read());
        memory = look.memory();
        return look;
    }
}
