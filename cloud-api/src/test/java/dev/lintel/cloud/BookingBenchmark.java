package dev.lintel.cloud;

import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.TimeOrdered;
import dev.lintel.protocol.wire.Json;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bookings created a second, over real HTTP against a cloud in a process of its own, beside the bare SQL of the same
/// transaction ([BareBooking]) against the same tables of the same PostgreSQL in the same minutes; then what PostgreSQL counts
/// for one booking of either. It prints tables and decides nothing.
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
    /// Those whose statements are counted.
    private static final int COUNTED_CLIENTS = 8;

    @TempDir
    Path folder;

    private final IdSource ids = new TimeOrdered(InstantSource.system(), new SecureRandom());
    private final List<String> tokens = new ArrayList<>();
    private final List<Room> booked = new ArrayList<>();
    private final List<Room> bare = new ArrayList<>();
    private final AtomicLong slots = new AtomicLong();
    private final Instant first = Instant.now().truncatedTo(ChronoUnit.HOURS).plus(2, ChronoUnit.DAYS);

    private record Room(UUID floor, UUID id) {}

    /// What one phase showed.
    ///
    /// @param askerCpuMillis of this process, for each booking; `cloudCpuMillis` of the cloud's, `sqlCpuMillis` of PostgreSQL's
    private record Figures(double perSecond, double p50Millis, double p99Millis, double askerCpuMillis, double cloudCpuMillis,
            double sqlCpuMillis) {}

    /// One client's work: make one booking, and say whether it was made.
    private interface Client extends AutoCloseable {
        boolean book() throws SQLException, IOException;

        @Override
        void close() throws SQLException, IOException;
    }

    /// Makes the client of a number.
    private interface Clients {
        Client number(int number) throws SQLException, IOException;
    }

    @Test
    void bookingsCreatedPerSecond() throws Exception {
        try (var cloud = CloudProcess.start(folder.resolve("cloud"), List.of())) {
            furnish(cloud);
            measure(cloud, 8, WARM_UP, number -> overHttp(cloud, number));
            measure(cloud, 8, Duration.ofSeconds(3), _ -> bareClient(cloud));
            System.out.println();
            System.out.println(Machine.sentence());
            System.out.println(
                    "| clients | bookings/s | p50 ms | p99 ms | CPU ms a booking: cloud + PostgreSQL | askers' CPU ms | bare SQL/s | its p99 ms | CPU ms: PostgreSQL | its asker's | ratio |");
            System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
            for (int clients : CLIENTS) {
                var sql = measure(cloud, clients, PHASE, _ -> bareClient(cloud));
                var ours = measure(cloud, clients, PHASE, number -> overHttp(cloud, number));
                System.out.printf(Locale.ROOT,
                        "| %d | %.0f | %.1f | %.1f | %.2f + %.2f = %.2f | %.2f | %.0f | %.1f | %.2f | %.2f | %.2f |%n",
                        clients, ours.perSecond(), ours.p50Millis(), ours.p99Millis(), ours.cloudCpuMillis(),
                        ours.sqlCpuMillis(), ours.cloudCpuMillis() + ours.sqlCpuMillis(), ours.askerCpuMillis(),
                        sql.perSecond(), sql.p99Millis(), sql.sqlCpuMillis(), sql.askerCpuMillis(),
                        ours.perSecond() / sql.perSecond());
            }
            count(cloud);
        }
    }

    private void count(CloudProcess cloud) throws Exception {
        var sql = counted(cloud, _ -> bareClient(cloud));
        var ours = counted(cloud, number -> overHttp(cloud, number));
        System.out.println();
        System.out.println("| for one booking, " + COUNTED_CLIENTS + " clients | the cloud | bare SQL |");
        System.out.println("|---|---|---|");
        ours.forEach((name, each) -> System.out.printf(Locale.ROOT, "| %s | %.2f | %.2f |%n", name, each, sql.get(name)));
    }

    private static Map<String, Double> counted(CloudProcess cloud, Clients make) throws Exception {
        try (var owner = cloud.owner()) {
            Thread.sleep(Counted.TOLD);
            var before = Counted.now(owner);
            var nanos = booked(COUNTED_CLIENTS, PHASE, make);
            Thread.sleep(Counted.TOLD);
            return Counted.now(owner).since(before, nanos.size());
        }
    }

    private void furnish(CloudProcess cloud) throws IOException {
        var owner = cloud.setUp();
        rooms(owner, "Bench", booked);
        rooms(owner, "Bare", bare);
        for (int person = 0; person < PEOPLE; person++) {
            var email = "p" + person + "@bench.example";
            owner.post("/api/v1/people", Json.object()
                    .with("name", "Person " + person)
                    .with("email", email)
                    .with("password", CloudProcess.PASSWORD)
                    .with("role", "member"));
            tokens.add(cloud.token(email));
        }
    }

    private static void rooms(Api owner, String name, List<Room> rooms) {
        var site = owner.post("/api/v1/sites", Json.object().with("name", name).with("timeZone", "UTC")).text("id");
        for (int floor = 0; floor < FLOORS; floor++) {
            var id = owner.post("/api/v1/sites/" + site + "/floors", Json.object().with("name", "Floor " + floor)).text("id");
            for (int room = 0; room < ROOMS_A_FLOOR; room++) {
                rooms.add(new Room(UUID.fromString(id), UUID.fromString(owner.post("/api/v1/floors/" + id + "/spaces",
                        Json.object().with("name", "Room " + room).with("kind", "room").with("capacity", 8)).text("id"))));
            }
        }
    }

    private Client overHttp(CloudProcess cloud, int number) throws IOException {
        var token = tokens.get(number % tokens.size());
        var line = new HttpLine(cloud.base());
        return new Client() {
            @Override
            public boolean book() throws IOException {
                long slot = slots.getAndIncrement();
                var start = start(slot);
                return line.post("/api/v1/bookings", token, Json.object()
                        .with("space", room(booked, slot).id().toString())
                        .with("start", start.toString())
                        .with("end", start.plus(LENGTH).toString())
                        .with("title", "Benchmark " + slot)
                        .canonical()) == 201;
            }

            @Override
            public void close() throws IOException {
                line.close();
            }
        };
    }

    private Client bareClient(CloudProcess cloud) throws SQLException {
        var sql = new BareBooking(cloud.owner(), ids);
        return new Client() {
            @Override
            public boolean book() throws SQLException {
                long slot = slots.getAndIncrement();
                var room = room(bare, slot);
                sql.book(room.floor(), room.id(), start(slot), start(slot).plus(LENGTH));
                return true;
            }

            @Override
            public void close() throws SQLException {
                sql.close();
            }
        };
    }

    private static Room room(List<Room> rooms, long slot) {
        return rooms.get((int) (slot % rooms.size()));
    }

    private Instant start(long slot) {
        return first.plus(LENGTH.multipliedBy(slot / booked.size()));
    }

    private static Figures measure(CloudProcess cloud, int clients, Duration span, Clients make) throws Exception {
        long asker = ownCpuMillis();
        long cloudCpu = cloud.cpuMillis();
        long sqlCpu = cloud.sqlCpuMillis();
        long began = System.nanoTime();
        var sorted = booked(clients, span, make).stream().mapToLong(Long::longValue).sorted().toArray();
        double seconds = (System.nanoTime() - began) / 1e9;
        double count = Math.max(1, sorted.length);
        return new Figures(sorted.length / seconds, at(sorted, 0.5), at(sorted, 0.99), (ownCpuMillis() - asker) / count,
                (cloud.cpuMillis() - cloudCpu) / count, (cloud.sqlCpuMillis() - sqlCpu) / count);
    }

    /// How many nanoseconds each booking took that was made meanwhile.
    private static List<Long> booked(int clients, Duration span, Clients make) throws Exception {
        long end = System.nanoTime() + span.toNanos();
        try (var threads = Executors.newFixedThreadPool(clients)) {
            var work = new ArrayList<Future<List<Long>>>();
            for (int number = 0; number < clients; number++) {
                work.add(threads.submit(one(make.number(number), end)));
            }
            var nanos = new ArrayList<Long>();
            for (var one : work) {
                nanos.addAll(one.get());
            }
            return nanos;
        }
    }

    private static Callable<List<Long>> one(Client client, long end) {
        return () -> {
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
    }

    private static long ownCpuMillis() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime()
                / 1_000_000;
    }

    private static double at(long[] sorted, double part) {
        return sorted.length == 0 ? 0 : sorted[(int) ((sorted.length - 1) * part)] / 1e6;
    }
}
