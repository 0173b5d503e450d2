package dev.lintel.cloud.floor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lintel.cloud.Ports;
import dev.lintel.cloud.account.Caller;
import dev.lintel.cloud.account.Role;
import dev.lintel.cloud.account.Tokens;
import dev.lintel.cloud.booking.LineDesk;
import dev.lintel.cloud.device.EnrolledEdges;
import dev.lintel.cloud.store.Bell;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Policy;
import dev.lintel.protocol.booking.Privacy;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.Digest;
import dev.lintel.protocol.line.DoorCopy;
import dev.lintel.protocol.line.FloorPosition;
import dev.lintel.protocol.line.Mark;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.protocol.line.Standing;
import dev.lintel.protocol.time.Moment;
import dev.lintel.protocol.wire.LineJson;
import dev.lintel.protocol.wire.LinkState;
import dev.lintel.protocol.wire.Message;
import dev.lintel.protocol.wire.Parts;
import dev.lintel.protocol.wire.Topics;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real cloud with its database and broker, and a door that speaks to it over mutual TLS.
class FloorTrafficTest {

    @TempDir
    static Path folder;
    static EmbeddedServer server;
    static ApplicationContext cloud;
    static int brokerPort;
    static int httpPort;

    private final TenantId tenant = new TenantId(UUID.randomUUID());
    private final FloorId floor = new FloorId(UUID.randomUUID());
    private final SpaceId aspen = new SpaceId(UUID.randomUUID());
    private EnrolledEdges.Enrolled edge;
    private TestDoor door;

    @BeforeAll
    static void start() throws IOException {
        brokerPort = Ports.free();
        httpPort = Ports.free();
        server = ApplicationContext.run(EmbeddedServer.class, Map.of("lintel.data", folder.toString(), "lintel.broker.port",
                brokerPort, "lintel.http.port", httpPort, "lintel.https.port", Ports.free()));
        cloud = server.getApplicationContext();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void aFloorWithADoor() {
        cloud.getBean(Transactions.class).inTenant(tenant, handle -> {
            handle.execute("INSERT INTO tenant (id, slug, name, created_at) VALUES (?, ?, 'T', now())", tenant.value(),
                    "t" + tenant.value().toString().substring(0, 8));
            UUID site = UUID.randomUUID();
            handle.execute("INSERT INTO site (tenant_id, id, name, time_zone, created_at) VALUES (?, ?, 'S', 'UTC', now())",
                    tenant.value(), site);
            handle.execute("""
                    INSERT INTO floor (tenant_id, id, site_id, name, created_at, generation, standing)
                    VALUES (?, ?, ?, 'Floor 2', now(), ?, ?)
                    """, tenant.value(), floor.value(), site, site, LineJson.standing(new Standing.Deciding()).canonical());
            return handle.execute("""
                    INSERT INTO space (tenant_id, id, floor_id, kind, name, capacity, created_at)
                    VALUES (?, ?, ?, 'room', 'Aspen', 6, now())
                    """, tenant.value(), aspen.value(), floor.value());
        });
        var space = new Space(aspen, "Aspen", 6, "Floor 2", ZoneId.of("UTC"), Policy.USUAL, Privacy.TITLE, Optional.empty());
        take(new CloudInput.SpaceChanged(operation(), space));
        edge = EnrolledEdges.enrol(cloud, tenant, Set.of(floor));
        door = new TestDoor(edge.id(), floor, edge.credential(), brokerPort);
    }

    @AfterEach
    void leave() {
        door.close();
    }

    @Test
    void aDoorThatGreetsIsGivenItsFeedAndALineADayAhead() {
        door.arrive(1);

        await().untilAsserted(() -> {
            assertThat(door.state().space(aspen)).isPresent();
            assertThat(door.state().at().line().at()).isAfter(Instant.now().plus(Duration.ofHours(23)));
        });
        await().untilAsserted(() -> assertThat(link()).isEqualTo("up"));
    }

    @Test
    void aTouchAtTheDoorReachesTheCloudAndWhoeverWatches() {
        door.arrive(1);
        await().until(() -> door.state().at().line().at().isAfter(Instant.now()));
        Queue<String> watched = watch("floor:" + floor);
        var booking = new BookingId(UUID.randomUUID());
        var slot = Slot.of(Instant.now().plus(Duration.ofMinutes(5)), Duration.ofMinutes(30));
        take(new CloudInput.Asked(operation(), new BookingCommand.Book(booking, aspen, slot, Optional.empty(), Optional.empty(),
                Origin.CLOUD), Moment.synchronised(Instant.now())));
        await().untilAsserted(() -> assertThat(phase(booking)).isEqualTo("confirmed"));

        OperationId touch = operation();
        door.touch(touch, new BookingCommand.CheckIn(booking));

        await().untilAsserted(() -> assertThat(phase(booking)).isEqualTo("checked-in"));
        await().untilAsserted(() -> assertThat(watched).anySatisfy(frame -> assertThat(frame).contains(touch.toString())));
        await().untilAsserted(() -> assertThat(door.state().at().logAcked()).isEqualTo(door.state().at().log()));
    }

    @Test
    void aLogThatComesAgainIsAcknowledgedAndHasNoSecondEffect() {
        door.arrive(1);
        await().until(() -> door.state().at().line().at().isAfter(Instant.now()));
        var booking = new BookingId(UUID.randomUUID());
        var slot = Slot.of(Instant.now(), Duration.ofMinutes(30));
        door.touch(operation(), new BookingCommand.Book(booking, aspen, slot, Optional.empty(), Optional.empty(), Origin.DOOR));
        await().until(() -> door.state().at().log().seq() > 0 && door.state().at().logAcked().equals(door.state().at().log()));
        long before = position().log().seq();
        long acknowledged = acks();

        door.repeatLog();

        await().until(() -> acks() > acknowledged);
        assertThat(position().log().seq()).isEqualTo(before);
    }

    /// Even where a floor before it has a feed that this version cannot read.
    @Test
    void aFeedThatIsNotAcknowledgedIsSentAgainFromTheCursor() {
        besideAnUnreadableFloor(_ -> {
            door.turnDeaf();
            door.connect(1);

            await().atMost(Duration.ofSeconds(20)).until(() -> firstEntriesHeard() >= 2);

            assertThat(position().feedAcked().seq()).isZero();
        });
    }

    /// It is rung for so often that the pump never comes to look at all floors.
    @Test
    void aFloorIsSentItsFeedWhereOneThatCannotBeReadIsRungForWithIt() {
        door.arrive(1);
        await().until(() -> door.state().at().line().at().isAfter(Instant.now()));
        await().until(() -> position().feedAcked().equals(position().feed()));
        besideAnUnreadableFloor(unreadable -> {
            var bell = cloud.getBean(Bell.class);
            var both = Set.of(unreadable, floor);
            var asked = new CloudInput.PersonNamed(operation(), new PersonId(UUID.randomUUID()), Optional.of("Ada"));
            bell.ring(both, Set.of());
            var written = cloud.getBean(Transactions.class)
                    .inTenant(tenant, handle -> cloud.getBean(LineDesk.class)
                            .step(handle, tenant, floor, "cloud", List.of(asked))
                            .orElseThrow()
                            .at()
                            .feed());
            await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20)).atMost(Duration.ofSeconds(20)).until(() -> {
                bell.ring(both, Set.of());
                return door.state().at().feed().equals(written);
            });
        });
    }

    private void besideAnUnreadableFloor(Consumer<FloorId> story) {
        var unreadable = anUnreadableFloor();
        try {
            story.accept(unreadable);
        } finally {
            sql("UPDATE floor SET link = 'down' WHERE id = ?", unreadable.value());
        }
    }

    /// The first of all floors, connected, with something to send.
    private FloorId anUnreadableFloor() {
        var first = new FloorId(new UUID(0, UUID.randomUUID().getMostSignificantBits() >>> 1));
        sql("""
                INSERT INTO floor (tenant_id, id, site_id, name, created_at, generation, standing)
                SELECT tenant_id, ?, site_id, 'Floor 0', now(), id, standing FROM floor WHERE id = ?
                """, first.value(), floor.value());
        EnrolledEdges.enrol(cloud, tenant, Set.of(first));
        sql("INSERT INTO feed (tenant_id, floor_id, epoch, seq, op, hash, body, written_at) VALUES (?, ?, 1, 1, ?, '', '?', now())",
                tenant.value(), first.value(), first.value());
        sql("UPDATE floor SET link = 'up', feed_seq = 1 WHERE id = ?", first.value());
        return first;
    }

    @Test
    void aDoorThatIsLeftInAnEpochThatIsOverIsToldSoForItsDigestAndItsCopy() {
        door.arrive(1);
        await().until(() -> door.state().at().line().at().isAfter(Instant.now()));
        take(new CloudInput.Restored(operation(), new Generation(UUID.randomUUID())));
        take(new CloudInput.Waived(operation()));

        door.say(new Message.Digest(Digest.of(door.state(), LocalDate.now(ZoneOffset.UTC)).orElseThrow()));
        await().until(() -> refusals() >= 1);

        long before = refusals();
        Parts.of(DoorCopy.of(door.state())).forEach(door::say);
        await().until(() -> refusals() > before);
    }

    /// R16: a cloud that has forgotten an epoch learns of it from the next greeting. Told that it is over, the door would stop.
    @Test
    void aDoorThatSpeaksForAnEpochWhichThisCloudHasForgottenIsNotToldThatItIsOver() {
        var heard = cloud.getBean(LineDesk.class)
                .fromDoor(tenant, floor, position().epoch() + 1, List.of(new CloudInput.FeedAcknowledged(Mark.START)));
        assertThat(heard.orElseThrow().last()).isEqualTo(new Outcome.Halted("epoch-unknown"));
    }

    private long refusals() {
        return door.heard().stream().filter(message -> message.equals(new Message.Refused(LineDesk.SUPERSEDED))).count();
    }

    private void sql(String sql, Object... values) {
        cloud.getBean(Transactions.class).<Integer>inTenant(tenant, handle -> handle.execute(sql, values));
    }

    private long firstEntriesHeard() {
        return door.heard()
                .stream()
                .filter(message -> message instanceof Message.Feed(var entries) && entries.getFirst().seq() == 1)
                .count();
    }

    @Test
    void garbageAndForeignFloorsAreCountedAndHaveNoEffect() {
        door.arrive(1);
        await().until(() -> door.state().at().line().at().isAfter(Instant.now()));
        await().until(() -> position().feedAcked().equals(position().feed()));
        Refusals refusals = cloud.getBean(Refusals.class);
        long unreadable = refusals.counted("unreadable");
        long foreign = refusals.counted("foreign-floor");
        FloorPosition before = position();

        door.raw(Topics.up(edge.id()), "{\"v\":1".getBytes(StandardCharsets.UTF_8), false);
        door.raw(Topics.up(edge.id()), new byte[40_000], false);
        door.close();
        try (var foreigner = new TestDoor(edge.id(), new FloorId(UUID.randomUUID()), edge.credential(), brokerPort)) {
            foreigner.connect(2);
            await().untilAsserted(() -> assertThat(refusals.counted("unreadable")).isEqualTo(unreadable + 2));
            await().untilAsserted(() -> assertThat(refusals.counted("foreign-floor")).isGreaterThan(foreign));
            assertThat(foreigner.heard()).isEmpty();
        }
        assertThat(position()).isEqualTo(before);
    }

    @Test
    void aLastWillOfAnEarlierConnectionDoesNotTakeTheFloorDown() {
        door.connect(7);
        await().untilAsserted(() -> assertThat(link()).isEqualTo("up"));
        Refusals refusals = cloud.getBean(Refusals.class);
        long marker = refusals.counted("state");

        door.raw(Topics.state(edge.id()), new LinkState(6, false).bytes(), false);
        door.raw(Topics.state(edge.id()), new byte[]{1}, false);

        await().until(() -> refusals.counted("state") > marker);
        assertThat(link()).isEqualTo("up");
        door.raw(Topics.state(edge.id()), new LinkState(7, false).bytes(), false);
        await().untilAsserted(() -> assertThat(link()).isEqualTo("down"));
    }

    @Test
    void aWatcherWithoutAGoodTokenIsRefused() {
        Queue<String> heard = watch("tenant", "not-a-token");
        await().untilAsserted(() -> assertThat(heard).containsExactly("{\"error\":\"unauthorised\",\"type\":\"refused\"}"));
    }

    private long acks() {
        return door.heard().stream().filter(message -> message instanceof Message.Ack).count();
    }

    private LineDesk.Taken take(CloudInput input) {
        LineDesk.Taken taken = cloud.getBean(LineDesk.class).take(tenant, floor, List.of(input)).orElseThrow();
        assertThat(taken.outcomes()).noneMatch(outcome -> outcome instanceof Outcome.Halted);
        return taken;
    }

    private FloorPosition position() {
        return cloud.getBean(LineDesk.class).take(tenant, floor, List.of()).orElseThrow().at();
    }

    private String link() {
        return text("SELECT link FROM floor WHERE id = :id", floor.value());
    }

    private String phase(BookingId booking) {
        return text("SELECT phase FROM booking WHERE id = :id", booking.value());
    }

    private String text(String query, UUID id) {
        return cloud.getBean(Transactions.class)
                .inTenant(tenant, handle -> handle.createQuery(query).bind("id", id).mapTo(String.class).one());
    }

    private Queue<String> watch(String channel) {
        var caller = new Caller(tenant, new PersonId(UUID.randomUUID()), UUID.randomUUID(), Role.OWNER);
        signedIn(caller);
        return watch(channel, cloud.getBean(Tokens.class).issue(caller).text());
    }

    private void signedIn(Caller caller) {
        var _ = cloud.getBean(Transactions.class).<Integer>inTenant(tenant, handle -> {
            handle.execute("""
                    INSERT INTO person (tenant_id, id, email, name, role, created_at)
                    VALUES (?, ?, 'w@t.example', 'W', 'owner', now())
                    """, tenant.value(), caller.person().value());
            return handle.execute("""
                    INSERT INTO session (tenant_id, id, person_id, created_at, expires_at, refresh_number, rotated_at)
                    VALUES (?, ?, ?, now(), now() + interval '1 hour', 1, now())
                    """, tenant.value(), caller.session(), caller.person().value());
        });
    }

    private static Queue<String> watch(String channel, String token) {
        var frames = new ConcurrentLinkedQueue<String>();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + httpPort + "/api/v1/live"), new Frames(frames))
                .join();
        socket.sendText("{\"type\":\"subscribe\",\"token\":\"" + token + "\",\"channels\":[\"" + channel + "\"]}", true).join();
        await().until(() -> !frames.isEmpty());
        return frames;
    }

    private record Frames(Queue<String> frames) implements WebSocket.Listener {

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            frames.add(text.toString());
            socket.request(1);
            return null;
        }
    }

    private static OperationId operation() {
        return new OperationId(UUID.randomUUID());
    }
}
