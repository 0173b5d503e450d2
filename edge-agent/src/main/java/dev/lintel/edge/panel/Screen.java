package dev.lintel.edge.panel;

import dev.lintel.edge.gate.Allowance;
import dev.lintel.edge.pairing.Panel;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.wire.PanelCodec;
import dev.lintel.protocol.wire.PanelMessage;
import io.micronaut.websocket.CloseReason;
import io.micronaut.websocket.WebSocketSession;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One panel's open socket: what it was shown last, and whether it keeps up.
///
/// Safe for all threads; writing only hands a frame to the server and never waits for the panel.
final class Screen {

    /// Frames handed over and not yet on the wire: a panel that is this far behind gets a new start instead.
    private static final int PENDING_LIMIT = 32;
    /// Proposals of one panel whose answer is still out; older ones are seen in the state alone.
    private static final int WAITING_LIMIT = 32;
    private static final int TOUCHES_AT_ONCE = 10;
    private static final int FRAMES_AT_ONCE = 100;
    /// Six missed heartbeats; the panel's own patience is shorter.
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Panel panel;
    private final WebSocketSession session;
    private final PanelCodec codec;
    private final AtomicInteger pending = new AtomicInteger();
    /// A handful of touches at once, then two a second, which no finger exceeds and no script may.
    private final Allowance touches;
    /// All frames, whatever is in them: a page answers a heartbeat and a touch, nothing more.
    private final Allowance frames;
    private final Deque<OperationId> waiting = new ArrayDeque<>();
    private @Nullable PanelMessage last;
    private volatile long heardAtNanos;

    Screen(Panel panel, WebSocketSession session, PanelCodec codec, long nowNanos) {
        this.panel = panel;
        this.session = session;
        this.codec = codec;
        this.touches = new Allowance(TOUCHES_AT_ONCE, 2, nowNanos);
        this.frames = new Allowance(FRAMES_AT_ONCE, 10, nowNanos);
        this.heardAtNanos = nowNanos;
    }

    Panel panel() {
        return panel;
    }

    /// Shows a picture. The room's painter alone does so, and asks first whether this screen lacks it.
    ///
    /// @param frame the picture as it goes over the wire
    synchronized void show(PanelMessage next, String frame) {
        last = next;
        send(frame);
    }

    synchronized boolean lacks(PanelMessage next) {
        if (next instanceof PanelMessage.State state && last instanceof PanelMessage.State shown) {
            return state.seq() != shown.seq();
        }
        return !(next instanceof PanelMessage.Standby standby && last instanceof PanelMessage.Standby shown
                && standby.reason().equals(shown.reason()));
    }

    /// The cloud may have to answer this one; the panel is told when it has.
    synchronized void proposing(OperationId operation) {
        waiting.remove(operation);
        waiting.add(operation);
        if (waiting.size() > WAITING_LIMIT) {
            waiting.removeFirst();
        }
    }

    synchronized boolean waitsFor(OperationId operation) {
        return waiting.contains(operation);
    }

    /// Whether this screen waits for that answer, which is out now.
    synchronized boolean awaits(OperationId operation) {
        return waiting.remove(operation);
    }

    synchronized boolean mayAct(long nowNanos) {
        return touches.take(nowNanos);
    }

    /// Notes that the panel spoke; false where it speaks more than any page does.
    synchronized boolean heard(long nowNanos) {
        heardAtNanos = nowNanos;
        return frames.take(nowNanos);
    }

    boolean silent(long nowNanos) {
        return nowNanos - heardAtNanos > SILENCE_NANOS;
    }

    void send(PanelMessage message) {
        send(codec.encode(message));
    }

    private void send(String frame) {
        if (!session.isOpen()) {
            return;
        }
        if (pending.incrementAndGet() > PENDING_LIMIT) {
            close(CloseReason.TRY_AGAIN_LATER);
            return;
        }
        var _ = session.sendAsync(frame).whenComplete((sent, failure) -> pending.decrementAndGet());
    }

    void close(CloseReason reason) {
        session.close(reason);
    }
}
