package dev.lintel.cloud.booking;

import dev.lintel.cloud.notice.StillNotices;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.line.Change;
import dev.lintel.protocol.line.CloudStep;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.protocol.wire.BookingJson;
import dev.lintel.protocol.wire.LineJson;
import dev.lintel.provisioning.world.cloud.CloudHost;
import dev.lintel.provisioning.world.cloud.Counterpart;
import dev.lintel.provisioning.world.cloud.FloorRows;
import dev.lintel.provisioning.world.cloud.Tables;
import dev.lintel.provisioning.world.cloud.Transaction;
import dev.lintel.provisioning.world.cloud.Transaction.Heard;
import dev.lintel.provisioning.world.cloud.Transaction.Taken;
import dev.lintel.provisioning.world.oracle.Violation;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// Holds the tables of simulated clouds to PostgreSQL: each transaction of a world is done again by the real desks, and both must answer the same and then hold the same rows.
public final class Conformance implements Counterpart, AutoCloseable {

    private record Log(FloorId floor, long epoch) {}

    /// Of what differs, so much around the first difference.
    private static final int TOLD = 600;
    /// Each few minutes a floor is looked at that needs no grant: most of a world, and nothing in it.
    private static final int EACH_IDLE = 20;

    private final RealDesks real;
    private final Map<Log, Integer> fed = new HashMap<>();
    private final Map<Log, Long> applied = new HashMap<>();
    private final Set<BookingId> bookings = new LinkedHashSet<>();
    private final Set<OperationId> operations = new LinkedHashSet<>();
    private final Map<String, Integer> kinds = new TreeMap<>();
    private int grantsNotDue;

    public Conformance(Path folder) throws IOException, SQLException {
        real = new RealDesks(folder);
    }

    /// How many transactions of which kind were held against each other.
    public Map<String, Integer> kinds() {
        return kinds;
    }

    @Override
    public void over(CloudHost cloud) {
        everything(cloud, "all");
    }

    @Override
    public void wrote(CloudStep step) {
        for (Change change : step.changes()) {
            if (change instanceof Change.PutBooking(Booking booking)) {
                bookings.add(booking.id());
            } else if (change instanceof Change.PutAnswer put) {
                operations.add(put.operation());
            }
        }
    }

    @Override
    public void also(CloudHost cloud, Transaction transaction, Object came) {
        boolean idle = transaction instanceof Transaction.Granted && came instanceof Taken taken
                && taken.last() instanceof Outcome.Repeated;
        if (idle && ++grantsNotDue % EACH_IDLE != 0) {
            return;
        }
        kinds.merge(transaction.getClass().getSimpleName(), 1, Integer::sum);
        try {
            Object done = real.done(cloud, transaction);
            if (transaction instanceof Transaction.Told) {
                real.floors().keySet().forEach(tenant -> notices(cloud, transaction, tenant));
            }
            same(transaction, "outcome", came(came), came(done));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        switch (transaction) {
            case Transaction.Opened _ -> forget();
            case Transaction.Restored _ -> {
                forget();
                everything(cloud, transaction);
            }
            default -> floors(transaction).forEach(floor -> rows(cloud, transaction, floor));
        }
        bookings.clear();
        operations.clear();
    }

    private void forget() {
        fed.clear();
        applied.clear();
    }

    private static Object came(Object came) {
        return switch (came) {
            case Taken taken -> onceOutOfPlace(taken);
            case Optional<?> maybe when maybe.isPresent() && maybe.get() instanceof Taken taken -> onceOutOfPlace(taken);
            case Heard heard ->
                new Heard(heard.upTo(), heard.gap(), heard.all(), heard.taken().map(Conformance::onceOutOfPlace));
            default -> came;
        };
    }

    private static Taken onceOutOfPlace(Taken taken) {
        return new Taken(taken.at(), taken.outcomes(), RealDesks.onceOutOfPlace(taken.effects()), taken.unread());
    }

    private static List<FloorId> floors(Transaction transaction) {
        return switch (transaction) {
            case Transaction.Enrolled enrolled -> List.of(enrolled.floor());
            case Transaction.SpaceChanged changed -> List.of(changed.floor());
            case Transaction.Asked asked -> List.of(asked.floor());
            case Transaction.AskedAcross across -> List.of(across.source(), across.target());
            case Transaction.WentOn(var due) -> List.of(due.source(), due.target());
            case Transaction.Granted granted -> List.of(granted.floor());
            case Transaction.Said said -> List.of(said.floor());
            case Transaction.Greeted greeted -> List.of(greeted.floor());
            case Transaction.Offered offered -> List.of(offered.floor());
            case Transaction.FormerSaid said -> List.of(said.floor());
            case Transaction.Replaced replaced -> List.of(replaced.floor());
            case Transaction.Waived waived -> List.of(waived.floor());
            case Transaction.Opened _,Transaction.LookedForDue _,Transaction.Told _,Transaction.FormerGreeted _,Transaction.BackedUp _,Transaction.Restored _,Transaction.Snapshotted _ ->
                List.of();
        };
    }

    /// All rows of all floors: after a restore, and when a world is over.
    private void everything(CloudHost cloud, Object when) {
        Map<TenantId, List<FloorId>> all = real.floors();
        all.forEach((tenant, floors) -> {
            Tables tables = cloud.of(tenant);
            tables.rows().forEach(row -> bookings.add(row.booking().id()));
            operations.addAll(tables.answers().keySet());
            List<Long> counted = real.read(tenant, handle -> List.of(count(handle, "booking"), count(handle, "answer"),
                    count(handle, "request"), count(handle, "unread")));
            same(when, "rows", List.of((long) tables.rows().size(), (long) tables.answers().size(),
                    tables.floors().stream().mapToLong(floor -> floor.held().requests().size()).sum(),
                    tables.floors().stream().mapToLong(floor -> floor.held().unread().size()).sum()), counted);
            floors.forEach(floor -> rows(cloud, when, floor));
            notices(cloud, when, tenant);
            bookings.clear();
            operations.clear();
        });
    }

    /// Whatever was written since has been told by then, or waits behind a barrier.
    private void notices(CloudHost cloud, Object when, TenantId tenant) {
        same(when, "notices", cloud.of(tenant).outbox().rows().stream().map(StillNotices::line).sorted().toList(),
                real.notices(tenant).stream().sorted().toList());
    }

    private static long count(Handle handle, String table) {
        return handle.createQuery("SELECT count(*) FROM " + table).mapTo(Long.class).one();
    }

    private void rows(CloudHost cloud, Object when, FloorId floor) {
        TenantId tenant = real.tenant(floor);
        Tables tables = cloud.of(tenant);
        FloorRows rows = tables.floor(floor);
        var _ = real.read(tenant, handle -> {
            same(when, "floor", rows.held(), real.held(handle, floor).floor());
            same(when, "barrier", rows.barrier().map(SimulatedTidings.Barrier::until), real.held(handle, floor).barrierUntil());
            same(when, "bookings", known(tables), stored(handle));
            same(when, "answers", answered(tables), answers(handle));
            logs(handle, when, rows);
            return true;
        });
    }

    private Map<UUID, String> known(Tables tables) {
        return bookings.stream()
                .flatMap(id -> tables.row(id).stream())
                .collect(Collectors.toMap(row -> row.booking().id().value(),
                        row -> row.floor() + " " + BookingJson.booking(row.booking()).canonical()));
    }

    private Map<UUID, String> stored(Handle handle) {
        return texts(handle, "SELECT id, floor_id || ' ' || body FROM booking WHERE id = ANY (?)",
                bookings.stream().map(BookingId::value).toArray(UUID[]::new));
    }

    private Map<UUID, String> answered(Tables tables) {
        return operations.stream()
                .collect(Collectors.toMap(OperationId::value, operation -> {
                    Tables.Answered answered = Objects.requireNonNull(tables.answers().get(operation));
                    return answered.floor() + " " + LineJson.answer(answered.answer()).canonical();
                }));
    }

    private Map<UUID, String> answers(Handle handle) {
        return texts(handle, "SELECT op, floor_id || ' ' || body FROM answer WHERE op = ANY (?)",
                operations.stream().map(OperationId::value).toArray(UUID[]::new));
    }

    private static Map<UUID, String> texts(Handle handle, String sql, UUID[] ids) {
        return handle.select(sql, (Object) ids)
                .map((row, _) -> Map.entry(row.getObject(1, UUID.class), row.getString(2)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// What either log has more than when it was looked at last.
    private void logs(Handle handle, Object when, FloorRows rows) {
        Log log = new Log(rows.id(), rows.held().at().epoch());
        List<Entry> feed = rows.feed(log.epoch());
        int from = fed.getOrDefault(log, 0);
        same(when, "feed", written(feed.subList(from, feed.size())), entries(handle, "feed", log, from));
        fed.put(log, feed.size());
        long after = applied.getOrDefault(log, 0L);
        List<Entry> more = rows.log(log.epoch())
                .values()
                .stream()
                .filter(entry -> entry.seq() > after)
                .sorted(Comparator.comparing(Entry::seq))
                .toList();
        same(when, "door log", written(more), entries(handle, "door_log", log, after));
        applied.put(log, more.isEmpty() ? after : more.getLast().seq());
    }

    private static List<String> written(List<Entry> entries) {
        return entries.stream().map(entry -> entry.seq() + " " + LineJson.entry(entry).canonical()).toList();
    }

    private static List<String> entries(Handle handle, String table, Log log, long after) {
        return handle
                .select("SELECT seq || ' ' || body FROM " + table
                        + " WHERE floor_id = ? AND epoch = ? AND seq > ? ORDER BY seq", log.floor().value(), log.epoch(), after)
                .mapTo(String.class)
                .list();
    }

    private static void same(Object when, String what, Object simulated, Object stored) {
        if (!simulated.equals(stored)) {
            String memory = simulated.toString();
            String postgres = stored.toString();
            int from = Math.max(0, Arrays.mismatch(memory.toCharArray(), postgres.toCharArray()) - TOLD / 2);
            throw new Violation("the stores differ", what + String.join(System.lineSeparator(), "", "  after " + told(when, 0),
                    "  the tables in memory: " + told(memory, from), "  PostgreSQL:           " + told(postgres, from)));
        }
    }

    private static String told(Object what, int from) {
        String whole = what.toString();
        return whole.substring(Math.min(from, whole.length()), Math.min(from + TOLD, whole.length()));
    }

    @Override
    public void close() {
        real.close();
    }
}
