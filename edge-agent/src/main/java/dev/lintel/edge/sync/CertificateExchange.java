package dev.lintel.edge.sync;

import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/// One request to the cloud for a certificate: the first, for a token, or the next, on the word of the old.
final class CertificateExchange {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /// A chain of three certificates and two roots are about 5 kB.
    private static final int ANSWER_LIMIT_BYTES = 64 * 1024;
    private static final int TOO_MANY_REQUESTS = 429;

    private CertificateExchange() {}

    /// What the cloud said.
    sealed interface Said {

        record Yes(String body) implements Said {}

        /// Asking again as things are would not help.
        record No(int status) implements Said {}
    }

    /// @throws IOException where the cloud cannot be reached, or is in trouble; another attempt may succeed
    static Said ask(URI cloud, String path, SSLContext believing, Json.Obj wish) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(cloud.resolve(path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(wish.canonical()))
                .build();
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(believing)
                .connectTimeout(PATIENCE)
                .version(HttpClient.Version.HTTP_1_1)
                .build()) {
            HttpResponse<String> answer = answered(client, request);
            int status = answer.statusCode();
            if (status == 200 || status == 201) {
                return new Said.Yes(answer.body());
            }
            if (status >= 400 && status < 500 && status != TOO_MANY_REQUESTS) {
                return new Said.No(status);
            }
            throw new IOException("the cloud answered with status " + status);
        }
    }

    /// The request's own patience ends with the head of the answer; its body may stay away as well.
    private static HttpResponse<String> answered(HttpClient client, HttpRequest request)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(request,
                HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofString(), ANSWER_LIMIT_BYTES));
        try {
            return answer.get(PATIENCE.toMillis() * 2, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new HttpTimeoutException("the answer did not end");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        }
    }

    /// The identity that an answer makes of a key. A certificate for another key, or one that does not lead back to what is
    /// to be trusted, is no identity.
    static Identity identity(String answer, KeyPair keys, URI cloud) throws IOException {
        try {
            if (Json.parse(answer) instanceof Json.Obj said
                    && said.fields().get("edgeId") instanceof Json.Text edge
                    && said.fields().get("certificateChain") instanceof Json.Text chainText
                    && said.fields().get("floorIds") instanceof Json.Arr floors && floors.items().size() == 1
                    && floors.items().getFirst() instanceof Json.Text floor
                    && said.fields().get("broker") instanceof Json.Obj broker
                    && broker.fields().get("host") instanceof Json.Text host
                    && broker.fields().get("port") instanceof Json.Num port) {
                List<X509Certificate> chain = Pem.certificates(chainText.value());
                List<X509Certificate> trust = said.fields().get("trust") instanceof Json.Text roots
                        ? Pem.certificates(roots.value())
                        : List.of(chain.getLast());
                Optional<Instant> renewAfter = said.fields().get("renewAfter") instanceof Json.Text at
                        ? Optional.of(Instant.parse(at.value()))
                        : Optional.empty();
                if (!chain.getFirst().getPublicKey().equals(keys.getPublic()) || trust.isEmpty()) {
                    throw new IOException("the cloud certified another key, or named nobody to trust");
                }
                return new Identity(EdgeId.of(edge.value()), FloorId.of(floor.value()), host.value(),
                        Math.toIntExact(port.value()), keys.getPrivate(), chain, trust,
                        new Identity.Upkeep(Optional.of(cloud), renewAfter, Optional.empty()));
            }
        } catch (GeneralSecurityException | DateTimeException | IllegalArgumentException e) {
            throw new IOException("the cloud's answer to the enrolment cannot be read", e);
        }
        throw new IOException("the cloud's answer to the enrolment names no edge, certificate, single floor or broker");
    }
}
