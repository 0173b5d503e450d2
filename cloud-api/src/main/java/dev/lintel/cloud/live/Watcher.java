package dev.lintel.cloud.live;

import dev.lintel.protocol.identity.TenantId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One open WebSocket with its bounded queue.
///
///     paused (history is being read) -> flowing <-> behind (the queue was full: a snapshot is due) -> gone
///
/// One frame is under way at a time, so a slow reader fills this queue and nothing else. Safe for all threads: the state
/// is guarded by this object, frames are sent outside the guard.
final class Watcher {

    /// A screen that is this many events behind is better off reading the floor anew.
    static final int QUEUE = 256;
    /// Answers and pings a client may have waiting; one that reads so little is not spoken to.
    private static final int WORDS = 32;

    private final TenantId tenant;
    private final Function<String, CompletionStage<?>> outlet;
    private final Deque<Telling> events = new ArrayDeque<>();
    private final Deque<String> words = new ArrayDeque<>();
    private boolean paused = true;
    private boolean sending;
    private boolean behind;
    private boolean gone;
    private Position last = Position.START;

    Watcher(TenantId tenant, Function<String, CompletionStage<?>> outlet) {
        this.tenant = tenant;
        this.outlet = outlet;
    }

    TenantId tenant() {
        return tenant;
    }

    /// An event from the board; one that this watcher was given before is left out.
    void event(Telling event) {
        synchronized (this) {
            if (gone || !event.position().isAfter(last)) {
                return;
            }
            last = event.position();
            if (events.size() >= QUEUE) {
                events.clear();
                behind = true;
            }
            if (!behind) {
                events.addLast(event);
            }
        }
        send();
    }

    /// An answer or a ping: told ahead of the events that wait.
    void say(String word) {
        synchronized (this) {
            if (gone || words.size() >= WORDS) {
                return;
            }
            words.addLast(word);
        }
        send();
    }

    /// Ends the pause: first the history, then what came in meanwhile and is not part of it.
    void flow(List<Telling> history) {
        synchronized (this) {
            var meanwhile = List.copyOf(events);
            events.clear();
            events.addAll(history);
            Position known = history.isEmpty() ? Position.START : history.getLast().position();
            meanwhile.stream().filter(event -> event.position().isAfter(known)).forEach(events::addLast);
            last = known.isAfter(last) ? known : last;
            paused = false;
        }
        send();
    }

    /// Ends the pause for a watcher whose history is too long to tell: it reads a snapshot and goes on from there.
    void flowFromSnapshot(Position position) {
        synchronized (this) {
            events.clear();
            last = position.isAfter(last) ? position : last;
            behind = true;
            paused = false;
        }
        send();
    }

    void leave() {
        synchronized (this) {
            gone = true;
            events.clear();
            words.clear();
        }
    }

    private void send() {
        for (String frame = next(); frame != null; frame = next()) {
            var sent = outlet.apply(frame).toCompletableFuture();
            if (!sent.isDone()) {
                var _ = sent.whenComplete((done, failure) -> {
                    finished(failure == null);
                    send();
                });
                return;
            }
            finished(!sent.isCompletedExceptionally());
        }
    }

    private void finished(boolean well) {
        synchronized (this) {
            sending = false;
        }
        if (!well) {
            leave();
        }
    }

    private synchronized @Nullable String next() {
        if (sending || gone) {
            return null;
        }
        String frame = words.pollFirst();
        if (frame == null && !paused) {
            if (behind) {
                behind = false;
                frame = LiveFrames.snapshot(last);
            } else {
                Telling event = events.pollFirst();
                frame = event == null ? null : event.frame();
            }
        }
        sending = frame != null;
        return frame;
    }
}
