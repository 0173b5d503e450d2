package dev.lintel.edge.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.lintel.edge.copy.Floor2;
import dev.lintel.protocol.identity.EdgeId;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a technician is told when the way to the cloud is not as it should be. Each time the real client meets a real
/// socket on which something is wrong.
@NullMarked
@SuppressWarnings("NullAway.Init")
class WeatherTest {

    private static final PahoLink.Patience SHORT = new PahoLink.Patience(2, 1);

    /// A server that refuses a certificate says so and hangs up; which of the two is noticed first is not ours to choose.
    private static final String NOT_ACCEPTED = "does not accept this edge's certificate.*it has ended, was revoked"
            + "|hung up. If that goes on, it may not accept this edge's certificate";

    private static final byte DISCONNECT = (byte) 0xE0;

    private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();
    private final List<String> lost = new CopyOnWriteArrayList<>();
    private final BrokerLink.Ear ear = new BrokerLink.Ear() {

        @Override
        public void received(byte[] message) {
            // Nothing is ever said here.
        }

        @Override
        public void lost(String why) {
            lost.add(why);
        }
    };
    private Authority cloud;
    private KeyPair keys;
    private X509Certificate certificate;

    @BeforeEach
    void start() throws Exception {
        cloud = new Authority("the cloud's root");
        keys = Authority.pair();
        certificate = cloud.certify("edge", keys.getPublic());
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private Identity calling(String host, int port) {
        return new Identity(EdgeId.of("abcdefghijklmnopqrstuvwxyz"), Floor2.ID, host, port, keys.getPrivate(),
                List.of(certificate, cloud.root));
    }

    private String said(String host, int port) {
        Throwable failure = catchThrowable(() -> open.add(PahoLink.open(calling(host, port), new byte[0], ear, SHORT)));
        return failure == null ? "nothing: it is connected" : String.valueOf(failure.getMessage());
    }

    /// A server that does with each connection what it is told to.
    private int serving(ServerSocket server, Serving serving) {
        open.add(server);
        open.add(Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    open.add(socket);
                    serving.with(socket);
                } catch (IOException next) {
                    // One that hung up, or the end of the story.
                }
            }
        })::interrupt);
        return server.getLocalPort();
    }

    @FunctionalInterface
    private interface Serving {
        void with(Socket socket) throws IOException;
    }

    private static ServerSocket tls(SSLContext context) throws IOException {
        SSLServerSocket server = (SSLServerSocket) context.getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        server.setNeedClientAuth(true);
        return server;
    }

    /// As much of a broker as a connection needs: it accepts the connection and the subscription, and then says nothing.
    private static void connectedAndSilent(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        OutputStream out = socket.getOutputStream();
        packet(in);
        out.write(new byte[]{0x20, 3, 0, 0, 0});
        byte[] subscribe = packet(in);
        out.write(new byte[]{(byte) 0x90, 4, subscribe[0], subscribe[1], 0, 1});
        out.flush();
    }

    private static byte[] packet(DataInputStream in) throws IOException {
        in.readByte();
        return packetBody(in);
    }

    private static byte[] packetBody(DataInputStream in) throws IOException {
        int length = 0;
        for (int shift = 0; shift < 28; shift += 7) {
            int next = in.readUnsignedByte();
            length |= (next & 0x7F) << shift;
            if ((next & 0x80) == 0) {
                break;
            }
        }
        return in.readNBytes(length);
    }

    @Test
    void nobodyListens() throws Exception {
        int port;
        try (ServerSocket taken = new ServerSocket(0)) {
            port = taken.getLocalPort();
        }
        assertThat(said("localhost", port)).startsWith("Nobody answers at localhost:" + port).contains("connection refused");
    }

    @Test
    void thereIsNoNetworkAndSoNoName() {
        assertThat(said("broker.invalid", 8883)).isEqualTo(
                "The name in broker.invalid:8883 is not known here. Check the network cable, and the name server.");
    }

    @Test
    void aBrokerTakesTheConnectionAndSaysNothing() throws Exception {
        int port = serving(new ServerSocket(0), socket -> {});
        assertThat(said("localhost", port)).contains("takes connections and says nothing", "firewall");
    }

    @Test
    void aBrokerFallsSilentAndTheConnectionStaysHalfOpen() throws Exception {
        int port = serving(tls(cloud.server("localhost", cloud)), WeatherTest::connectedAndSilent);
        open.add(PahoLink.open(calling("localhost", port), new byte[0], ear, SHORT));
        await().atMost(Duration.ofSeconds(15)).until(() -> !lost.isEmpty());
        assertThat(lost.getFirst()).contains("takes connections and says nothing");
    }

    /// Whoever looks at this edge's state must not take a stop for a door that is there.
    @Test
    void aStopHasTheLastWillSaid() throws Exception {
        List<Byte> reasons = new CopyOnWriteArrayList<>();
        int port = serving(tls(cloud.server("localhost", cloud)), socket -> {
            connectedAndSilent(socket);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (in.readByte() != DISCONNECT) {
                in.readNBytes(in.readUnsignedByte());
            }
            reasons.add(packetBody(in)[0]);
        });
        PahoLink.open(calling("localhost", port), new byte[0], ear, PahoLink.Patience.USUAL).close();
        await().untilAsserted(() -> assertThat(reasons).containsExactly((byte) 0x04));
    }

    @Test
    void theServerIsAnotherCloudsOrAProxyThatOpensTls() throws Exception {
        int port = serving(tls(new Authority("a proxy").server("localhost", cloud)), socket -> socket.getInputStream().read());
        assertThat(said("localhost", port)).contains("does not belong to the cloud", "a proxy that opens TLS");
    }

    @Test
    void theServerHasAnotherName() throws Exception {
        int port = serving(tls(cloud.server("broker.example", cloud)), socket -> socket.getInputStream().read());
        assertThat(said("localhost", port)).contains("speaks for another name", "lintel.broker.address");
    }

    @Test
    void thisMachinesClockOrTheServersCertificateIsWrong() throws Exception {
        int port = serving(tls(cloud.endedServer("localhost", cloud)), socket -> socket.getInputStream().read());
        assertThat(said("localhost", port)).contains("is not valid at the time of this machine's clock", "Check the clock");
    }

    @Test
    void thisEdgesCertificateIsNotAccepted() throws Exception {
        int port = serving(tls(cloud.server("localhost", new Authority("another root"))),
                socket -> socket.getInputStream().read());
        assertThat(said("localhost", port)).containsPattern(NOT_ACCEPTED);
    }

    @Test
    void thisEdgesCertificateHasEnded() throws Exception {
        certificate = cloud.certifyEnded("edge", keys.getPublic());
        int port = serving(tls(cloud.server("localhost", cloud)), socket -> socket.getInputStream().read());
        assertThat(said("localhost", port)).containsPattern(NOT_ACCEPTED + "|this edge's certificate has ended. It is renewed");
    }
}
