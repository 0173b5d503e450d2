package dev.lintel.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lintel.edge.copy.Floor2;
import dev.lintel.edge.pairing.Secrets;
import dev.lintel.edge.presence.PresenceFeed;
import dev.lintel.protocol.presence.Presence;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
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
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
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

/// A board with a radar at Aspen's table speaks to this agent over the building's network, as docs/hardware.md has it: it
/// believes the authority that was fetched on the agent's own machine, and shows a key of its own.
@NullMarked
@SuppressWarnings("NullAway.Init")
class SatelliteLanStoriesTest {

    private static final String KEY = "the-256-bit-key-of-the-board-at-aspens-table";
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private TestAgent agent;
    private SSLContext believing;
    private int port;

    @BeforeEach
    void start() throws Exception {
        port = freePort();
        Path file = Files.createDirectories(folder.resolve("satellites")).resolve("table.json");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, "{\"space\":\"Aspen\",\"kind\":\"radar\",\"keySha256\":\"" + Secrets.hash(KEY) + "\"}");
        agent = TestAgent.onFloor2(folder, "--lintel.panel.https.host=127.0.0.1", "--lintel.panel.https.port=" + port,
                "--lintel.panel.names=door2.example.lan,localhost");
        byte[] authority = agent.http.send(HttpRequest.newBuilder(agent.at("/panel-authority.crt")).build(),
                HttpResponse.BodyHandlers.ofByteArray()).body();
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry("floor",
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(authority)));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(anchors);
        believing = SSLContext.getInstance("TLS");
        believing.init(null, trust.getTrustManagers(), null);
    }

    /// One that the system gives to no connection of its own meanwhile: below those.
    private static int freePort() throws IOException {
        int first = (int) (20_000 + ProcessHandle.current().pid() % 100 * 100);
        for (int candidate = first; candidate < first + 100; candidate++) {
            if (isFree(candidate)) {
                return candidate;
            }
        }
        throw new IOException("a hundred ports are taken");
    }

    private static boolean isFree(int candidate) throws IOException {
        try (ServerSocket free = new ServerSocket(candidate)) {
            return free.isBound();
        } catch (BindException taken) {
            return false;
        }
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private HttpRequest report(String key, boolean sees, long count) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/satellites/report"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + key)
                .POST(HttpRequest.BodyPublishers.ofString("{\"sees\":" + sees + ",\"count\":" + count + "}"))
                .build();
    }

    private int answered(HttpRequest report) throws Exception {
        try (HttpClient board = HttpClient.newBuilder().sslContext(believing).build()) {
            return board.send(report, HttpResponse.BodyHandlers.ofString()).statusCode();
        }
    }

    private void isShown(String word) {
        Awaitility.await().atMost(SOON).until(() -> {
            agent.pass(Duration.ofMillis(60));
            return presence().map(Presence::word).equals(Optional.of(word));
        });
    }

    private Optional<Presence> presence() {
        return agent.part(PresenceFeed.class).presence(Floor2.ASPEN, agent.time());
    }

    @Test
    void whatTheBoardReportsOverHttpsIsSeenAtTheDoor() throws Exception {
        assertThat(answered(report(KEY, false, 1))).isEqualTo(204);
        isShown("absent");
        assertThat(answered(report(KEY, true, 2))).isEqualTo(204);
        isShown("present");
        assertThat(answered(report(KEY, false, 2))).as("recorded and sent again").isEqualTo(409);
    }

    @Test
    void aKeyOfNobodyIsRefused() throws Exception {
        assertThat(answered(report(KEY + "x", true, 1))).isEqualTo(401);
        assertThat(answered(report("", true, 1))).isEqualTo(401);
        assertThat(presence()).isEmpty();
    }

    @Test
    void aBoardThatBelievesNobodyInParticularSaysNothing() {
        assertThatThrownBy(() -> agent.http.send(report(KEY, true, 1), HttpResponse.BodyHandlers.discarding()))
                .isInstanceOf(SSLHandshakeException.class);
        assertThat(presence()).isEmpty();
    }

    private String words(String host) {
        String body = "{\"sees\":true,\"count\":1}";
        return "POST /satellites/report HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Bearer " + KEY
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\nConnection: close\r\n\r\n"
                + body;
    }

    private static String spoken(Socket socket, String words) throws IOException {
        socket.setSoTimeout(60_000);
        socket.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /// A page of another site that had its name point here would come with that name.
    @Test
    void underANameThatIsNotThisAgentsNothingIsHeard() throws Exception {
        try (SSLSocket tls = (SSLSocket) believing.getSocketFactory().createSocket("localhost", port)) {
            assertThat(spoken(tls, words("elsewhere.example"))).startsWith("HTTP/1.1 421");
        }
        assertThat(presence()).isEmpty();
        try (SSLSocket tls = (SSLSocket) believing.getSocketFactory().createSocket("localhost", port)) {
            assertThat(spoken(tls, words("door2.example.lan:" + port))).startsWith("HTTP/1.1 204");
        }
    }

    /// Who leaves the TLS out would send the key for everybody to read.
    @Test
    void withoutTlsTheNetworksPortHearsNothing() throws Exception {
        String answer;
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port)) {
            answer = spoken(plain, words("localhost:" + port));
        } catch (IOException hungUp) {
            answer = "";
        }
        assertThat(answer).doesNotContain(" 204 ");
        assertThat(presence()).isEmpty();
        assertThat(answered(report(KEY, true, 1))).as("the same count, not heard before").isEqualTo(204);
    }

    /// The port without TLS is this machine's own: not even under another of its addresses does it answer.
    @Test
    void thePortWithoutTlsIsNotOnTheNetwork() throws Exception {
        int own = agent.at("/").getPort();
        assertThatThrownBy(() -> {
            try (Socket other = new Socket()) {
                other.connect(new InetSocketAddress(InetAddress.getByAddress(new byte[]{127, 0, 0, 2}), own), 5_000);
            }
        }).isInstanceOf(IOException.class);
        try (Socket here = new Socket(InetAddress.getLoopbackAddress(), own)) {
            assertThat(here.isConnected()).as("while here it does").isTrue();
        }
    }
}
