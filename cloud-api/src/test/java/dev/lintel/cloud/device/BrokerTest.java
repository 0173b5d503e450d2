package dev.lintel.cloud.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import dev.lintel.protocol.identity.EdgeId;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A real broker on a free port, and clients that try what they may and what they may not.
@NullMarked
class BrokerTest {

    private static final EdgeId MINE = EdgeId.of("aaaaaaaaaaaaaaaaaaaaaaaaaa");
    private static final EdgeId FOREIGN = EdgeId.of("bbbbbbbbbbbbbbbbbbbbbbbbbb");
    private static final SecureRandom CHANCE = new SecureRandom();

    @TempDir
    static Path folder;
    static Authority authority;
    static Revocations revocations;
    static Broker broker;
    static int port;

    private final List<Mqtt5AsyncClient> clients = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        authority = Authority.open(folder.resolve("authority"), InstantSource.system(), CHANCE);
        revocations = new Revocations();
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        var settings = new BrokerSettings("127.0.0.1", port, List.of("localhost", "127.0.0.1"));
        broker = Broker.start(folder.resolve("broker"), settings, authority, revocations, CHANCE);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @AfterEach
    void leave() {
        for (Mqtt5AsyncClient client : clients) {
            // The broker may be ending the session at this very moment, which is as good as leaving.
            client.disconnect().exceptionally(alreadyGone -> null).join();
        }
    }

    @Test
    void anEdgeSpeaksWithTheCloudAndTheCloudWithTheEdge() {
        Mqtt5AsyncClient cloud = connected("cloud-a", authority.node("a"));
        Queue<String> uplink = listen(cloud, "$share/lintel/lintel/v1/e/+/up");
        Mqtt5AsyncClient edge = connected(MINE.toString(), edge(MINE));
        Queue<String> downlink = listen(edge, "lintel/v1/e/" + MINE + "/down");

        publish(edge, "lintel/v1/e/" + MINE + "/up", "up");
        publish(cloud, "lintel/v1/e/" + MINE + "/down", "down");

        await().untilAsserted(() -> assertThat(uplink).containsExactly("up"));
        await().untilAsserted(() -> assertThat(downlink).containsExactly("down"));
    }

    @Test
    void aClientIdThatIsNotTheCertificatesIsRefused() {
        assertRefused(FOREIGN.toString(), edge(MINE));
        assertRefused("cloud-a", edge(MINE));
    }

    @Test
    void withoutACertificateThereIsNoConnection() {
        var tls = MqttClientSslConfig.builder().trustManagerFactory(edge(MINE).trustManagers()).build();
        assertRefused(client(MINE.toString(), tls));
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefused() {
        Authority stranger = Authority.open(folder.resolve("stranger"), InstantSource.system(), CHANCE);
        KeyPair pair = pair();
        var credential = new Credential(pair.getPrivate(), stranger.certify(MINE, pair.getPublic()));
        var tls = MqttClientSslConfig.builder()
                .keyManagerFactory(credential.keyManagers())
                .trustManagerFactory(edge(MINE).trustManagers())
                .build();
        assertRefused(client(MINE.toString(), tls));
    }

    @Test
    void aCertificatePastItsTimeIsRefused() {
        var longAgo = InstantSource.fixed(Instant.now().minus(Authority.EDGE_VALIDITY).minus(Duration.ofDays(1)));
        Authority then = Authority.open(folder.resolve("authority"), longAgo, CHANCE);
        KeyPair pair = pair();
        assertRefused(MINE.toString(), new Credential(pair.getPrivate(), then.certify(MINE, pair.getPublic())));
    }

    @Test
    void theCertificateOfAListenerOpensNothing() {
        assertRefused("localhost", authority.server(List.of("localhost")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lintel/v1/e/bbbbbbbbbbbbbbbbbbbbbbbbbb/up", "lintel/v1/e/bbbbbbbbbbbbbbbbbbbbbbbbbb/down",
            "lintel/v1/e/aaaaaaaaaaaaaaaaaaaaaaaaaa/down", "lintel/v1/e/aaaaaaaaaaaaaaaaaaaaaaaaaa",
            "lintel/v1/e/aaaaaaaaaaaaaaaaaaaaaaaaaa/up/more", "lintel/v1/e/aaaaaaaaaaaaaaaaaaaaaaaaaa/UP", "lintel/v2/e",
            "$SYS/x",
            "/lintel/v1/e/aaaaaaaaaaaaaaaaaaaaaaaaaa/up"})
    void anEdgePublishesOnItsOwnTopicsOnly(String topic) {
        Queue<String> everything = listenToAllThatNodesMay();
        Mqtt5AsyncClient edge = connected(MINE.toString(), edge(MINE));
        assertThatThrownBy(() -> publish(edge, topic, "abuse")).isInstanceOf(CompletionException.class);
        await().untilAsserted(() -> assertThat(everything).doesNotContain("abuse"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lintel/v1/e/bbbbbbbbbbbbbbbbbbbbbbbbbb/down", "lintel/v1/e/+/down", "lintel/v1/e/#", "#",
            "+/+/+/+/+",
            "lintel/v1/e/aaaaaaaaaaaaaaaaaaaaaaaaaa/#", "lintel/v1/e/aaaaaaaaaaaaaaaaaaaaaaaaaa/up",
            "$share/lintel/lintel/v1/e/aaaaaaaaaaaaaaaaaaaaaaaaaa/down", "$share/any/lintel/v1/e/+/down",
            "$share/lintel/lintel/v1/e/+/up",
            "$SYS/#"})
    void anEdgeListensToItsOwnDownTopicOnly(String filter) {
        Mqtt5AsyncClient edge = connected(MINE.toString(), edge(MINE));
        assertThatThrownBy(() -> listen(edge, filter)).isInstanceOf(CompletionException.class);
    }

    @Test
    void aRetainedMessageOnAnOrderedTopicIsRefused() {
        Mqtt5AsyncClient edge = connected(MINE.toString(), edge(MINE));
        assertThatThrownBy(() -> edge.publishWith()
                .topic("lintel/v1/e/" + MINE + "/up")
                .qos(MqttQos.AT_LEAST_ONCE)
                .retain(true)
                .payload(new byte[]{1})
                .send()
                .join()).isInstanceOf(CompletionException.class);
    }

    @Test
    void aLastWillOnAForeignTopicIsRefused() {
        Mqtt5AsyncClient edge = client(MINE.toString(), edge(MINE));
        var connect = edge.connectWith()
                .willPublish()
                .topic("lintel/v1/e/" + FOREIGN + "/state")
                .payload(new byte[]{1})
                .applyWillPublish()
                .send();
        assertThatThrownBy(() -> connect.orTimeout(10, TimeUnit.SECONDS).join()).isInstanceOf(CompletionException.class);
    }

    @Test
    void aPacketBeyondTheLimitEndsTheConnectionAndReachesNobody() {
        Queue<String> everything = listenToAllThatNodesMay();
        Mqtt5AsyncClient edge = connected(MINE.toString(), edge(MINE));
        assertThatThrownBy(() -> publish(edge, "lintel/v1/e/" + MINE + "/up", "x".repeat(70_000)))
                .isInstanceOf(CompletionException.class);
        assertThat(everything).isEmpty();
    }

    @Test
    void revocationEndsTheLiveSessionAndStaysInForce() {
        Credential credential = edge(FOREIGN);
        Mqtt5AsyncClient edge = connected(FOREIGN.toString(), credential);

        revocations.add(List.of(credential.leaf().getSerialNumber()));

        await().atMost(Duration.ofSeconds(5)).until(() -> !edge.getState().isConnected());
        assertRefused(FOREIGN.toString(), credential);
        assertThat(connected(FOREIGN.toString(), edge(FOREIGN)).getState().isConnected()).isTrue();
    }

    private Queue<String> listenToAllThatNodesMay() {
        Mqtt5AsyncClient cloud = connected("cloud-watch", authority.node("watch"));
        Queue<String> heard = listen(cloud, "$share/lintel/lintel/v1/e/+/up");
        listen(cloud, "lintel/v1/e/+/state");
        return heard;
    }

    static Credential edge(EdgeId id) {
        KeyPair pair = pair();
        return new Credential(pair.getPrivate(), authority.certify(id, pair.getPublic()));
    }

    static KeyPair pair() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertRefused(String clientId, Credential credential) {
        assertRefused(client(clientId, credential));
    }

    private static void assertRefused(Mqtt5AsyncClient client) {
        assertThatThrownBy(() -> client.connect().orTimeout(10, TimeUnit.SECONDS).join())
                .isInstanceOf(CompletionException.class);
        assertThat(client.getState().isConnected()).isFalse();
    }

    private Mqtt5AsyncClient connected(String clientId, Credential credential) {
        Mqtt5AsyncClient client = client(clientId, credential);
        client.connectWith().cleanStart(true).sessionExpiryInterval(0).send().join();
        return client;
    }

    private Mqtt5AsyncClient client(String clientId, Credential credential) {
        var tls = MqttClientSslConfig.builder()
                .keyManagerFactory(credential.keyManagers())
                .trustManagerFactory(credential.trustManagers())
                .build();
        return client(clientId, tls);
    }

    private Mqtt5AsyncClient client(String clientId, MqttClientSslConfig tls) {
        Mqtt5AsyncClient client = Mqtt5Client.builder()
                .identifier(clientId)
                .serverHost("localhost")
                .serverPort(port)
                .sslConfig(tls)
                .buildAsync();
        clients.add(client);
        return client;
    }

    private static Queue<String> listen(Mqtt5AsyncClient client, String filter) {
        var heard = new ConcurrentLinkedQueue<String>();
        client.subscribeWith()
                .topicFilter(filter)
                .qos(MqttQos.AT_LEAST_ONCE)
                .callback(message -> heard.add(new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8)))
                .send()
                .join();
        return heard;
    }

    private static Mqtt5PublishResult publish(Mqtt5AsyncClient client, String topic, String text) {
        return client.publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(text.getBytes(StandardCharsets.UTF_8))
                .send()
                .join();
    }
}
