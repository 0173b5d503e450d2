package dev.lintel.cloud.device;

import dev.lintel.protocol.identity.EdgeId;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/// The cloud keeps a real Mosquitto level from a folder; what the database would say is a value here.
@NullMarked
class MosquittoBrokerTest extends BrokerContract {

    @Override
    BrokerUnderTest start(Path folder, Authority authority, int port) {
        MosquittoProcess.program();
        return new External(folder.toAbsolutePath(), authority, port);
    }

    private static final class External implements BrokerUnderTest {

        private final int port;
        private final Revocations revocations = new Revocations(_ -> {});
        private final Set<EdgeId> barred = new HashSet<>();
        private final List<Revocations.Revoked> revoked = new ArrayList<>();
        private final ExternalBroker broker;
        private final MosquittoProcess process;

        External(Path folder, Authority authority, int port) {
            this.port = port;
            var settings = new BrokerSettings("external", "127.0.0.1", port, List.of("localhost", "127.0.0.1"),
                    folder.toString(), List.of(MosquittoProcess.reload(folder)));
            broker = ExternalBroker.open(settings, Optional.of(new MosquittoFolder(folder, settings, authority)),
                    new SessionEnder("localhost", port, authority), now -> view(), revocations, InstantSource.system());
            process = MosquittoProcess.start(folder, port);
        }

        private synchronized BrokerView view() {
            return BrokerView.of(NODES, barred, revoked);
        }

        @Override
        public String name() {
            return "mosquitto";
        }

        @Override
        public int port() {
            return port;
        }

        @Override
        public void revoke(EdgeId edge, Set<Credential> credentials) {
            var gone = credentials.stream()
                    .map(credential -> new Revocations.Revoked(credential.leaf().getSerialNumber(), edge, Instant.now(),
                            Revocations.Ending.SHUT_OUT))
                    .toList();
            synchronized (this) {
                barred.add(edge);
                revoked.addAll(gone);
            }
            revocations.add(gone);
        }

        @Override
        public void renewed(EdgeId edge, Credential old) {
            var gone = List
                    .of(new Revocations.Revoked(old.leaf().getSerialNumber(), edge, Instant.now(), Revocations.Ending.RENEWED));
            synchronized (this) {
                revoked.addAll(gone);
            }
            revocations.add(gone);
        }

        @Override
        public void restart() {
            process.restart();
        }

        @Override
        public void close() {
            broker.close();
            process.close();
        }
    }
}
