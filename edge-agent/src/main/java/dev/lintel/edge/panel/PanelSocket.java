package dev.lintel.edge.panel;

import dev.lintel.edge.log.Op;
import dev.lintel.edge.pairing.Panel;
import dev.lintel.edge.pairing.Panels;
import dev.lintel.protocol.Limits;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.wire.PanelCodec;
import dev.lintel.protocol.wire.PanelDecoded;
import dev.lintel.protocol.wire.PanelMessage;
import io.micronaut.http.HttpRequest;
import io.micronaut.websocket.CloseReason;
import io.micronaut.websocket.WebSocketSession;
import io.micronaut.websocket.annotation.OnClose;
import io.micronaut.websocket.annotation.OnError;
import io.micronaut.websocket.annotation.OnMessage;
import io.micronaut.websocket.annotation.OnOpen;
import io.micronaut.websocket.annotation.ServerWebSocket;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one socket of a panel: it hears the room's state and says what a finger asked for.
@ServerWebSocket("/panel/socket")
public final class PanelSocket {

    private static final Logger LOG = LoggerFactory.getLogger(PanelSocket.class);

    private final PanelBoard board;
    private final Panels panels;
    private final PanelActions actions;
    private final PanelHello hello;
    private final PanelCodec codec = new PanelCodec();

    PanelSocket(PanelBoard board, Panels panels, PanelActions actions, PanelHello hello) {
        this.board = board;
        this.panels = panels;
        this.actions = actions;
        this.hello = hello;
    }

    /// The doorkeeper has looked at the request before; that the panel is known is asked again here, because a socket
    /// outlives its request.
    @OnOpen
    public void open(WebSocketSession session, HttpRequest<?> request) {
        Optional<Panel> known = request.getCookies()
                .findCookie(PanelSession.COOKIE)
                .flatMap(cookie -> panels.showing(cookie.getValue()));
        if (known.isEmpty()) {
            session.close(CloseReason.POLICY_VIOLATION);
            return;
        }
        Panel panel = known.get();
        Screen screen = new Screen(panel, session, codec, System.nanoTime());
        screen.send(hello.to(panel));
        board.open(session.getId(), screen);
    }

    @OnMessage(maxPayloadLength = Limits.PANEL_FRAME_BYTES)
    public void message(String frame, WebSocketSession session) {
        Optional<Screen> found = board.screen(session.getId());
        if (found.isEmpty()) {
            return;
        }
        Screen screen = found.get();
        if (!screen.heard(System.nanoTime())) {
            LOG.warn("panel {} sends more than any page does", screen.panel().id());
            screen.close(CloseReason.POLICY_VIOLATION);
            return;
        }
        switch (codec.decode(frame)) {
            case PanelDecoded.Broken(String reason) ->
                LOG.warn("a frame of panel {} was dropped: {}", screen.panel().id(), reason);
            case PanelDecoded.Read(PanelMessage.Act act) -> act(screen, act);
            case PanelDecoded.Read(PanelMessage.Greet _),PanelDecoded.Read(PanelMessage.Pong _) ->
                LOG.trace("panel {} is there", screen.panel().id());
            case PanelDecoded.Read(PanelMessage other) -> LOG.debug("panel {} said something that panels do not say: {}",
                    screen.panel().id(), other.getClass().getSimpleName());
        }
    }

    private void act(Screen screen, PanelMessage.Act act) {
        OperationId operation = act.operation();
        try (Op _ = Op.of(operation)) {
            if (!screen.mayAct(System.nanoTime())) {
                screen.send(new PanelMessage.Refused(operation, PanelProblems.tooMany()));
                return;
            }
            LOG.info("panel {} asks: {}", screen.panel().id(), act.action().getClass().getSimpleName());
            AtomicBoolean asked = new AtomicBoolean();
            // Before it is put to the door: the cloud may answer what the door proposes before this thread goes on.
            screen.proposing(operation);
            var _ = answered(screen.panel(), act, () -> {
                asked.set(true);
                board.asked(screen.panel().space());
            }).whenComplete((answer, failure) -> {
                // What has just been done can be seen, and undone, before it is said.
                board.answered(screen.panel().space(), asked.get());
                if (failure != null) {
                    screen.awaits(operation);
                    failed(screen, operation, failure);
                } else {
                    said(screen, operation, answer);
                }
            });
        }
    }

    /// That the cloud has to answer is not said after its answer.
    private static void said(Screen screen, OperationId operation, PanelMessage answer) {
        if (!(answer instanceof PanelMessage.Proposed)) {
            screen.awaits(operation);
            screen.send(answer);
        } else if (screen.waitsFor(operation)) {
            screen.send(answer);
        }
    }

    private CompletableFuture<PanelMessage> answered(Panel panel, PanelMessage.Act act, Runnable asked) {
        try {
            return actions.act(panel, act, asked);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /// A touch that nobody foresaw: without an answer the panel would send it again for ever.
    private static void failed(Screen screen, OperationId operation, Throwable failure) {
        try (Op _ = Op.of(operation)) {
            LOG.error("a touch at panel {} has failed", screen.panel().id(), failure);
            screen.send(new PanelMessage.Refused(operation, PanelProblems.failed()));
        }
    }

    @OnClose
    public void close(WebSocketSession session) {
        board.close(session.getId());
    }

    @OnError
    public void error(WebSocketSession session, Throwable failure) {
        LOG.info("a panel's socket failed: {}", failure.getMessage());
        board.close(session.getId());
        session.close(CloseReason.UNSUPPORTED_DATA);
    }
}
