package dev.lintel.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lintel.edge.copy.Floor2;
import dev.lintel.edge.gate.Admission;
import dev.lintel.edge.gate.PanelCertificate;
import dev.lintel.edge.pairing.Secrets;
import dev.lintel.edge.settings.StartRefused;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.wire.PanelMessage;
import dev.lintel.protocol.wire.PanelMessage.PanelAction;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the building's network sees of this agent, and what it can do to it.
@NullMarked
@SuppressWarnings("NullAway.Init")
class LanStoriesTest {

    @TempDir
    Path folder;

    private TestAgent agent;
    private int port;

    @BeforeEach
    void start() throws Exception {
        port = Ports.free();
        agent = TestAgent.onFloor2(folder, "--lintel.panel.https.host=127.0.0.1", "--lintel.panel.https.port=" + port,
                "--lintel.panel.names=door2.example.lan");
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private static SSLContext believing(X509Certificate authority) throws Exception {
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry("floor", authority);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(anchors);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private URI lan(String path) {
        return URI.create("https://localhost:" + port + path);
    }

    @Test
    void aPanelThatBelievesTheFloorsAuthorityIsServedOverHttps() throws Exception {
        SSLContext believing = believing(agent.part(PanelCertificate.class).authority());
        try (HttpClient panel = HttpClient.newBuilder().sslContext(believing).build()) {
            HttpResponse<String> page = panel.send(HttpRequest.newBuilder(lan("/door/")).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(page.statusCode()).isEqualTo(200);
            HttpResponse<String> opened = panel.send(HttpRequest.newBuilder(lan("/panel/session"))
                    .header("Content-Type", "application/json")
                    .header("Origin", "https://localhost:" + port)
                    .POST(HttpRequest.BodyPublishers.ofString("{\"key\":\"" + TestAgent.ASPEN_KEY + "\"}"))
                    .build(), HttpResponse.BodyHandlers.ofString());
            assertThat(opened.headers().firstValue("set-cookie").orElseThrow()).contains("Secure");
        }
    }

    @Test
    void aDamagedAuthorityEndsTheStartWithASentence() throws Exception {
        agent.close();
        Files.writeString(folder.resolve("panel-authority.pem"), "no authority");
        assertThatThrownBy(() -> TestAgent.again(folder, "--lintel.panel.https.host=127.0.0.1",
                "--lintel.panel.https.port=" + port)).isInstanceOf(StartRefused.class)
                .hasMessageContaining("panel-authority.pem");
        Files.delete(folder.resolve("panel-authority.pem"));
        agent = TestAgent.again(folder);
    }

    @Test
    void whoBelievesNobodyInParticularIsNotServed() {
        assertThatThrownBy(() -> agent.http.send(HttpRequest.newBuilder(lan("/door/")).build(),
                HttpResponse.BodyHandlers.discarding())).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void theAuthorityIsHandedOutAndStaysTheSameAcrossStarts() throws Exception {
        byte[] first = agent.http.send(HttpRequest.newBuilder(agent.at("/panel-authority.crt")).build(),
                HttpResponse.BodyHandlers.ofByteArray()).body();
        assertThat(first).isEqualTo(agent.part(PanelCertificate.class).authority().getEncoded());
        agent.close();
        start();
        assertThat(agent.part(PanelCertificate.class).authority().getEncoded()).isEqualTo(first);
    }

    @Test
    void aSlowClientIsLetGoAndANormalOneIsNot() throws Exception {
        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), agent.at("/").getPort())) {
            slow.setSoTimeout(30_000);
            OutputStream bytes = slow.getOutputStream();
            bytes.write("GET /health HTTP/1.1\r\nHost: localhost\r\nX-Drip: ".getBytes(StandardCharsets.US_ASCII));
            AtomicBoolean ended = new AtomicBoolean();
            Thread drip = Thread.ofVirtual().start(() -> drip(bytes, ended));
            try (TestPanel birch = agent.panel(TestAgent.BIRCH_KEY)) {
                assertThat(slow.getInputStream().read()).as("the server hangs up").isEqualTo(-1);
                birch.act(touch(1), new PanelAction.Book(Optional.empty(), 15));
                assertThat(birch.next(PanelMessage.Done.class).event()).isEqualTo("booked");
            } finally {
                ended.set(true);
                drip.join();
            }
        }
    }

    private static void drip(OutputStream bytes, AtomicBoolean ended) {
        try {
            while (!ended.get()) {
                bytes.write('x');
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
            }
        } catch (IOException end) {
            ended.set(true);
        }
    }

    /// Five addresses of the network open connections as fast as they can: some shake hands, some send garbage, some ask
    /// for pages, some send half a request and wait. A good panel goes on touching meanwhile.
    @Test
    void aFloodFromTheLanLeavesAGoodPanelItsBudget() throws Exception {
        SSLContext believing = believing(agent.part(PanelCertificate.class).authority());
        AtomicBoolean ended = new AtomicBoolean();
        LongAdder attempts = new LongAdder();
        LongAdder served = new LongAdder();
        List<Thread> flood = new ArrayList<>();
        try (TestPanel one = agent.panel(TestAgent.BIRCH_KEY);
                TestPanel two = agent.panel(TestAgent.BIRCH_KEY);
                TestPanel three = agent.panel(TestAgent.BIRCH_KEY);
                TestPanel four = agent.panel(TestAgent.BIRCH_KEY)) {
            List<TestPanel> panels = List.of(one, two, three, four);
            long[] quiet = touches(panels, 0, 12);
            long from = System.nanoTime();
            for (int i = 0; i < 10; i++) {
                InetAddress address = InetAddress.getByName("127.0.0." + (2 + i % 5));
                int kind = i % 4;
                flood.add(Thread.ofPlatform().daemon().start(() -> {
                    while (!ended.get()) {
                        attempts.increment();
                        attack(believing, address, kind, served);
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
                    }
                }));
            }
            long[] flooded = touches(panels, 12, 36);
            // How fast ten attackers are is the machine's affair; that the gate was tried is what the story is about.
            Awaitility.await().until(() -> attempts.sum() > 200);
            ended.set(true);
            for (Thread attacker : flood) {
                attacker.join(TimeUnit.SECONDS.toMillis(20));
            }
            System.out.printf(
                    "flood from the LAN: %d attempts from 5 addresses, %d served; touches before: %s; meanwhile: %s%n",
                    attempts.sum(), served.sum(), told(quiet), told(flooded));
            // Each touch has been answered; what the flood got is what strangers get together.
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - from) + 1;
            assertThat(served.sum()).isLessThanOrEqualTo(
                    Admission.STRANGERS_OPENINGS_AT_ONCE + seconds * Admission.STRANGERS_OPENINGS_PER_SECOND);
            assertThat(agent.get("/metrics").body()).containsPattern("lintel_gate_refused_connections_total [1-9]");
        }
    }

    /// The longest flood of all is one that was there before the agent: strangers take what strangers get, and a panel that
    /// spoke before the restart finds its place.
    @Test
    void aPanelIsKnownAgainAfterARestartInTheMiddleOfAFlood() throws Exception {
        try (TestPanel birch = agent.panel(TestAgent.BIRCH_KEY)) {
            birch.act(touch(1), new PanelAction.Book(Optional.empty(), 15));
            assertThat(birch.next(PanelMessage.Done.class).event()).isEqualTo("booked");
        }
        agent.close();
        agent = TestAgent.again(folder);
        List<Socket> strangers = new ArrayList<>();
        try {
            crowd(strangers);
            try (TestPanel birch = agent.panel(TestAgent.BIRCH_KEY)) {
                assertThat(birch.next(PanelMessage.State.class).space().id()).isEqualTo(Floor2.BIRCH);
            }
        } finally {
            for (Socket stranger : strangers) {
                stranger.close();
            }
        }
    }

    /// Until they hold all that strangers may hold together; how fast they get there is limited as well.
    private void crowd(List<Socket> strangers) throws IOException {
        while (strangers.size() - refused() < Admission.CONNECTIONS_OF_STRANGERS || refused() == 0) {
            Socket stranger = new Socket();
            strangers.add(stranger);
            stranger.bind(new InetSocketAddress(InetAddress.getByName("127.0.1." + (1 + strangers.size() % 20)), 0));
            stranger.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), agent.at("/").getPort()), 2_000);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            assertThat(strangers).as("until a gate with a limit has reached it").hasSizeLessThan(1_000);
        }
    }

    /// A board connects anew for each of its reports.
    private int reports(HttpClient board, long count) throws Exception {
        return board.send(HttpRequest.newBuilder(agent.at("/satellites/report"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer a-key-of-a-board-of-its-own")
                .POST(HttpRequest.BodyPublishers.ofString("{\"sees\":false,\"count\":" + count + "}"))
                .build(), HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    @Test
    void aSatelliteThatWasHeardFindsItsPlaceInTheMiddleOfAFlood() throws Exception {
        Path file = Files.createDirectories(folder.resolve("satellites")).resolve("table.json");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, "{\"space\":\"Aspen\",\"kind\":\"radar\",\"keySha256\":\""
                + Secrets.hash("a-key-of-a-board-of-its-own") + "\"}");
        agent.close();
        agent = TestAgent.again(folder);
        try (HttpClient board = HttpClient.newHttpClient()) {
            assertThat(reports(board, 1)).isEqualTo(204);
        }
        List<Socket> strangers = new ArrayList<>();
        try (HttpClient board = HttpClient.newHttpClient()) {
            crowd(strangers);
            assertThat(reports(board, 2)).isEqualTo(204);
        } finally {
            for (Socket stranger : strangers) {
                stranger.close();
            }
        }
    }

    private double refused() {
        return agent.part(MeterRegistry.class).counter("lintel.gate.refused.connections").count();
    }

    private static String told(long[] nanos) {
        return "%d, median %.1f ms, slowest %.1f ms".formatted(nanos.length, nanos[nanos.length / 2] / 1e6,
                nanos[nanos.length - 1] / 1e6);
    }

    /// One touch every tenth of a second, from a few panels in turn, each below what it is allowed.
    private static long[] touches(List<TestPanel> panels, int from, int to) throws Exception {
        long[] nanos = new long[to - from];
        for (int i = from; i < to; i++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            TestPanel panel = panels.get(i % panels.size());
            OperationId operation = touch(i);
            long asked = System.nanoTime();
            panel.act(operation, new PanelAction.Book(Optional.of(Floor2.NINE.plus(Duration.ofMinutes(60 + 15L * i))), 15));
            assertThat(panel.next(PanelMessage.Done.class).operation()).isEqualTo(operation);
            nanos[i - from] = System.nanoTime() - asked;
        }
        Arrays.sort(nanos);
        return nanos;
    }

    private static OperationId touch(int number) {
        return OperationId.of("01890000-0000-7000-8000-000000001%03d".formatted(number));
    }

    private void attack(SSLContext believing, InetAddress from, int kind, LongAdder served) {
        int target = kind < 2 ? port : agent.at("/").getPort();
        try (Socket plain = new Socket()) {
            plain.bind(new InetSocketAddress(from, 0));
            plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 2_000);
            plain.setSoTimeout(2_000);
            Socket spoken = plain;
            if (kind == 0) {
                SSLSocket tls = (SSLSocket) believing.getSocketFactory().createSocket(plain, "localhost", target, true);
                tls.startHandshake();
                spoken = tls;
            }
            String words = switch (kind) {
                case 1 -> "\u0016\u0003\u0001garbage where a handshake should be";
                case 2 -> "POST /panel/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n{";
                default -> "GET /door/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            };
            spoken.getOutputStream().write(words.getBytes(StandardCharsets.ISO_8859_1));
            if (kind != 2 && spoken.getInputStream().read() != -1) {
                served.increment();
            }
        } catch (IOException refused) {
            // What the flood gets is the agent's business; how panels fare is the story.
        }
    }
}
