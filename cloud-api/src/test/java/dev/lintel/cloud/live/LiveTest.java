package dev.lintel.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lintel.cloud.TestCloud;
import dev.lintel.cloud.TestReplica;
import dev.lintel.cloud.account.ShortTokens;
import dev.lintel.protocol.wire.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The live feed over real sockets, at two replicas.
class LiveTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    static Path folder;
    static TestReplica second;

    private final TestCloud cloud = TestCloud.running();
    private final TestCloud.Member owner = cloud.newTenant();
    private final TestCloud.Room room = cloud.newRoom(owner);
    private final Instant from = Instant.now().truncatedTo(ChronoUnit.HOURS).plus(2, ChronoUnit.DAYS);

    @BeforeAll
    static void aSecondReplica() {
        second = TestReplica.beside(TestCloud.running(), folder);
    }

    @AfterAll
    static void gone() {
        second.close();
    }

    @Test
    void whatIsBookedAtOneReplicaIsToldAtTheOtherOnEachChannelItBelongsTo() {
        var sockets = List.of("tenant", "site:" + room.site(), "floor:" + room.floor(), "space:" + room.space())
                .stream()
                .map(channel -> Socket.open(second.as(owner).base(), token(), channel, ""))
                .toList();
        var elsewhere = Socket.open(second.as(owner).base(), token(), "floor:" + room.site(), "");
        var booked = book(0);
        for (Socket socket : sockets) {
            await().atMost(SOON).until(() -> socket.events().stream().anyMatch(event -> event.contains(booked)));
        }
        assertThat(elsewhere.events()).isEmpty();
    }

    @Test
    void whoComesBackAtAnotherReplicaIsToldWhatHappenedMeanwhileInOrderAndOnce() {
        var before = Socket.open(cloud.anybody().base(), token(), "floor:" + room.floor(), "");
        var first = book(0);
        await().atMost(SOON).until(() -> before.events().stream().anyMatch(event -> event.contains(first)));
        var position = before.lastPosition();
        before.socket().abort();
        var missed = List.of(book(1), book(2), book(3));

        var after = Socket.open(second.as(owner).base(), token(), "floor:" + room.floor(), position);
        var later = book(4);

        await().atMost(SOON).until(() -> after.events().stream().anyMatch(event -> event.contains(later)));
        var told = after.events().stream().filter(event -> event.contains("\"kind\":\"booking\"")).toList();
        assertThat(told).hasSize(4).noneMatch(event -> event.contains(first));
        for (int i = 0; i < 3; i++) {
            assertThat(told.get(i)).contains(missed.get(i));
        }
        assertThat(told.get(3)).contains(later);
    }

    @Test
    void whoIsTooFarBehindIsSentToTheSnapshot() {
        var start = Socket.open(cloud.anybody().base(), token(), "tenant", "");
        var position = start.frames()
                .stream()
                .filter(frame -> frame.contains("subscribed"))
                .findFirst()
                .map(LiveTest::position);
        for (int i = 0; i <= Watcher.QUEUE; i++) {
            owner.api().patch("/api/v1/spaces/" + room.space(), Json.object().with("capacity", 2 + i % 2));
        }
        var behind = Socket.open(second.as(owner).base(), token(), "tenant", position.orElseThrow());
        await().atMost(SOON).until(() -> behind.frames().stream().anyMatch(frame -> frame.contains("\"type\":\"snapshot\"")));
        var next = book(0);
        await().atMost(SOON).until(() -> behind.events().stream().anyMatch(event -> event.contains(next)));
    }

    @Test
    void whoComesFromBeforeARestoreOrFromBeforeWhatIsKeptIsSentToTheSnapshot() {
        for (var position : List.of("999999999999.1", "1.1")) {
            var lost = Socket.open(cloud.anybody().base(), token(), "tenant", position);
            await().atMost(SOON).until(() -> lost.frames().stream().anyMatch(frame -> frame.contains("\"type\":\"snapshot\"")));
        }
    }

    @Test
    void aSocketEndsWithItsSession() {
        var member = cloud.newTenant();
        var socket = Socket.open(second.as(member).base(), token(member), "tenant", "");
        assertThat(member.api().delete("/api/v1/sessions/current").status()).isLessThan(300);
        await().atMost(SOON).until(() -> socket.closed().get() == 4401);
        assertThat(socket.frames()).last().asString().contains("unauthorised");
    }

    @Test
    void aSocketEndsWithItsAccessTokenAndAFreshOneContinues() {
        var shortly = ShortTokens.like(cloud, token(), Duration.ofSeconds(15));
        var socket = Socket.open(cloud.anybody().base(), shortly, "tenant", "");
        assertThat(socket.closed().get()).isZero();
        await().atMost(SOON).until(() -> socket.closed().get() == 4401);
        var again = Socket.open(cloud.anybody().base(), token(), "tenant", position(socket.frames().element()));
        var booked = book(0);
        await().atMost(SOON).until(() -> again.events().stream().anyMatch(event -> event.contains(booked)));
    }

    private String token() {
        return token(owner);
    }

    private static String token(TestCloud.Member member) {
        return Objects.requireNonNull(member.api().headers().get("Authorization")).substring("Bearer ".length());
    }

    private String book(int slot) {
        var start = from.plus(slot, ChronoUnit.HOURS);
        return owner.api()
                .post("/api/v1/bookings", Json.object()
                        .with("space", room.space())
                        .with("start", start.toString())
                        .with("end", start.plus(1, ChronoUnit.HOURS).toString()))
                .text("id");
    }

    private static String position(String frame) {
        return Json.parse(frame) instanceof Json.Obj object && object.fields().get("position") instanceof Json.Text text
                ? text.value()
                : "";
    }

    /// A client: what it was sent, and the code with which it was closed.
    private record Socket(WebSocket socket, Queue<String> frames, AtomicInteger closed) {

        static Socket open(URI base, String token, String channel, String after) {
            var frames = new ConcurrentLinkedQueue<String>();
            var closed = new AtomicInteger();
            var socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create("ws://" + base.getAuthority() + "/api/v1/live"),
                            new Ear(frames, closed, new StringBuilder()))
                    .join();
            var wish = Json.object()
                    .with("type", "subscribe")
                    .with("token", token)
                    .with("channels", new Json.Arr(List.of(new Json.Text(channel))));
            socket.sendText((after.isEmpty() ? wish : wish.with("after", after)).canonical(), true).join();
            await().atMost(SOON).until(() -> !frames.isEmpty());
            return new Socket(socket, frames, closed);
        }

        List<String> events() {
            return frames.stream().filter(frame -> frame.contains("\"type\":\"event\"")).toList();
        }

        String lastPosition() {
            return position(events().getLast());
        }
    }

    private record Ear(Queue<String> frames, AtomicInteger closed, StringBuilder parts) implements WebSocket.Listener {

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            parts.append(text);
            if (last) {
                frames.add(parts.toString());
                parts.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.set(code);
            return null;
        }
    }
}
