package dev.lintel.edge.panel;

import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.websocket.CloseReason;
import io.micronaut.websocket.WebSocketSession;
import io.micronaut.websocket.event.WebSocketSessionClosedEvent;
import io.micronaut.websocket.event.WebSocketSessionOpenEvent;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sockets that are open, so that they can be ended while there is still somebody to be told of it: the framework ends
/// them only after it has let go of whoever listens, and complains about each.
///
/// Safe for all threads.
@Singleton
public final class OpenSockets implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OpenSockets.class);

    /// A panel that has lost its cable answers no farewell.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Set<WebSocketSession> open = new HashSet<>();
    private boolean closing;

    @EventListener
    synchronized void opened(WebSocketSessionOpenEvent event) {
        open.add(event.getSource());
        if (closing) {
            event.getSource().close(CloseReason.GOING_AWAY);
        }
    }

    @EventListener
    synchronized void closed(WebSocketSessionClosedEvent event) {
        open.remove(event.getSource());
        notifyAll();
    }

    private synchronized List<WebSocketSession> left() {
        closing = true;
        return List.copyOf(open);
    }

    /// Says farewell to every panel and waits until they are gone; each looks for this agent again by itself.
    @Override
    public void close() {
        left().forEach(session -> session.close(CloseReason.GOING_AWAY));
        try {
            gone(System.nanoTime() + PATIENCE.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void gone(long deadlineNanos) throws InterruptedException {
        for (long rest = PATIENCE.toNanos(); !open.isEmpty() && rest > 0; rest = deadlineNanos - System.nanoTime()) {
            wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(rest)));
        }
        if (!open.isEmpty()) {
            LOG.info("{} panels did not answer the farewell", open.size());
        }
    }
}
