package dev.lintel.edge.process;

import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.wire.PanelCodec;
import dev.lintel.protocol.wire.PanelDecoded;
import dev.lintel.protocol.wire.PanelMessage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// A panel of the packaged agent: touches, and what became of each.
final class PanelClient implements AutoCloseable, WebSocket.Listener {

    /// What a touch was answered, as far as two answers can be compared.
    record Answered(String outcome, String about) {}

    private final PanelCodec codec = new PanelCodec();
    private final StringBuilder partial = new StringBuilder();
    private final Map<OperationId, CompletableFuture<Answered>> waiting = new ConcurrentHashMap<>();
    private final CompletableFuture<PanelMessage.State> firstState = new CompletableFuture<>();
    private Optional<WebSocket> socket = Optional.empty();

    static PanelClient open(HttpClient http, URI agent, String key) throws Exception {
        PanelClient panel = new PanelClient();
        String place = agent.getHost() + ":" + agent.getPort();
        panel.socket = Optional.of(http.newWebSocketBuilder()
                .header("Origin", "http://" + place)
                .header("Cookie", "lintel-panel=" + key)
                .buildAsync(URI.create("ws://" + place + "/panel/socket"), panel)
                .get(20, TimeUnit.SECONDS));
        return panel;
    }

    /// The room's first picture.
    PanelMessage.State state() throws Exception {
        return firstState.get(20, TimeUnit.SECONDS);
    }

    CompletableFuture<Answered> touch(OperationId operation, PanelMessage.PanelAction action) {
        CompletableFuture<Answered> answer = waiting.computeIfAbsent(operation, _ -> new CompletableFuture<>());
        var _ = socket.orElseThrow()
                .sendText(codec.encode(new PanelMessage.Act(operation, action)), true)
                .whenComplete((sent, failure) -> {
                    if (failure != null) {
                        answer.completeExceptionally(failure);
                    }
                });
        return answer;
    }

    private void answered(OperationId operation, Answered answer) {
        CompletableFuture<Answered> future = waiting.remove(operation);
        if (future != null) {
            future.complete(answer);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            // Pictures after the first are heard and not looked at: a panel is a machine of its own, and what it does with
            // them must not take this one's time from the agent.
            boolean another = firstState.isDone() && partial.indexOf("\"type\":\"state\"") >= 0;
            if (!another && codec.decode(partial.toString()) instanceof PanelDecoded.Read(PanelMessage message)) {
                heard(message);
            }
            partial.setLength(0);
        }
        from.request(1);
        return CompletableFuture.completedFuture(null);
    }

    private void heard(PanelMessage message) {
        if (message instanceof PanelMessage.State state) {
            firstState.complete(state);
        } else if (message instanceof PanelMessage.Done done) {
            answered(done.operation(), new Answered("done", done.booking().toString()));
        } else if (message instanceof PanelMessage.Refused refused) {
            answered(refused.operation(), new Answered("refused", refused.problem().slug()));
        } else if (message instanceof PanelMessage.Proposed proposed) {
            answered(proposed.operation(), new Answered("proposed", proposed.booking().toString()));
        }
    }

    /// What was on the way gets no answer any more.
    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        gone(new IOException("the agent closed the socket: " + code));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        gone(error);
    }

    private void gone(Throwable why) {
        waiting.values().forEach(answer -> answer.completeExceptionally(why));
    }

    @Override
    public void close() {
        socket.ifPresent(WebSocket::abort);
    }
}
