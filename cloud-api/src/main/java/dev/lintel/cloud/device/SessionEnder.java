package dev.lintel.cloud.device;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import dev.lintel.protocol.identity.EdgeId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends the session of an edge at a broker that has no command for it: connects in the edge's place, with a certificate
/// of minutes, whereupon the broker drops the older connection of that client id, and leaves at once.
///
/// Three times, a moment apart: a broker reads its lists some time after it was told to, and an edge that was dropped
/// before that comes back once more.
final class SessionEnder {

    private static final Logger LOG = LoggerFactory.getLogger(SessionEnder.class);
    private static final List<Duration> ATTEMPTS = List.of(Duration.ofMillis(250), Duration.ofMillis(1_000),
            Duration.ofMillis(1_500));
    private static final long PATIENCE_SECONDS = 3;

    private final String host;
    private final int port;
    private final Authority authority;

    SessionEnder(String host, int port, Authority authority) {
        this.host = host;
        this.port = port;
        this.authority = authority;
    }

    /// Returns at once.
    void end(EdgeId edge) {
        Thread.ofVirtual().name("session-ender-" + edge).start(() -> run(edge));
    }

    private void run(EdgeId edge) {
        Credential passing = authority.passing(edge);
        int ended = 0;
        for (Duration pause : ATTEMPTS) {
            try {
                Thread.sleep(pause);
                takePlace(edge, passing);
                ended++;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (CompletionException e) {
                LOG.atDebug().addKeyValue("edge", edge).setCause(e).log("the broker could not be reached to end a session");
            }
        }
        LOG.atWarn().addKeyValue("edge", edge).addKeyValue("reached", ended).log("session ended: certificate revoked");
    }

    private void takePlace(EdgeId edge, Credential passing) {
        var client = Mqtt5Client.builder()
                .identifier(edge.value())
                .serverHost(host)
                .serverPort(port)
                .sslConfig(MqttClientSslConfig.builder()
                        .keyManagerFactory(passing.keyManagers())
                        .trustManagerFactory(passing.trustManagers())
                        .build())
                .buildAsync();
        client.connectWith()
                .cleanStart(true)
                .sessionExpiryInterval(0)
                .send()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .thenCompose(connected -> client.disconnect())
                .join();
    }
}
