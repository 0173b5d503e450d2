package dev.lintel.provisioning.world.cloud;

import dev.lintel.protocol.Limits;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.line.Answer;
import dev.lintel.protocol.line.Body;
import dev.lintel.protocol.line.CloudFloor;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.Effect;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.protocol.line.Series;
import dev.lintel.protocol.line.Snapshot;
import dev.lintel.protocol.line.Standing;
import dev.lintel.protocol.wire.Codec;
import dev.lintel.protocol.wire.Envelope;
import dev.lintel.provisioning.world.ground.Chance;
import dev.lintel.provisioning.world.ground.Site;
import dev.lintel.provisioning.world.ground.Timeline;
import dev.lintel.provisioning.world.ground.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/// The one cloud of a world: databases that last, and a process that may end at any step.
public final class CloudHost {

    private static final Duration GRANTS_EACH = Duration.ofMinutes(5);
    private static final Duration RESTART = Duration.ofSeconds(20);

    /// As the database orders ids: byte by byte, where Java compares them as numbers with a sign.
    private static final Comparator<Booking> BY_START = Comparator.comparing((Booking booking) -> booking.slot().start())
            .thenComparing(booking -> booking.id().toString());

    /// Who asks for a series: no person that the database knows, so nobody is told of it.
    private static final PersonId SOMEBODY = new PersonId(new UUID(0, 0));

    /// Where the process ends.
    public enum Crash {
        BEFORE_THE_COMMIT, AFTER_THE_COMMIT, AFTER_THE_ANSWER
    }

    private final Timeline time;
    private final Chance chance;
    private final CloudWatch watch;
    private final CloudDesk desk;
    private final CloudEar ear;
    private final CloudPump pump;
    private final CloudTeller teller;
    private final Codec codec = new Codec();
    private final Map<EdgeId, Wire> wires = new HashMap<>();
    private final Map<FloorId, Integer> unreadable = new HashMap<>();
    private Map<TenantId, Tables> databases = new LinkedHashMap<>();
    private Optional<Crash> armed = Optional.empty();
    private boolean alive = true;
    private boolean mute;
    private boolean crossingPlanned;
    private int backups;

    /// @param counterpart does the same elsewhere
    public CloudHost(Timeline time, Chance chance, CloudWatch watch, Counterpart counterpart) {
        this.time = time;
        this.chance = chance;
        this.watch = watch;
        this.desk = new CloudDesk(this, time, watch, counterpart);
        this.ear = new CloudEar(this, desk, watch);
        this.pump = new CloudPump(time, this);
        this.teller = new CloudTeller(time, this, desk, watch);
    }

    /// Sites, floors and rooms are there from the beginning.
    public void open(Site site) {
        Generation first = new Generation(chance.id());
        desk.done(new Transaction.Opened(site, first), true);
        for (Site.Storey storey : site.storeys()) {
            Tables tables = databases.computeIfAbsent(storey.tenant(), _ -> new Tables());
            FloorRows floor = new FloorRows(storey.tenant(), CloudFloor.fresh(storey.floor(), first));
            tables.add(floor);
            storey.rooms().forEach(room -> changed(tables, floor, room));
        }
        time.after(GRANTS_EACH, this::grants);
    }

    private void changed(Tables tables, FloorRows floor, Space space) {
        var changed = new CloudInput.SpaceChanged(new OperationId(id()), space);
        desk.done(new Transaction.SpaceChanged(floor.id(), changed), desk.take(tables, floor, List.of(changed)));
    }

    Collection<Tables> databases() {
        return databases.values();
    }

    public Tables of(TenantId tenant) {
        return Optional.ofNullable(databases.get(tenant)).orElseThrow();
    }

    public boolean alive() {
        return alive;
    }

    CloudPump pump() {
        return pump;
    }

    CloudTeller teller() {
        return teller;
    }

    UUID id() {
        return chance.id();
    }

    public Instant now() {
        return time.now();
    }

    /// A wire leads to an edge, whichever floor that has.
    public void connect(EdgeId edge, Wire wire) {
        wires.put(edge, wire);
    }

    /// An administrator has enrolled this edge for the floor.
    public void enrolled(TenantId tenant, FloorId floor, EdgeId edge) {
        of(tenant).floor(floor).door = Optional.of(edge);
        desk.done(new Transaction.Enrolled(floor, edge), true);
    }

    public void hear(EdgeId edge, byte[] bytes) {
        within(() -> {
            ear.hear(edge, bytes);
            return true;
        });
    }

    /// The edge's connection has ended, as the broker tells.
    public void gone(EdgeId edge) {
        databases.values()
                .forEach(tables -> tables.floors()
                        .stream()
                        .filter(floor -> floor.door().equals(Optional.of(edge)))
                        .forEach(floor -> floor.up = false));
    }

    /// A person asks; nothing where the process ended before it could say what came of it.
    public Optional<Answer> ask(TenantId tenant, Site.Person person, OperationId operation, BookingCommand command) {
        return within(() -> desk.ask(of(tenant), person, operation, command));
    }

    /// One wish for many bookings; each is answered by itself.
    public Optional<List<Answer>> series(TenantId tenant, FloorId floor, OperationId operation,
            List<BookingCommand.Book> books) {
        return within(() -> {
            List<CloudInput> inputs = List.copyOf(Series.asked(operation, books, desk.moment()));
            Transaction.Taken taken = desk.take(of(tenant), of(tenant).floor(floor), inputs);
            desk.done(new Transaction.Asked(floor, SOMEBODY, inputs), taken);
            return taken.outcomes().stream().map(outcome -> ((Outcome.Answered) outcome).answer()).toList();
        });
    }

    public void spaceChanged(TenantId tenant, FloorId floor, Space space) {
        within(() -> {
            changed(of(tenant), of(tenant).floor(floor), space);
            return true;
        });
    }

    /// Runs one request, and ends the process where that was planned.
    private <T> Optional<T> within(java.util.function.Supplier<T> work) {
        if (!alive || armed.equals(Optional.of(Crash.BEFORE_THE_COMMIT))) {
            end();
            return Optional.empty();
        }
        mute = armed.equals(Optional.of(Crash.AFTER_THE_COMMIT));
        T result = work.get();
        boolean silenced = mute;
        mute = false;
        if (armed.isPresent()) {
            end();
            return silenced ? Optional.empty() : Optional.of(result);
        }
        pump.wake(1);
        return Optional.of(result);
    }

    public void crashAt(Crash where) {
        armed = Optional.of(where);
    }

    private void end() {
        if (armed.isEmpty() || !alive) {
            return;
        }
        armed = Optional.empty();
        stop();
        time.after(RESTART, () -> {
            alive = true;
            pump.wake(1);
            goOnSoon();
            databases.values().forEach(teller::wake);
        });
    }

    private void stop() {
        alive = false;
        pump.forget();
        wires.values().forEach(Wire::reset);
        databases.values().forEach(tables -> tables.floors().forEach(floor -> floor.up = false));
    }

    /// The next entries of this floor's door meet a reader of an older version.
    public void unreadable(FloorId floor, int entries) {
        unreadable.merge(floor, entries, Integer::sum);
    }

    List<Entry> garbled(FloorRows floor, List<Entry> entries) {
        int left = unreadable.getOrDefault(floor.id(), 0);
        if (left == 0) {
            return entries;
        }
        List<Entry> read = new ArrayList<>();
        for (Entry entry : entries) {
            // There is no version that does not know a last word.
            boolean now = left > 0 && entry.seq() > floor.held().at().log().seq() && !(entry.body() instanceof Body.Closed);
            read.add(now ? CloudEar.unreadable(entry) : entry);
            left -= now ? 1 : 0;
        }
        unreadable.put(floor.id(), left);
        return read;
    }

    void say(FloorRows floor, EdgeId edge, Envelope envelope) {
        Wire wire = wires.get(edge);
        if (mute || wire == null) {
            return;
        }
        byte[] bytes = codec.encode(envelope);
        watch.said(floor, edge, bytes);
        wire.down(bytes);
    }

    /// After the commit.
    void tell(Tables tables, List<Effect> effects) {
        if (effects.stream().anyMatch(effect -> effect instanceof Effect.Onward)) {
            goOnSoon();
        }
    }

    private void goOnSoon() {
        if (!crossingPlanned) {
            crossingPlanned = true;
            time.afterMillis(5, () -> {
                crossingPlanned = false;
                if (alive) {
                    Map<Tables, List<Transaction.Due>> due = new LinkedHashMap<>();
                    databases.values().forEach(tables -> due.put(tables, desk.due(tables)));
                    desk.done(new Transaction.LookedForDue(),
                            due.values().stream().flatMap(List::stream).collect(Collectors.toSet()));
                    due.forEach((tables, all) -> all.forEach(one -> desk.goOn(tables, one)));
                    pump.wake(1);
                }
            });
        }
    }

    private void grants() {
        time.after(GRANTS_EACH, this::grants);
        if (alive) {
            databases.values()
                    .forEach(tables -> tables.floors().stream().filter(FloorRows::up).forEach(floor -> grant(tables, floor)));
            goOnSoon();
            pump.wake(1);
        }
    }

    void grant(Tables tables, FloorRows floor) {
        var due = new CloudInput.GrantDue(new OperationId(id()), time.now(), Limits.HORIZON);
        desk.done(new Transaction.Granted(floor.id(), due), desk.take(tables, floor, List.of(due)));
    }

    /// The floor as it is now, for its door.
    public Snapshot snapshot(Tables tables, FloorRows floor) {
        Slot reach = new Slot(time.now().minus(Duration.ofDays(Limits.COPY_DAYS_BACK)),
                time.now().plus(Duration.ofDays(Limits.COPY_DAYS_AHEAD)));
        List<Space> spaces = tables.spaces(floor.id());
        List<Booking> bookings = spaces.stream()
                .flatMap(space -> tables.overlapping(space.id(), reach).stream())
                .filter(row -> row.floor().equals(floor.id()))
                .map(Tables.Row::booking)
                .sorted(BY_START)
                .toList();
        Snapshot snapshot = Snapshot.of(floor.held(), new FloorLedger(tables, floor), spaces, floor.named, bookings);
        desk.done(new Transaction.Snapshotted(floor.id()), snapshot);
        return snapshot;
    }

    /// The floor's door has said its last word, and all of its words were understood.
    public boolean closed(TenantId tenant, FloorId floor) {
        CloudFloor held = of(tenant).floor(floor).held();
        return held.at().standing() instanceof Standing.Ended && held.understandsAll();
    }

    /// Makes room for another door.
    public Outcome replaced(TenantId tenant, FloorId floor, boolean forced) {
        Outcome outcome = begun(tenant, floor, forced, true);
        if (outcome instanceof Outcome.Applied) {
            FloorRows rows = of(tenant).floor(floor);
            rows.door.ifPresent(rows.former::add);
            rows.door = Optional.empty();
        }
        return outcome;
    }

    /// The door stays and its disk is gone.
    public Outcome diskLost(TenantId tenant, FloorId floor) {
        return begun(tenant, floor, true, false);
    }

    private Outcome begun(TenantId tenant, FloorId floor, boolean forced, boolean another) {
        FloorRows rows = of(tenant).floor(floor);
        var replaced = new CloudInput.DoorReplaced(new OperationId(id()), forced);
        Transaction.Taken taken = desk.take(of(tenant), rows, List.of(replaced));
        if (taken.last() instanceof Outcome.Applied) {
            rows.copy = dev.lintel.protocol.wire.Staging.empty();
            rows.up = false;
        }
        desk.done(new Transaction.Replaced(floor, replaced, another), taken);
        return taken.last();
    }

    /// All databases as they were.
    public record Backup(int number, Instant madeAt, Map<TenantId, Tables> databases) {}

    /// All databases as they are now.
    public Backup backup() {
        Map<TenantId, Tables> copies = new LinkedHashMap<>();
        databases.forEach((tenant, tables) -> copies.put(tenant, tables.copied()));
        backups++;
        desk.done(new Transaction.BackedUp(backups), true);
        return new Backup(backups, time.now(), copies);
    }

    /// R16: the databases of then in place of those of now. Floors that an administrator does not wait for are named.
    public void restore(Backup backup, List<FloorId> waived) {
        stop();
        databases = new LinkedHashMap<>(backup.databases());
        watch.restored(backup.madeAt());
        databases.values().forEach(tables -> tables.outbox().forget().forEach(watch::found));
        OperationId operation = new OperationId(id());
        Generation generation = new Generation(id());
        databases.values()
                .forEach(tables -> tables.floors()
                        .forEach(floor -> desk.take(tables, floor,
                                List.of(new CloudInput.Restored(operation, generation)))));
        desk.done(new Transaction.Restored(backup.number(), operation, generation), true);
        databases.values()
                .forEach(tables -> tables.floors().stream().filter(floor -> waived.contains(floor.id())).forEach(floor -> {
                    var waiver = new CloudInput.Waived(new OperationId(id()));
                    desk.done(new Transaction.Waived(floor.id(), waiver), desk.take(tables, floor, List.of(waiver)));
                }));
        time.after(RESTART, () -> {
            alive = true;
            databases.values().forEach(teller::wake);
        });
    }
}
