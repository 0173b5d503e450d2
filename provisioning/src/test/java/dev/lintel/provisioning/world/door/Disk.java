package dev.lintel.provisioning.world.door;

import dev.lintel.edge.copy.DoorStore;
import dev.lintel.edge.copy.DoorWriting;
import dev.lintel.protocol.line.DoorPosition;
import dev.lintel.protocol.line.DoorStep;
import dev.lintel.protocol.line.InMemoryDoor;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/// What a door writes to: its memory, and the moment at which the power goes.
final class Disk implements DoorWriting {

    private InMemoryDoor<SQLException> memory = InMemoryDoor.blank();
    private final Consumer<List<DoorStep>> written;
    private long connections;
    private boolean beforeNext;
    private boolean afterNext;

    /// @param written told what is on the disk now
    Disk(Consumer<List<DoorStep>> written) {
        this.written = written;
    }

    InMemoryDoor<SQLException> memory() {
        return memory;
    }

    /// Another card in the slot: an older copy of this one.
    void swap(InMemoryDoor<SQLException> other) {
        memory = other;
    }

    void cutBeforeTheNextCommit() {
        beforeNext = true;
    }

    void cutAfterTheNextCommit() {
        afterNext = true;
    }

    @Override
    public void begin(DoorPosition fresh, Instant at) {
        memory.begin(fresh, at);
    }

    @Override
    public void write(List<DoorStep> steps, Instant at) {
        if (beforeNext) {
            beforeNext = false;
            throw new PowerCut();
        }
        memory.write(steps, at);
        written.accept(steps);
        if (afterNext) {
            afterNext = false;
            throw new PowerCut();
        }
    }

    @Override
    public void write(List<DoorStep> steps, List<DoorStore.Writing> besides, Instant at) {
        write(steps, at);
    }

    @Override
    public void keep(DoorStore.Writing writing) {
        throw new UnsupportedOperationException("nothing but the calendar is kept in a world");
    }

    @Override
    public void synced(Instant at) {}

    @Override
    public long connection() {
        return ++connections;
    }

    @Override
    public void trial() {}
}
