package dev.lintel.cloud.live;

import dev.lintel.cloud.account.Caller;
import dev.lintel.cloud.account.SessionWatch;
import dev.lintel.cloud.account.Tokens;
import dev.lintel.cloud.store.Rounds;
import dev.lintel.cloud.store.Transactions;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.TaskScheduler;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.websocket.CloseReason;
import io.micronaut.websocket.WebSocketSession;
import io.micronaut.websocket.annotation.OnClose;
import io.micronaut.websocket.annotation.OnError;
import io.micronaut.websocket.annotation.OnMessage;
import io.micronaut.websocket.annotation.OnOpen;
import io.micronaut.websocket.annotation.ServerWebSocket;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The live feed: `GET /api/v1/live`, upgraded.
///
///     open --(first frame within 10 s: subscribe with a token)--> watching --(two pings unanswered)--> closed
///                                                                    |
///                                                                    +--(token or session over)--> closed with 4401
///
/// A socket lives no longer than what opened it: when the access token expires or its session is ended, the client is
/// told so and comes back with a fresh token and the position where it stopped.
///
/// The token comes in the first frame, because a browser cannot set headers on a socket and a token in the address would
/// end up in logs; a client that can may send it in `Authorization` instead.
@ServerWebSocket("/api/v1/live")
@Secured(SecurityRule.IS_ANONYMOUS)
class LiveSocket {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PING_EVERY = Duration.ofSeconds(20);
    /// A client that was away longer reads the resources; telling it more would take longer than that.
    private static final int HISTORY = Watcher.QUEUE;
    private static final int UNANSWERED = 2;
    private static final String SCHEME = "Bearer ";
    /// How long a socket may outlive the end of its session.
    private static final Duration SESSIONS_EVERY = Duration.ofSeconds(5);
    /// As 401 is to a request; codes from 4000 on belong to the application.
    static final CloseReason FRESH_TOKEN = new CloseReason(4401, "come back with a fresh token");

    private final Tokens tokens;
    private final LiveBoard board;
    private final LivePump pump;
    private final Transactions transactions;
    private final TaskScheduler scheduler;
    private final SessionWatch sessions;
    private final InstantSource clock;
    private final Rounds rounds = new Rounds("live-sessions", SESSIONS_EVERY, woken -> endStale());
    private final Map<String, Visit> visits = new ConcurrentHashMap<>();

    /// One connection.
    private static final class Visit {

        private final ScheduledFuture<?> heartbeat;
        private final AtomicReference<@Nullable Watcher> watcher = new AtomicReference<>();
        private volatile Tokens.@Nullable Proven proven;
        private volatile @Nullable WebSocketSession session;
        private final AtomicInteger unanswered = new AtomicInteger();

        private Visit(ScheduledFuture<?> heartbeat) {
            this.heartbeat = heartbeat;
        }
    }

    LiveSocket(Tokens tokens, LiveBoard board, LivePump pump, Transactions transactions, SessionWatch sessions,
            InstantSource clock, @Named(TaskExecutors.SCHEDULED) TaskScheduler scheduler) {
        this.tokens = tokens;
        this.board = board;
        this.pump = pump;
        this.transactions = transactions;
        this.scheduler = scheduler;
        this.sessions = sessions;
        this.clock = clock;
        rounds.start();
    }

    @OnOpen
    void opened(WebSocketSession session) {
        visit(session);
    }

    /// The first frame may overtake the opening, which runs on a thread of its own.
    private Visit visit(WebSocketSession session) {
        return visits.computeIfAbsent(session.getId(),
                id -> new Visit(scheduler.scheduleWithFixedDelay(PATIENCE, PING_EVERY, () -> beat(session))));
    }

    @OnMessage(maxPayloadLength = LiveRequest.FRAME_CHARACTERS)
    void heard(String text, WebSocketSession session, HttpRequest<?> request) {
        Visit visit = visit(session);
        switch (LiveRequest.read(text)) {
            case LiveRequest.Pong _ -> visit.unanswered.set(0);
            case LiveRequest.Unreadable _ -> refuse(session, "malformed");
            case LiveRequest.Subscribe subscribe -> {
                var proven = subscribe.token().or(() -> header(request)).flatMap(tokens::prove);
                if (proven.isEmpty()) {
                    refuse(session, "unauthorised");
                } else {
                    visit.session = session;
                    visit.proven = proven.get();
                    subscribe(session, visit, proven.get().caller(), subscribe);
                }
            }
        }
    }

    private static Optional<String> header(HttpRequest<?> request) {
        return request.getHeaders()
                .findFirst(HttpHeaders.AUTHORIZATION)
                .filter(value -> value.startsWith(SCHEME))
                .map(value -> value.substring(SCHEME.length()));
    }

    private void subscribe(WebSocketSession session, Visit visit, Caller caller, LiveRequest.Subscribe wish) {
        var watcher = new Watcher(caller.tenant(), session::sendAsync);
        if (!visit.watcher.compareAndSet(null, watcher)) {
            refuse(session, "malformed");
            return;
        }
        var channels = wish.channels()
                .stream()
                .map(channel -> channel instanceof Channel.Me ? new Channel.Person(caller.person().value()) : channel)
                .toList();
        // Seated before the history is read, so that nothing falls between the two.
        board.seat(watcher, channels);
        Position from = wish.after().orElseGet(pump::position);
        watcher.say(LiveFrames.subscribed(from));
        List<Telling> history = wish.after().isEmpty()
                ? List.of()
                : transactions.inTenant(caller.tenant(),
                        handle -> LiveStore.after(handle, caller.tenant(), from, HISTORY + 1));
        boolean known = wish.after().isEmpty() || transactions.unfenced(handle -> LiveStore.knows(handle, from));
        if (history.size() > HISTORY || !known) {
            watcher.flowFromSnapshot(pump.position());
        } else {
            watcher.flow(
                    history.stream().filter(event -> event.channels().stream().anyMatch(channels::contains)).toList());
        }
    }

    private void beat(WebSocketSession session) {
        Visit visit = visits.get(session.getId());
        if (visit == null) {
            return;
        }
        if (!session.isOpen()) {
            leave(session);
            return;
        }
        Watcher watcher = visit.watcher.get();
        if (watcher == null) {
            refuse(session, "unauthorised");
        } else if (visit.unanswered.incrementAndGet() > UNANSWERED) {
            session.close(CloseReason.GOING_AWAY);
        } else {
            watcher.say(LiveFrames.PING);
        }
    }

    private void endStale() {
        var now = clock.instant();
        var open = new HashMap<Visit, Tokens.Proven>();
        for (Visit visit : visits.values()) {
            var proven = visit.proven;
            if (proven != null) {
                open.put(visit, proven);
            }
        }
        var over = sessions.ended(open.values().stream().map(proven -> proven.caller().session()).distinct().toList());
        open.forEach((visit, proven) -> {
            var session = visit.session;
            if (session != null && (over.contains(proven.caller().session()) || !now.isBefore(proven.expiresAt()))) {
                var _ = session.sendAsync(LiveFrames.refused("unauthorised"))
                        .whenComplete((sent, failure) -> session.close(FRESH_TOKEN));
            }
        });
    }

    @PreDestroy
    void stop() {
        rounds.close();
    }

    private static void refuse(WebSocketSession session, String slug) {
        var _ = session.sendAsync(LiveFrames.refused(slug))
                .whenComplete((sent, failure) -> session.close(CloseReason.POLICY_VIOLATION));
    }

    @OnClose
    void closed(WebSocketSession session) {
        leave(session);
    }

    @OnError
    void failed(WebSocketSession session) {
        leave(session);
    }

    private void leave(WebSocketSession session) {
        Visit visit = visits.remove(session.getId());
        if (visit != null) {
            var _ = visit.heartbeat.cancel(false);
            Watcher watcher = visit.watcher.get();
            if (watcher != null) {
                board.unseat(watcher);
            }
        }
    }
}
