package dev.lintel.cloud.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.identity.EdgeId;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class EmbeddedBrokerTest extends BrokerContract {

    /// Taken, or taken with nobody there to hear it.
    private static final Integer[] TAKEN = {0x00, 0x10};

    @Override
    BrokerUnderTest start(Path folder, Authority authority, int port) {
        return new Embedded(folder, authority, port);
    }

    /// Mosquitto cannot tell by topic who may retain; there such a message is the edge's own word once more, which the
    /// cursor of its log makes harmless.
    @Test
    void aRetainedMessageOnAnOrderedTopicIsRefused() throws IOException {
        try (RawMqtt raw = raw(EdgeId.of("a".repeat(26)))) {
            raw.publish("lintel/v1/e/" + "a".repeat(26) + "/up", "kept", false);
            assertThat(raw.answer()).isIn((Object[]) TAKEN);
            raw.publish("lintel/v1/e/" + "a".repeat(26) + "/up", "kept", true);
            assertThat(raw.answer()).isNotIn((Object[]) TAKEN);
        }
    }

    private static final class Embedded implements BrokerUnderTest {

        private final Path folder;
        private final Authority authority;
        private final int port;
        private final Revocations revocations = new Revocations(_ -> {});
        private EmbeddedBroker broker;

        Embedded(Path folder, Authority authority, int port) {
            this.folder = folder;
            this.authority = authority;
            this.port = port;
            this.broker = run();
        }

        private EmbeddedBroker run() {
            return EmbeddedBroker.start(folder, BrokerSettings.embedded(port), authority, revocations, new SecureRandom());
        }

        @Override
        public String name() {
            return "embedded broker";
        }

        @Override
        public int port() {
            return port;
        }

        @Override
        public void revoke(EdgeId edge, Set<Credential> credentials) {
            revocations.add(credentials.stream()
                    .map(gone -> new Revocations.Revoked(gone.leaf().getSerialNumber(), edge, Instant.now(),
                            Revocations.Ending.SHUT_OUT))
                    .toList());
        }

        @Override
        public void renewed(EdgeId edge, Credential old) {
            revocations.add(List.of(
                    new Revocations.Revoked(old.leaf().getSerialNumber(), edge, Instant.now(), Revocations.Ending.RENEWED)));
        }

        /// What a cloud that starts again reads from its database before it lets anybody in.
        @Override
        public void restart() {
            broker.close();
            broker = run();
        }

        @Override
        public void close() {
            broker.close();
        }
    }
}
