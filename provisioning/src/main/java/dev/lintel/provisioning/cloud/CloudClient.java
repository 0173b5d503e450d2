package dev.lintel.provisioning.cloud;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// REST calls to one cloud, as nobody or as somebody who signed in.
public final class CloudClient {

    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(20);
    private static final Duration CONNECTS_WITHIN = Duration.ofSeconds(3);
    /// One for all: each has connections of its own, which stay open for a while, and a door lets only so many in from one
    /// address. Whoever asks a door for its health ten times a second with a new one each time shuts its panels out.
    private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(CONNECTS_WITHIN).build();

    private final URI base;
    private final Map<String, String> headers;

    public CloudClient(URI base) {
        this(base, Map.of());
    }

    private CloudClient(URI base, Map<String, String> headers) {
        this.base = base;
        this.headers = headers;
    }

    /// The same cloud, asked by the bearer of this access token.
    public CloudClient bearing(String accessToken) {
        return new CloudClient(base, Map.of("Authorization", "Bearer " + accessToken));
    }

    public URI base() {
        return base;
    }

    /// True once the program behind the address says that it is ready.
    public boolean isHealthy() {
        try {
            return send(request("/health").GET()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /// The JSON object at this path whatever the status, or nothing while nobody answers.
    public Optional<Answer> ask(String path) {
        try {
            return Answer.read(send(request(path).GET()).body());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    public Answer get(String path) {
        return answer(request(path).GET());
    }

    public Answer post(String path, Map<String, ?> body) {
        return answer(
                request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(Answer.json(body))));
    }

    /// The same with an operation id of our choice: repeated, it has one effect and gets the first answer.
    public Answer post(String path, Map<String, ?> body, String operationId) {
        return answer(request(path).header("Content-Type", "application/json")
                .header("Operation-Id", operationId)
                .POST(BodyPublishers.ofString(Answer.json(body))));
    }

    public Answer patch(String path, Map<String, ?> body) {
        return answer(request(path).header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(Answer.json(body))));
    }

    private Answer answer(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = send(request);
            Optional<Answer> body = Answer.read(response.body());
            if (response.statusCode() >= 300) {
                throw new CloudRefused(response.statusCode(),
                        body.flatMap(answer -> answer.optionalText("detail"))
                                .orElse("The cloud answered with status " + response.statusCode() + "."));
            }
            return body.orElse(Answer.EMPTY);
        } catch (IOException e) {
            throw new CloudRefused(0, "The cloud at " + base + " cannot be reached: " + e.getMessage());
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(ANSWERS_WITHIN);
        headers.forEach(request::header);
        return request;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /// A value as it may stand in a query.
    public static String inQuery(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
