package dev.lintel.cloud.floor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import dev.lintel.cloud.TestCloud;
import dev.lintel.cloud.device.EnrolledEdges;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.DoorInput;
import dev.lintel.protocol.line.DoorSide;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.time.Moment;
import dev.lintel.protocol.wire.Codec;
import dev.lintel.protocol.wire.Decoded;
import dev.lintel.protocol.wire.Envelope;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.Message;
import dev.lintel.protocol.wire.Sha256Chain;
import dev.lintel.protocol.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A door comes back after a long time with thousands of entries, while another floor and the web go on.
class BacklogTest {

    private static final int ROOMS = 20;
    /// What an edge has under way.
    private static final int WINDOW = 16;
    private static final int BATCH = 48;

    private final TestCloud cloud = TestCloud.running();
    private final TestCloud.Member owner = cloud.newTenant();
    private final TestCloud.Room busy = cloud.newRoom(owner);
    private final TestCloud.Room calm = cloud.newRoom(owner);
    private final FloorId floor = FloorId.of(busy.floor());
    private final FloorId other = FloorId.of(calm.floor());
    private final List<SpaceId> rooms = new ArrayList<>(List.of(SpaceId.of(busy.space())));

    @Test
    void aBacklogIsAppliedInOrderWhileOthersGoOn() throws Exception {
        comesBackWith(2_000);
    }

    @Test
    @Tag("deep")
    void aBacklogOfTenThousandEntries() throws Exception {
        comesBackWith(10_000);
    }

    private void comesBackWith(int entries) throws Exception {
        for (int room = 1; room < ROOMS; room++) {
            rooms.add(SpaceId.of(owner.api()
                    .post("/api/v1/floors/" + floor + "/spaces",
                            Json.object().with("name", "Room " + room).with("kind", "room").with("capacity", 4))
                    .text("id")));
        }
        var away = EnrolledEdges.enrol(cloud.context(), owner.tenantId(), Set.of(floor));
        var there = EnrolledEdges.enrol(cloud.context(), owner.tenantId(), Set.of(other));
        try (var door = new TestDoor(away.id(), floor, away.credential(), cloud.brokerPort());
                var neighbour = new TestDoor(there.id(), other, there.credential(), cloud.brokerPort())) {
            door.connect(1);
            neighbour.connect(1);
            await().atMost(Duration.ofSeconds(30)).until(() -> door.state().at().line().at().isAfter(Instant.now()));
            await().atMost(Duration.ofSeconds(30)).until(() -> neighbour.state().at().line().at().isAfter(Instant.now()));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> rooms.stream().allMatch(room -> door.state().space(room).isPresent()));
            var state = door.state();
            door.leave();

            var backlog = touches(state, entries);
            var quiet = sample(neighbour, new AtomicBoolean(true), 40).join();
            var over = new AtomicBoolean();
            var meanwhile = sample(neighbour, over, Integer.MAX_VALUE);
            double seconds = stream(away, backlog, state.at().log().seq());
            over.set(true);
            var touches = meanwhile.join();

            assertThat(applied()).isEqualTo(backlog.getLast().seq());
            assertThat(bookings()).isEqualTo(entries / 2);
            System.out.printf(Locale.ROOT,
                    "backlog: %d entries applied in %.1f s (%.0f a second); %d touches of another floor meanwhile: p50 %.0f ms, p99 %.0f ms (before it: p50 %.0f ms, p99 %.0f ms)%n",
                    entries, seconds, entries / seconds, touches.size(), at(touches, 0.5), at(touches, 0.99), at(quiet, 0.5),
                    at(quiet, 0.99));
        }
    }

    /// Walk-ups, each ended later: half of the entries book, half end.
    private List<Entry> touches(DoorState start, int entries) {
        var ids = cloud.bean(IdSource.class);
        var side = new DoorSide(new Sha256Chain());
        var written = new ArrayList<Entry>();
        var state = start;
        var day = Instant.now().truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
        for (int i = 0; written.size() < entries; i++) {
            var room = rooms.get(i % ROOMS);
            var from = day.plus(Duration.ofMinutes(15).multipliedBy((i / ROOMS) % 60));
            var id = ids.booking();
            var now = Moment.synchronised(Instant.now());
            var booked = side.step(state, new DoorInput.Touched(ids.operation(), new BookingCommand.Book(id, room,
                    new Slot(from, from.plus(Duration.ofMinutes(15))), Optional.empty(), Optional.empty(), Origin.DOOR), now));
            var left = side.step(booked.state(), new DoorInput.Touched(ids.operation(), new BookingCommand.Cancel(id), now));
            written.addAll(booked.entries());
            written.addAll(left.entries());
            state = left.state();
        }
        return written;
    }

    /// Sends batches as an edge does, so many under way, and returns the seconds until the last is acknowledged.
    private double stream(EnrolledEdges.Enrolled edge, List<Entry> backlog, long before) throws InterruptedException {
        var codec = new Codec();
        var acknowledged = new AtomicLong(before);
        var progress = new Object();
        Mqtt5AsyncClient client = Mqtt5Client.builder()
                .identifier(edge.id().value())
                .serverHost("localhost")
                .serverPort(cloud.brokerPort())
                .sslConfig(MqttClientSslConfig.builder()
                        .keyManagerFactory(edge.credential().keyManagers())
                        .trustManagerFactory(edge.credential().trustManagers())
                        .build())
                .buildAsync();
        client.publishes(MqttGlobalPublishFilter.ALL, message -> {
            if (codec.decode(message.getPayloadAsBytes()) instanceof Decoded.Read(Envelope envelope, var _)
                    && envelope.message() instanceof Message.Ack(var mark)) {
                synchronized (progress) {
                    acknowledged.accumulateAndGet(mark.seq(), Math::max);
                    progress.notifyAll();
                }
            }
        });
        client.connectWith().cleanStart(true).send().join();
        client.subscribeWith().topicFilter(Topics.down(edge.id())).qos(MqttQos.AT_LEAST_ONCE).send().join();
        long began = System.nanoTime();
        int sent = 0;
        while (acknowledged.get() < backlog.getLast().seq()) {
            if (sent < backlog.size() && backlog.get(sent).seq() - acknowledged.get() <= WINDOW * BATCH) {
                var batch = backlog.subList(sent, Math.min(backlog.size(), sent + BATCH));
                var _ = client.publishWith()
                        .topic(Topics.up(edge.id()))
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .payload(codec.encode(new Envelope(1, floor, 1, Optional.empty(), new Message.Log(batch))))
                        .send();
                sent += batch.size();
                continue;
            }
            synchronized (progress) {
                progress.wait(5_000);
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        client.disconnect().join();
        return seconds;
    }

    /// Touches at the other floor's door, one after the other, each until the cloud has acknowledged it; in milliseconds.
    private CompletableFuture<List<Double>> sample(TestDoor door, AtomicBoolean over, int atLeast) {
        return CompletableFuture.supplyAsync(() -> {
            var ids = cloud.bean(IdSource.class);
            var room = SpaceId.of(calm.space());
            var from = Instant.now().plus(Duration.ofHours(1));
            var taken = new ArrayList<Double>();
            while (!over.get() || taken.size() < Math.min(atLeast, 40)) {
                long began = System.nanoTime();
                var id = ids.booking();
                var _ = door.touch(ids.operation(), new BookingCommand.Book(id, room,
                        new Slot(from, from.plus(Duration.ofMinutes(15))), Optional.empty(), Optional.empty(), Origin.DOOR));
                var _ = door.touch(ids.operation(), new BookingCommand.Cancel(id));
                await().pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1))
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> door.state().at().logAcked().equals(door.state().at().log()));
                taken.add((System.nanoTime() - began) / 1e6);
            }
            return taken;
        });
    }

    private long applied() {
        return number("SELECT log_seq FROM floor WHERE id = :floor");
    }

    private long bookings() {
        return number("SELECT count(*) FROM booking WHERE floor_id = :floor AND phase = 'cancelled'");
    }

    private long number(String query) {
        return cloud.bean(Transactions.class)
                .inTenant(owner.tenantId(),
                        handle -> handle.createQuery(query).bind("floor", floor.value()).mapTo(Long.class).one());
    }

    private static double at(List<Double> values, double part) {
        var sorted = values.stream().sorted().toList();
        return sorted.get((int) ((sorted.size() - 1) * part));
    }
}
