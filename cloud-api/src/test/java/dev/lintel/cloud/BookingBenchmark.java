package dev.lintel.cloud;

import dev.lintel.protocol.wire.Json;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bookings created a second, over real HTTP against a cloud in a process of its own, beside the bare SQL of the same
/// transaction against the same PostgreSQL in the same minutes. It prints a table and decides nothing.
///
///     ./mvnw -q -pl cloud-api -am test -Pbenchmark -Dtest=BookingBenchmark
@Tag("benchmark")
class BookingBenchmark {

    private static final int PEOPLE = 50;
    private static final int FLOORS = 4;
    private static final int ROOMS_A_FLOOR = 5;
    private static final Duration LENGTH = Duration.ofMinutes(15);
    private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("benchmark.warmUpSeconds", 20));
    private static final Duration PHASE = Duration.ofSeconds(Integer.getInteger("benchmark.seconds", 10));
    private static final int[] CLIENTS = {1, 8, 16};

    @TempDir
    Path folder;

    private final List<Api> people = new ArrayList<>();
    private final List<String> rooms = new ArrayList<>();
    private final AtomicLong slots = new AtomicLong();
    private final Instant first = Instant.now().truncatedTo(ChronoUnit.HOURS).plus(2, ChronoUnit.DAYS);

    /// What one phase showed.
    ///
    /// @param cloudCpuMillis of the cloud's process, for each booking, as `sqlCpuMillis` of PostgreSQL's
    private record Figures(double perSecond, double p50Millis, double p99Millis, double cloudCpuMillis, double sqlCpuMillis) {}

    /// One client's work: make one booking, and say whether it was made.
    private interface Client extends AutoCloseable {
        boolean book() throws Exception;

        @Override
        default void close() throws SQLException {}
    }

    @Test
    void bookingsCreatedPerSecond() throws Exception {
        try (var cloud = CloudProcess.start(folder.resolve("cloud"), List.of())) {
            furnish(cloud);
            bare(cloud);
            measure(cloud, 8, WARM_UP, this::overHttp);
            measure(cloud, 8, Duration.ofSeconds(3), _ -> bareClient(cloud));
            System.out.println();
            System.out.println(Machine.sentence());
            System.out.println(
                    "| clients | bookings/s | p50 ms | p99 ms | CPU ms a booking: cloud + PostgreSQL | bare SQL/s | its p99 ms | its CPU ms | ratio |");
            System.out.println("|---|---|---|---|---|---|---|---|---|");
            for (int clients : CLIENTS) {
                var sql = measure(cloud, clients, PHASE, _ -> bareClient(cloud));
                var ours = measure(cloud, clients, PHASE, this::overHttp);
                System.out.printf(Locale.ROOT, "| %d | %.0f | %.1f | %.1f | %.2f + %.2f = %.2f | %.0f | %.1f | %.2f | %.2f |%n",
                        clients, ours.perSecond(), ours.p50Millis(), ours.p99Millis(), ours.cloudCpuMillis(),
                        ours.sqlCpuMillis(), ours.cloudCpuMillis() + ours.sqlCpuMillis(), sql.perSecond(), sql.p99Millis(),
                        sql.sqlCpuMillis(), ours.perSecond() / sql.perSecond());
            }
        }
    }

    private void furnish(CloudProcess cloud) throws Exception {
        var owner = cloud.setUp();
        var site = owner.post("/api/v1/sites", Json.object().with("name", "Bench").with("timeZone", "UTC")).text("id");
        for (int floor = 0; floor < FLOORS; floor++) {
            var id = owner.post("/api/v1/sites/" + site + "/floors", Json.object().with("name", "Floor " + floor)).text("id");
            for (int room = 0; room < ROOMS_A_FLOOR; room++) {
                rooms.add(owner.post("/api/v1/floors/" + id + "/spaces", Json.object()
                        .with("name", "Room " + room)
                        .with("kind", "room")
                        .with("capacity", 8)).text("id"));
            }
        }
        for (int person = 0; person < PEOPLE; person++) {
            var email = "p" + person + "@bench.example";
            owner.post("/api/v1/people", Json.object()
                    .with("name", "Person " + person)
                    .with("email", email)
                    .with("password", CloudProcess.PASSWORD)
                    .with("role", "member"));
            people.add(cloud.signIn(email));
        }
    }

    private Client overHttp(int number) {
        var mine = people.get(number % people.size());
        return () -> {
            long slot = slots.getAndIncrement();
            var start = start(slot);
            var reply = mine.post("/api/v1/bookings", Json.object()
                    .with("space", room(slot))
                    .with("start", start.toString())
                    .with("end", start.plus(LENGTH).toString())
                    .with("title", "Benchmark " + slot));
            return reply.status() == 201;
        };
    }

    private String room(long slot) {
        return rooms.get((int) (slot % rooms.size()));
    }

    private Instant start(long slot) {
        return first.plus(LENGTH.multipliedBy(slot / rooms.size()));
    }

    /// Tables like the product's, with the same keys and constraints, so that both sides write the same rows.
    private static void bare(CloudProcess cloud) throws SQLException {
        try (var connection = cloud.owner(); var statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA bare");
            for (String table : List.of("floor", "booking", "answer", "feed", "audit", "live_event")) {
                statement.execute("CREATE TABLE bare." + table + " (LIKE public." + table + " INCLUDING ALL)");
            }
            statement.execute("""
                    ALTER TABLE bare.booking ADD EXCLUDE USING gist (tenant_id WITH =, space_id WITH =,
                        tstzrange(starts_at, ends_at) WITH &&) WHERE (phase IN ('confirmed', 'checked-in'))
                        DEFERRABLE INITIALLY DEFERRED
                    """);
            statement.execute("INSERT INTO bare.floor SELECT * FROM public.floor");
        }
    }

    private Client bareClient(CloudProcess cloud) {
        try {
            return new BareClient(cloud.owner());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The same transaction, statement by statement, by a program that does nothing else.
    private final class BareClient implements Client {

        private final Connection connection;
        private final PreparedStatement lock;
        private final PreparedStatement free;
        private final List<PreparedStatement> writes = new ArrayList<>();
        private final PreparedStatement floor;
        private final UUID tenant;

        BareClient(Connection connection) throws SQLException {
            this.connection = connection;
            connection.setAutoCommit(false);
            lock = connection.prepareStatement("""
                    SELECT id, site_id, feed_seq, feed_hash FROM bare.floor
                    WHERE id = (SELECT floor_id FROM public.space WHERE id = ?) FOR UPDATE
                    """);
            free = connection.prepareStatement("""
                    SELECT id FROM bare.booking WHERE tenant_id = ? AND space_id = ?
                    AND tstzrange(starts_at, ends_at) && tstzrange(?, ?) AND phase IN ('confirmed', 'checked-in')
                    """);
            writes.add(connection.prepareStatement("""
                    INSERT INTO bare.booking (tenant_id, id, floor_id, space_id, starts_at, ends_at, version, phase, body)
                    VALUES (?, ?, ?, ?, ?, ?, 1, 'confirmed', ?)
                    """));
            writes.add(connection.prepareStatement(
                    "INSERT INTO bare.answer (tenant_id, op, floor_id, body, at) VALUES (?, ?, ?, ?, now())"));
            writes.add(connection.prepareStatement("""
                    INSERT INTO bare.feed (tenant_id, floor_id, epoch, seq, op, hash, body, written_at)
                    VALUES (?, ?, 1, ?, ?, ?, ?, now())
                    """));
            writes.add(connection.prepareStatement("""
                    INSERT INTO bare.audit (tenant_id, id, at, op, actor, action, subject, detail)
                    VALUES (?, ?, now(), ?, ?, 'booking-confirmed', ?, ?)
                    """));
            writes.add(connection.prepareStatement("""
                    INSERT INTO bare.live_event (tenant_id, at, op, site_id, floor_id, space_id, kind, body)
                    VALUES (?, now(), ?, ?, ?, ?, 'booking', ?)
                    """));
            floor = connection
                    .prepareStatement("UPDATE bare.floor SET feed_seq = ?, feed_hash = ? WHERE tenant_id = ? AND id = ?");
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery("SELECT id FROM tenant LIMIT 1")) {
                row.next();
                tenant = row.getObject(1, UUID.class);
            }
        }

        @Override
        public boolean book() throws SQLException {
            long slot = slots.getAndIncrement();
            var space = UUID.fromString(room(slot));
            var start = start(slot).atOffset(ZoneOffset.UTC);
            var end = start.plus(LENGTH);
            var body = "x".repeat(360);
            var op = UUID.randomUUID();
            lock.setObject(1, space);
            UUID floorId;
            UUID site;
            long seq;
            try (var row = lock.executeQuery()) {
                row.next();
                floorId = row.getObject(1, UUID.class);
                site = row.getObject(2, UUID.class);
                seq = row.getLong(3) + 1;
            }
            run(free, tenant, space, start, end);
            run(writes.get(0), tenant, op, floorId, space, start, end, body);
            run(writes.get(1), tenant, op, floorId, body);
            run(writes.get(2), tenant, floorId, seq, op, "0".repeat(64), body);
            run(writes.get(3), tenant, UUID.randomUUID(), op, "person:" + op, "booking:" + op, body);
            run(writes.get(4), tenant, op, site, floorId, space, body);
            run(floor, seq, "0".repeat(64), tenant, floorId);
            connection.commit();
            return true;
        }

        private void run(PreparedStatement statement, Object... values) throws SQLException {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    private interface Clients {
        Client number(int number);
    }

    private Figures measure(CloudProcess cloud, int clients, Duration span, Clients make) throws Exception {
        var cloudCpu = cloud.cpuMillis();
        var sqlCpu = cloud.sqlCpuMillis();
        long began = System.nanoTime();
        long end = began + span.toNanos();
        var nanos = new ArrayList<Long>();
        try (var threads = Executors.newFixedThreadPool(clients)) {
            var work = new ArrayList<Future<List<Long>>>();
            for (int number = 0; number < clients; number++) {
                var client = make.number(number);
                Callable<List<Long>> one = () -> {
                    var mine = new ArrayList<Long>();
                    try (client) {
                        while (System.nanoTime() < end) {
                            long before = System.nanoTime();
                            if (client.book()) {
                                mine.add(System.nanoTime() - before);
                            }
                        }
                    }
                    return mine;
                };
                work.add(threads.submit(one));
            }
            for (var one : work) {
                nanos.addAll(one.get());
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        var sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        int count = Math.max(1, sorted.length);
        return new Figures(sorted.length / seconds, at(sorted, 0.5), at(sorted, 0.99),
                (double) (cloud.cpuMillis() - cloudCpu) / count, (double) (cloud.sqlCpuMillis() - sqlCpu) / count);
    }

    private static double at(long[] sorted, double part) {
        return sorted.length == 0 ? 0 : sorted[(int) ((sorted.length - 1) * part)] / 1e6;
    }
}
