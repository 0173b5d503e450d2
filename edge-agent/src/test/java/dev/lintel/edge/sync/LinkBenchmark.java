package dev.lintel.edge.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.copy.Floor2;
import dev.lintel.edge.settings.DataFolder;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.wire.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How long our client takes from a word to the broker's acknowledgement, and from the broker to our ear, beside a bare
/// socket that speaks the same packets over the same TLS to the same broker in the same minute. Printed, never judged.
///
/// The broker is Mosquitto, started here; or with `-Dlink.data=<data folder of an enrolled edge>` the one of that edge.
@Tag("benchmark")
@NullMarked
@SuppressWarnings("NullAway.Init")
class LinkBenchmark {

    private static final int WARM_UP = 300;
    private static final int ROUNDS = 1_000;
    /// About a log message with one entry.
    private static final byte[] WORD = new byte[400];
    private static final long BETWEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    @TempDir
    Path folder;

    private final BlockingQueue<byte[]> heard = new LinkedBlockingQueue<>();
    private final BrokerLink.Ear ear = new BrokerLink.Ear() {

        @Override
        public void received(byte[] message) {
            heard.add(message);
        }

        @Override
        public void lost(String why) {
            System.out.println("lost: " + why);
        }
    };

    /// One word and its way back.
    @FunctionalInterface
    private interface Word {
        void andBack() throws Exception;
    }

    private static void measure(String what, Word word) throws Exception {
        for (int i = 0; i < WARM_UP; i++) {
            word.andBack();
        }
        for (long pause : new long[]{0, BETWEEN_NANOS}) {
            List<Long> nanos = new ArrayList<>();
            for (int i = 0; i < ROUNDS; i++) {
                LockSupport.parkNanos(pause);
                long begun = System.nanoTime();
                word.andBack();
                nanos.add(System.nanoTime() - begun);
            }
            Collections.sort(nanos);
            System.out.printf("| %s, %s | %.2f | %.2f |%n", what, pause == 0 ? "one after the other" : "200 a second",
                    nanos.get(ROUNDS / 2) / 1e6, nanos.get(ROUNDS * 99 / 100) / 1e6);
        }
    }

    private void up(Identity identity) throws Exception {
        try (RawMqtt raw = RawMqtt.connect(identity, "bare")) {
            measure("up, bare socket", () -> raw.publish(Topics.up(identity.edge()), WORD));
        }
        try (PahoLink link = (PahoLink) PahoLink.open(identity, new byte[0], ear)) {
            measure("up, our link", () -> {
                link.up(WORD);
                while (link.onTheWay() > 0) {
                    Thread.onSpinWait();
                }
            });
        }
    }

    private void down(Identity identity) throws Exception {
        String topic = Topics.down(identity.edge());
        try (RawMqtt sender = RawMqtt.connect(identity, "sender"); RawMqtt receiver = RawMqtt.connect(identity, "receiver")) {
            receiver.subscribe(topic);
            measure("there and back, bare socket", () -> {
                sender.publishOnly(topic, WORD);
                receiver.received();
                sender.acknowledged();
            });
        }
        try (RawMqtt sender = RawMqtt.connect(identity, "sender");
                PahoLink link = (PahoLink) PahoLink.open(identity, new byte[0], ear)) {
            assertThat(link.onTheWay()).isZero();
            measure("there and back, our link", () -> {
                sender.publishOnly(topic, WORD);
                assertThat(heard.poll(10, TimeUnit.SECONDS)).isNotNull();
                sender.acknowledged();
            });
        }
    }

    @Test
    void figures() throws Exception {
        System.out.println("| what | p50 ms | p99 ms |");
        String given = System.getProperty("link.data", "");
        if (given.isEmpty()) {
            try (Mosquitto broker = Mosquitto.start(folder)) {
                up(broker.identity);
                down(broker.identity);
            }
        } else {
            try (DataFolder data = DataFolder.hold(Path.of(given))) {
                Identity identity = Identity.load(data).orElseThrow();
                up(identity);
            }
        }
    }

    /// The distribution's broker with the listener that docs/broker.md tells to set up.
    private record Mosquitto(Process process, Identity identity) implements AutoCloseable {

        static Mosquitto start(Path folder) throws Exception {
            Authority authority = new Authority("root of the benchmark");
            KeyPair server = Authority.pair();
            int port;
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            Files.writeString(folder.resolve("root.pem"), Pem.of("CERTIFICATE", authority.root.getEncoded()));
            Files.writeString(folder.resolve("server.pem"),
                    Pem.of("CERTIFICATE", authority.certify("localhost", server.getPublic()).getEncoded()));
            Files.writeString(folder.resolve("server.key"), Pem.of("PRIVATE KEY", server.getPrivate().getEncoded()));
            Path settings = Files.writeString(folder.resolve("mosquitto.conf"), """
                    listener %d 127.0.0.1
                    cafile %s/root.pem
                    certfile %s/server.pem
                    keyfile %s/server.key
                    require_certificate true
                    allow_anonymous true
                    set_tcp_nodelay true
                    user root
                    """.formatted(port, folder, folder, folder));
            Path program = Files.exists(Path.of("/usr/sbin/mosquitto")) ? Path.of("/usr/sbin/mosquitto") : Path.of("mosquitto");
            Process process = new ProcessBuilder(program.toString(), "-c", settings.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("mosquitto.log").toFile())
                    .start();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (!listens(port)) {
                if (System.nanoTime() > deadline) {
                    throw new IOException(Files.readString(folder.resolve("mosquitto.log")));
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
            KeyPair keys = Authority.pair();
            return new Mosquitto(process, new Identity(EdgeId.of("abcdefghijklmnopqrstuvwxyz"), Floor2.ID, "localhost", port,
                    keys.getPrivate(), List.of(authority.certify("edge", keys.getPublic()), authority.root)));
        }

        private static boolean listens(int port) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            } catch (IOException notYet) {
                return false;
            }
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
