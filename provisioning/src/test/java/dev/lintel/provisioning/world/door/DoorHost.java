package dev.lintel.provisioning.world.door;

import dev.lintel.edge.door.DoorClock;
import dev.lintel.edge.door.StillDoor;
import dev.lintel.edge.door.TouchReply;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.Change;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.DoorStep;
import dev.lintel.protocol.line.Effect;
import dev.lintel.protocol.line.InMemoryDoor;
import dev.lintel.protocol.time.ClockMemory;
import dev.lintel.protocol.time.Moment;
import dev.lintel.provisioning.world.ground.Chance;
import dev.lintel.provisioning.world.ground.Timeline;
import dev.lintel.provisioning.world.ground.Wire;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/// One machine at a floor's doors. It keeps its disk through everything that ends its process.
public final class DoorHost {

    private final Timeline time;
    private final Chance chance;
    private final FloorId floor;
    private final EdgeId edge;
    private final DoorWatch watch;
    private final Machine machine;
    private final Disk disk;
    private final Sensors sensors = new Sensors();
    private final Vigils vigils;
    private final Line line;
    private Optional<ClockMemory> remembered = Optional.empty();
    private Optional<Running> process = Optional.empty();
    private boolean removed;

    /// What runs on the machine while it is on.
    record Running(StillDoor door, DoorClock clock) {}

    /// Something that needs the process, and may be the end of it.
    @FunctionalInterface
    interface Work {
        void with(Running process) throws IOException, SQLException, InterruptedException, ExecutionException;
    }

    /// @param up carries its words to the cloud
    /// @param gone tells the cloud that the connection has ended
    public DoorHost(Timeline time, Chance chance, FloorId floor, EdgeId edge, Consumer<byte[]> up, Runnable gone,
            DoorWatch watch) {
        this.time = time;
        this.chance = chance;
        this.floor = floor;
        this.edge = edge;
        this.watch = watch;
        this.machine = new Machine(time);
        this.vigils = new Vigils(time, this, sensors);
        this.disk = new Disk(this::written);
        this.line = new Line(time, chance.branch("line"), this, up, gone);
    }

    public EdgeId edge() {
        return edge;
    }

    public FloorId floor() {
        return floor;
    }

    public Wire wire() {
        return line.wire();
    }

    public Line line() {
        return line;
    }

    public Optional<DoorState> state() {
        return process.flatMap(running -> running.door().state());
    }

    public InMemoryDoor<SQLException> memory() {
        return disk.memory();
    }

    public Moment moment() {
        return process.orElseThrow().clock().moment();
    }

    Optional<Running> process() {
        return process;
    }

    /// What the kernel calls this start of the machine; never used again.
    UUID boot() {
        return chance.branch("boot " + machine.start()).id();
    }

    public boolean isRunning() {
        return process.isPresent();
    }

    public long readings() {
        return sensors.count();
    }

    public void occupied(SpaceId room, long from, long to) {
        sensors.occupied(room, from, to);
    }

    /// Switches it on. One that has no floor yet is given it.
    public void start() {
        if (removed || process.isPresent()) {
            return;
        }
        machine.boot();
        try {
            DoorClock clock = new DoorClock(machine, remembered);
            StillDoor door = new StillDoor(disk.memory(), disk, clock, sensors::occupiedAt, (_, effects) -> told(effects));
            process = Optional.of(new Running(door, clock));
            if (door.state().isEmpty()) {
                door.begin(floor, 1);
            }
            door.state().orElseThrow().bookings().forEach(vigils::watch);
        } catch (SQLException | ExecutionException | InterruptedException e) {
            throw new IllegalStateException("a memory does not fail", e);
        }
        line.connectIn(1_000 + chance.below(4_000));
    }

    private void told(List<Effect> effects) {
        if (!effects.isEmpty()) {
            watch.told(this, effects);
        }
    }

    private void written(List<DoorStep> steps) {
        watch.committed(this, steps);
        for (DoorStep step : steps) {
            for (Change change : step.changes()) {
                if (change instanceof Change.PutBooking(var booking)) {
                    vigils.watch(booking);
                }
            }
        }
    }

    void note(String what) {
        watch.noted(this, what);
    }

    /// The time as it would be after a restart.
    void remember() {
        process.ifPresent(running -> remembered = Optional.of(running.clock().look().memory()));
    }

    /// The power goes, and comes back some time later.
    public void crash(Duration off) {
        note("the power goes");
        remember();
        end();
        time.after(off, this::start);
    }

    private void end() {
        process = Optional.empty();
        vigils.forget();
        line.drop();
    }

    /// Taken off the wall.
    public void remove() {
        removed = true;
        end();
        wire().cut();
    }

    public void cutBeforeTheNextCommit() {
        disk.cutBeforeTheNextCommit();
    }

    public void cutAfterTheNextCommit() {
        disk.cutAfterTheNextCommit();
    }

    /// Its copy is found damaged at the next start; row and log are there.
    public void loseCopy() {
        crash(Duration.ofSeconds(30));
        disk.memory().loseCopy();
    }

    /// An older copy of the card is put in.
    public void putBack(InMemoryDoor<SQLException> card) {
        crash(Duration.ofMinutes(1));
        disk.swap(card);
    }

    /// An agent of the version before, or the present one again, is installed.
    public void old(boolean before) {
        line.old(before);
        crash(Duration.ofSeconds(10));
    }

    public void clockSteps(Duration by) {
        machine.stepsBy(by);
    }

    public void clockDrifts(double partsInAMillion) {
        machine.drifts(partsInAMillion);
    }

    public void clockWakesIn1970() {
        crash(Duration.ofSeconds(30));
        machine.wakesIn1970();
    }

    public void clockIsRight() {
        machine.synchronise();
    }

    /// The door itself asks, under a new operation.
    void touch(BookingCommand command) {
        touch(new OperationId(chance.id()), command);
    }

    /// False where the machine was off, or went off before it answered; whoever asked asks again.
    public boolean touch(OperationId operation, BookingCommand command) {
        boolean[] answered = {false};
        guarded(running -> {
            running.door().touch(operation, command, reply -> {
                if (reply instanceof TouchReply.Answered(var answer, var _)) {
                    answered[0] = true;
                    watch.answered(this, operation, command, answer);
                }
            });
            line.tick();
        });
        return answered[0];
    }

    public void notice(OperationId operation, String kind, SpaceId room) {
        guarded(running -> {
            running.door().notice(operation, kind, Optional.of(room));
            line.tick();
        });
    }

    public void retire(OperationId operation) {
        guarded(running -> {
            running.door().retire(operation);
            line.tick();
        });
    }

    void guarded(Work work) {
        if (process.isEmpty()) {
            return;
        }
        try {
            work.with(process.get());
        } catch (PowerCut cut) {
            crash(Duration.ofSeconds(20 + chance.below(100)));
        } catch (IOException lost) {
            note("the link ends: " + lost.getMessage());
            line.drop();
            line.turnedAway();
        } catch (SQLException | InterruptedException | ExecutionException e) {
            throw new IllegalStateException("a memory does not fail", e);
        }
    }
}
