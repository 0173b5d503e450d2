package dev.lintel.provisioning.journey;

import dev.lintel.provisioning.cloud.Answer;
import dev.lintel.provisioning.cloud.CloudClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/// A listener of the cloud's live feed, as any client may be one; it keeps what it hears.
final class LiveFeed implements AutoCloseable {

    private final List<Answer> heard = new CopyOnWriteArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;

    LiveFeed(CloudClient cloud, String accessToken, List<String> channels) {
        URI address = URI.create(cloud.base().toString().replaceFirst("^http", "ws") + "/api/v1/live");
        socket = http.newWebSocketBuilder().buildAsync(address, new Ear()).join();
        socket.sendText(Answer.json(Map.of("type", "subscribe", "token", accessToken, "channels", channels)), true).join();
    }

    List<Answer> heard() {
        return heard;
    }

    /// The first message in which every word occurs.
    Optional<Answer> about(String... words) {
        return heard.stream().filter(message -> {
            String text = message.toString();
            return List.of(words).stream().allMatch(text::contains);
        }).findFirst();
    }

    @Override
    public void close() {
        socket.abort();
        http.close();
    }

    private final class Ear implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                Answer.read(text.toString()).ifPresent(heard::add);
                text.setLength(0);
            }
            from.request(1);
            return java.util.concurrent.CompletableFuture.completedFuture(null);
        }
    }
}
