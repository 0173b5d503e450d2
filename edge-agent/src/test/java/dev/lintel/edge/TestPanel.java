package dev.lintel.edge;

import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.wire.PanelCodec;
import dev.lintel.protocol.wire.PanelDecoded;
import dev.lintel.protocol.wire.PanelMessage;
import dev.lintel.protocol.wire.Unlock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/// A panel as the page would be one: a real socket with the cookie, and everything it heard in order.
@NullMarked
final class TestPanel implements AutoCloseable, WebSocket.Listener {

    /// Over all panels of this process: which of two messages to two of them came first.
    private static final AtomicLong ORDER = new AtomicLong();

    final BlockingQueue<PanelMessage> heard = new LinkedBlockingQueue<>();
    private final Map<PanelMessage, Long> places = Collections.synchronizedMap(new IdentityHashMap<>());
    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final PanelCodec codec = new PanelCodec();
    private final StringBuilder partial = new StringBuilder();
    private @Nullable WebSocket socket;
    private PanelMessage.@Nullable State shown;

    private int pictures;

    private TestPanel() {}

    static TestPanel open(TestAgent agent, String key) throws Exception {
        return open(agent.http, agent.at("/").getPort(), key);
    }

    static TestPanel open(HttpClient http, int port, String key) throws Exception {
        TestPanel panel = new TestPanel();
        panel.socket = http.newWebSocketBuilder()
                .header("Origin", "http://127.0.0.1:" + port)
                .header("Cookie", "lintel-panel=" + key)
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/panel/socket"), panel)
                .get(TestAgent.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return panel;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            if (codec.decode(partial.toString()) instanceof PanelDecoded.Read(PanelMessage message)) {
                places.put(message, ORDER.incrementAndGet());
                heard.add(message);
            }
            partial.setLength(0);
        }
        from.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.complete(-1);
    }

    void say(String frame) throws Exception {
        WebSocket open = socket;
        if (open != null) {
            open.sendText(frame, true).get(TestAgent.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /// A touch that the panel had to keep until now.
    void act(OperationId operation, PanelMessage.PanelAction action, Instant touchedAt) throws Exception {
        say(codec.encode(new PanelMessage.Act(operation, action, Optional.empty(), Optional.of(touchedAt))));
    }

    void act(OperationId operation, PanelMessage.PanelAction action) throws Exception {
        say(codec.encode(new PanelMessage.Act(operation, action)));
    }

    void act(OperationId operation, PanelMessage.PanelAction action, Unlock unlock) throws Exception {
        say(codec.encode(new PanelMessage.Act(operation, action, Optional.of(unlock), Optional.empty())));
    }

    /// What has been shown last among what was listened to.
    Optional<PanelMessage.State> shown() {
        return Optional.ofNullable(shown);
    }

    /// Where a message that was heard here stands among all that any panel heard.
    long place(PanelMessage message) {
        return Objects.requireNonNull(places.get(message));
    }

    /// How many pictures have been listened to.
    int pictures() {
        return pictures;
    }

    /// What the screen shows, now or soon: it is painted before the answer that it belongs to.
    PanelMessage.State shows(Predicate<PanelMessage.State> wanted) throws Exception {
        PanelMessage.State now = shown;
        return now != null && wanted.test(now) ? now : next(PanelMessage.State.class, wanted);
    }

    /// The next message of a kind; whatever comes before it is passed over.
    <T extends PanelMessage> T next(Class<T> type) throws Exception {
        return next(type, message -> true);
    }

    <T extends PanelMessage> T next(Class<T> type, Predicate<T> wanted) throws Exception {
        long deadline = System.nanoTime() + TestAgent.PATIENCE.toNanos();
        while (true) {
            PanelMessage message = heard.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (message == null) {
                throw new AssertionError("the panel heard no such " + type.getSimpleName());
            }
            if (message instanceof PanelMessage.State state) {
                shown = state;
                pictures++;
            }
            if (type.isInstance(message) && wanted.test(type.cast(message))) {
                return type.cast(message);
            }
        }
    }

    @Override
    public void close() {
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
    }
}
