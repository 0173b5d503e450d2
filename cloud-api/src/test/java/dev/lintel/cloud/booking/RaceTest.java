package dev.lintel.cloud.booking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.cloud.Api;
import dev.lintel.cloud.Reply;
import dev.lintel.cloud.TestCloud;
import dev.lintel.cloud.TestReplica;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.wire.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Fifty people want the same slot at the same moment, while the door of that floor takes walk-ups.
///
/// Every other round the slot lies before the line, where the door decides and somebody at the door wants it too. The
/// winner is counted by SQL, not by what anybody was told.
class RaceTest {

    private static final int PEOPLE = 50;
    private static final int ROUNDS = 20;
    private static final int DEEP_ROUNDS = 100;
    private static final Duration LENGTH = Duration.ofMinutes(15);

    @TempDir
    Path folder;

    private final TestCloud cloud = TestCloud.running();
    private final TestCloud.Member owner = cloud.newTenant();
    private final TestCloud.Room room = cloud.newRoom(owner);
    private final SpaceId aspen = SpaceId.of(room.space());
    private final SpaceId birch = SpaceId.of(owner.api()
            .post("/api/v1/floors/" + room.floor() + "/spaces",
                    Json.object().with("name", "Birch").with("kind", "room").with("capacity", 4))
            .text("id"));
    private final Instant today = Instant.now().truncatedTo(ChronoUnit.HOURS).plus(2, ChronoUnit.HOURS);

    @Test
    void atOneReplicaExactlyOneOfFiftyGetsTheSlot() throws Exception {
        race(ROUNDS, List.of(owner.api()), List.of(cloud.bean(LineDesk.class)));
    }

    @Test
    void atTwoReplicasExactlyOneOfFiftyGetsTheSlot() throws Exception {
        try (var second = TestReplica.beside(cloud, folder)) {
            race(ROUNDS, List.of(owner.api(), second.as(owner)),
                    List.of(cloud.bean(LineDesk.class), second.bean(LineDesk.class)));
        }
    }

    @Test
    @Tag("deep")
    void atTwoReplicasExactlyOneOfFiftyGetsTheSlotAHundredTimes() throws Exception {
        try (var second = TestReplica.beside(cloud, folder)) {
            race(DEEP_ROUNDS, List.of(owner.api(), second.as(owner)),
                    List.of(cloud.bean(LineDesk.class), second.bean(LineDesk.class)));
        }
    }

    private void race(int rounds, List<Api> replicas, List<LineDesk> desks) throws Exception {
        long began = System.nanoTime();
        int remote = 0;
        int local = 0;
        try (var door = new BusyDoor(desks)) {
            for (int round = 0; round < rounds; round++) {
                boolean doorDecides = round % 2 == 0;
                var from = doorDecides
                        ? today.plus(LENGTH.multipliedBy(round / 2))
                        : today.plus(3, ChronoUnit.DAYS).plus(LENGTH.multipliedBy(round));
                if (doorDecides) {
                    door.wants(new Slot(from, from.plus(LENGTH)));
                }
                var replies = all(replicas, from);
                door.settle();
                assertThat(decided(from)).as("round %d, decided bookings of the slot", round).hasSize(1);
                boolean ours = decided(from).getFirst().equals("cloud");
                remote += ours ? 1 : 0;
                local += ours ? 0 : 1;
                var accepted = replies.stream().filter(reply -> reply.status() == 201 || reply.status() == 202).toList();
                // Whoever comes after the walk-up was told to the cloud is refused at once, so there may be none.
                assertThat(accepted.size()).as("round %d, requests that were not refused", round)
                        .isBetween(ours || !doorDecides ? 1 : 0, 1);
                assertThat(replies).allMatch(reply -> reply.status() == 409 || accepted.contains(reply));
            }
            assertThat(overlaps()).isZero();
            assertThat(door.decidedAtTheDoor()).isEqualTo(decidedInTheCloud());
            System.out.printf(
                    "race: %d replicas, %d rounds of %d requests: %d won remotely, %d at the door, 0 overlaps; %d walk-ups meanwhile; %.1f s%n",
                    replicas.size(), rounds, PEOPLE, remote, local, door.walkUps(), (System.nanoTime() - began) / 1e9);
        }
    }

    private List<Reply> all(List<Api> replicas, Instant from) throws InterruptedException, ExecutionException {
        var gate = new CountDownLatch(1);
        var replies = new ArrayList<Reply>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = new ArrayList<Future<Reply>>();
            for (int person = 0; person < PEOPLE; person++) {
                var api = replicas.get(person % replicas.size());
                Callable<Reply> ask = () -> {
                    gate.await();
                    return api.post("/api/v1/bookings", Json.object()
                            .with("space", room.space())
                            .with("start", from.toString())
                            .with("end", from.plus(LENGTH).toString()));
                };
                asked.add(threads.submit(ask));
            }
            gate.countDown();
            for (var one : asked) {
                replies.add(one.get());
            }
        }
        return replies;
    }

    /// From where the decided bookings of the slot came.
    private List<String> decided(Instant from) {
        return rows("""
                SELECT CASE WHEN body LIKE '%"origin":"door"%' THEN 'door' ELSE 'cloud' END FROM booking
                WHERE space_id = :space AND phase IN ('confirmed', 'checked-in')
                  AND tstzrange(starts_at, ends_at) && tstzrange(:from, :to)
                """, from);
    }

    private long overlaps() {
        return Long.parseLong(rows("""
                SELECT count(*)::text FROM booking a JOIN booking b ON a.space_id = b.space_id AND a.id < b.id
                    AND tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)
                WHERE a.phase IN ('confirmed', 'checked-in') AND b.phase IN ('confirmed', 'checked-in')
                  AND a.floor_id = (SELECT floor_id FROM space WHERE id = :space) AND :from < :to
                """, today).getFirst());
    }

    private List<String> decidedInTheCloud() {
        return rows("""
                SELECT id::text FROM booking WHERE floor_id = (SELECT floor_id FROM space WHERE id = :space)
                  AND phase IN ('confirmed', 'checked-in') AND :from < :to ORDER BY id::text
                """, today);
    }

    private List<String> rows(String query, Instant from) {
        return cloud.bean(Transactions.class)
                .inTenant(owner.tenantId(), transaction -> transaction.createQuery(query)
                        .bind("space", aspen.value())
                        .bind("from", LineStore.utc(from))
                        .bind("to", LineStore.utc(from.plus(LENGTH)))
                        .mapTo(String.class)
                        .list());
    }

    /// A door with its own thread: walk-ups in Birch all the time, and in Aspen when the race wants that slot too. It
    /// reports to the replicas in turn.
    private final class BusyDoor implements AutoCloseable {

        private final List<LineDesk> desks;
        private final DoorInMemory door = new DoorInMemory(cloud, owner, room);
        private final LinkedBlockingQueue<Slot> wanted = new LinkedBlockingQueue<>();
        private final AtomicBoolean over = new AtomicBoolean();
        private final AtomicInteger walkUps = new AtomicInteger();
        private final LinkedBlockingQueue<CountDownLatch> settling = new LinkedBlockingQueue<>();
        private final Thread thread;
        private int turns;

        BusyDoor(List<LineDesk> desks) {
            this.desks = desks;
            this.thread = Thread.ofPlatform().name("busy-door").start(this::work);
        }

        void wants(Slot slot) {
            wanted.add(slot);
        }

        /// Returns when the door has read and told everything that was written before.
        void settle() throws InterruptedException {
            var done = new CountDownLatch(1);
            settling.add(done);
            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        }

        int walkUps() {
            return walkUps.get();
        }

        List<String> decidedAtTheDoor() throws InterruptedException {
            close();
            thread.join();
            exchange();
            exchange();
            return List.of(aspen, birch)
                    .stream()
                    .flatMap(space -> door.state().bookings(space))
                    .filter(booking -> booking.phase().decided())
                    .map(booking -> booking.id().toString())
                    .sorted()
                    .toList();
        }

        private void work() {
            while (!over.get()) {
                var done = settling.poll();
                var slot = wanted.poll();
                if (slot != null) {
                    touch(aspen, slot);
                }
                var from = today.plus(LENGTH.multipliedBy(turns % 60));
                touch(birch, new Slot(from, from.plus(LENGTH)));
                exchange();
                if (done != null) {
                    exchange();
                    done.countDown();
                }
            }
        }

        /// A walk-up; one in Birch leaves again at once, so that the slot is free the next time.
        private void touch(SpaceId space, Slot slot) {
            var id = cloud.bean(IdSource.class).booking();
            var now = Instant.now();
            var _ = door.touch(
                    new BookingCommand.Book(id, space, slot, Optional.empty(), Optional.empty(), Origin.DOOR), now);
            if (space.equals(birch)) {
                var _ = door.touch(new BookingCommand.Cancel(id), now);
            }
            walkUps.incrementAndGet();
        }

        private void exchange() {
            door.hear(Instant.now());
            door.speakTo(desks.get(turns++ % desks.size()));
            var _ = door.report();
        }

        @Override
        public void close() {
            over.set(true);
        }
    }
}
