package dev.lintel.cloud.device;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.wire.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/// Enrolled edges gone bad, and strangers, try to reach, overhear, silence or replace others, while an honest edge and its
/// owner, a replica of the cloud, go on talking. Whatever those two notice is an effect.
@NullMarked
final class AbuseCampaign implements AutoCloseable {

    private static final String MARK = "abuse";
    /// Below the broker's receive window, so that what is counted is its refusal and not its flow control.
    private static final int BATCH = 24;
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567ABZ019_-.:%$*'\"\\ \u00e9\u4e2d";

    record BadCertificate(String what, String clientId, SSLContext tls) {}

    private final BrokerUnderTest broker;
    private final Authority authority;
    private final EdgeId victim;
    private final List<BadCertificate> bad;
    private final long seed;
    private final Random random;
    private final Map<String, Integer> counted = new TreeMap<>();
    private final ConcurrentLinkedQueue<String> effects = new ConcurrentLinkedQueue<>();
    private final AtomicInteger delivered = new AtomicInteger();
    private final AtomicInteger dropped = new AtomicInteger();
    private final Mqtt5AsyncClient owner;
    private final Mqtt5AsyncClient honest;
    private final Attacker publisher;
    private final Attacker listener;
    private int said;
    private boolean over;

    /// One edge of our own authority that does not keep to its topics.
    private final class Attacker implements AutoCloseable {

        private final EdgeId id;
        private final SSLContext tls;
        private @Nullable RawMqtt session;
        private int waiting;

        Attacker(char letter) {
            id = BrokerContract.edgeNamed(letter);
            KeyPair pair = TestKeys.pair();
            tls = Tls.of(new Credential(pair.getPrivate(), authority.certify(id, pair.getPublic())));
        }

        RawMqtt session() throws IOException {
            RawMqtt open = session;
            if (open == null) {
                open = RawMqtt.open(broker.port(), tls);
                if (open.connect(id.value(), null, null) != RawMqtt.GRANTED) {
                    throw new IOException("an enrolled edge was not let in");
                }
                session = open;
            }
            return open;
        }

        void spent() {
            if (++waiting >= BATCH) {
                settle();
            }
        }

        void answered() {
            RawMqtt open = session;
            if (open != null && open.answer() == RawMqtt.CUT) {
                close();
            } else if (open != null) {
                overheard(open);
            }
        }

        /// What a broker ended is opened again by the next attempt.
        void settle() {
            RawMqtt open = session;
            waiting = 0;
            if (open != null && !open.settle()) {
                close();
            } else if (open != null) {
                overheard(open);
            }
        }

        @Override
        public void close() {
            RawMqtt open = session;
            if (open != null) {
                overheard(open);
                open.close();
            }
            session = null;
        }
    }

    AbuseCampaign(BrokerUnderTest broker, Authority authority, EdgeId victim, List<BadCertificate> bad, long seed) {
        this.broker = broker;
        this.authority = authority;
        this.victim = victim;
        this.bad = bad;
        this.seed = seed;
        this.random = new Random(seed);
        this.publisher = new Attacker('p');
        this.listener = new Attacker('l');
        this.owner = connected("cloud-owner", authority.node("owner"));
        KeyPair pair = TestKeys.pair();
        this.honest = connected(victim.value(), new Credential(pair.getPrivate(), authority.certify(victim, pair.getPublic())));
        listen(owner, Topics.shared(authority.shareGroup(), Topics.ALL_UP));
        listen(owner, Topics.shared(authority.shareGroup(), Topics.ALL_METRICS));
        listen(owner, Topics.ALL_STATE);
        listen(honest, Topics.down(victim));
    }

    List<String> effects() {
        return List.copyOf(effects);
    }

    /// The figures in one line.
    String run(int attempts) throws IOException {
        long from = System.nanoTime();
        for (int i = 0; i < attempts; i++) {
            attempt(i);
            if (i % 100 == 0) {
                talk();
            }
        }
        publisher.settle();
        listener.settle();
        talk();
        expectAllSaid();
        afterwards();
        over = true;
        if (dropped.get() > 0) {
            effects.add("honest sessions ended: " + dropped.get());
        }
        return "%s: %d attempts %s, seed %d: %d effects; %d of %d honest messages arrived; %.1f s".formatted(broker.name(),
                attempts, counted, seed, effects.size(), delivered.get(), 2 * said,
                Duration.ofNanos(System.nanoTime() - from).toMillis() / 1000.0);
    }

    private void attempt(int number) throws IOException {
        int dice = random.nextInt(1000);
        if (dice < 200) {
            count("publish");
            publisher.session().publish(topic(), MARK + number, random.nextInt(4) == 0);
            // One by one: a broker may end the connection at the first, and the others would not be attempts at all.
            publisher.answered();
        } else if (dice < 930) {
            count("subscribe");
            listener.session().subscribe(filter());
            listener.spent();
        } else if (dice < 950) {
            count("malformed");
            malformed(number);
        } else if (dice < 970) {
            count("client id");
            impersonate(number);
        } else if (dice < 985) {
            BadCertificate shown = bad.get(random.nextInt(bad.size()));
            count("certificate");
            shown(shown);
        } else if (dice < 994) {
            count("last will");
            will(number);
        } else {
            count("oversized");
            oversized(number);
        }
    }

    private void malformed(int number) throws IOException {
        try {
            publisher.session()
                    .publish(oneOf("lintel/v1/e/+/up", "#", "", Topics.up(victim) + "\u0000", "$share/x/" + Topics.up(victim),
                            Topics.ALL_DOWN), MARK + number, false);
        } catch (IOException e) {
            // Ended by the broker, which is the best answer.
        }
        publisher.answered();
    }

    private void impersonate(int number) throws IOException {
        try (var attacker = new Attacker('i'); RawMqtt raw = RawMqtt.open(broker.port(), attacker.tls)) {
            String stolen = oneOf(victim.value(), "cloud-owner", victim.value() + " ",
                    victim.value().toUpperCase(java.util.Locale.ROOT),
                    "", "#", "+", "lintel", victim + "/up");
            String user = random.nextBoolean() ? oneOf(victim.value(), "cloud-owner", "root", "#") : null;
            if (raw.connect(stolen, user, null) == RawMqtt.GRANTED) {
                raw.publish(topic(), MARK + number, true);
                raw.subscribe(filter());
                raw.settle();
                overheard(raw);
            }
        } catch (IOException e) {
            // Ended by the broker, which is the best answer.
        }
    }

    private void shown(BadCertificate shown) {
        try (RawMqtt raw = RawMqtt.open(broker.port(), shown.tls())) {
            if (raw.connect(shown.clientId(), null, null) == RawMqtt.GRANTED) {
                effects.add("let in with a certificate that is " + shown.what());
            }
        } catch (IOException e) {
            // Turned away in the handshake.
        }
    }

    private void will(int number) {
        try (var attacker = new Attacker('w' == victim.value().charAt(0) ? 'x' : 'y');
                RawMqtt raw = RawMqtt.open(broker.port(), attacker.tls)) {
            raw.connect(attacker.id.value(), null, new RawMqtt.Will(topic(), MARK + number, random.nextBoolean()));
        } catch (IOException e) {
            // Ended by the broker, which is the best answer.
        }
    }

    private void oversized(int number) {
        try (var attacker = new Attacker('o')) {
            attacker.session()
                    .publish(Topics.up(attacker.id), MARK + number + "x".repeat(66_600 + random.nextInt(40_000)), false);
            attacker.answered();
        } catch (IOException e) {
            // Ended by the broker, which is the best answer.
        }
    }

    /// Never a topic that is the attackers' own.
    private String topic() {
        String leaf = oneOf("up", "down", "state", "metrics");
        return switch (random.nextInt(9)) {
            case 0, 1 -> "lintel/v1/e/" + victim + "/" + leaf;
            case 2 -> "lintel/v1/e/" + publisher.id + "/" + oneOf("down", "UP", "up/", "up/more", "", "state/up", "uP");
            case 3 -> "lintel/v1/e/" + fuzz(26) + "/" + leaf;
            case 4 ->
                oneOf("/", "lintel/v1/e//", "lintel/v2/e/", "LINTEL/v1/e/", "$SYS/broker/", "$share/lintel/", "lintel/v1/x/",
                        "$CONTROL/dynamic-security/v1/") + victim + "/" + leaf;
            case 5 -> fuzz(1 + random.nextInt(60));
            case 6 -> "lintel/v1/e/cloud-owner/" + leaf;
            case 7 -> "lintel/v1/e/" + victim + fuzz(1 + random.nextInt(3)) + "/" + leaf;
            default -> "lintel/v1/e/" + victim + "/" + leaf + "/" + fuzz(3);
        };
    }

    private String filter() {
        String inner = switch (random.nextInt(8)) {
            case 0 -> "#";
            case 1 -> "+/+/+/+/+";
            case 2 -> "lintel/v1/e/+/" + oneOf("up", "down", "state", "metrics", "+", "#");
            case 3 -> "lintel/v1/e/" + victim + "/" + oneOf("up", "down", "state", "metrics", "+", "#");
            case 4 -> "lintel/#";
            case 5 -> oneOf("$SYS/#", "$SYS/broker/clients/connected", "$CONTROL/#", "$SYS/+/+");
            case 6 -> "lintel/v1/e/" + listener.id + "/" + oneOf("#", "+", "up", "state");
            default -> "lintel/v1/e/" + fuzz(26) + "/+";
        };
        return random.nextInt(3) == 0
                ? "$share/" + oneOf("lintel", "a", "cloud", fuzz(4).replaceAll("[#+/]", "x")) + "/" + inner
                : inner;
    }

    private String fuzz(int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(random.nextInt(9) == 0 ? '/' : LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    private String oneOf(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private void count(String kind) {
        counted.merge(kind, 1, Integer::sum);
    }

    /// Whatever an attacker is delivered is another's.
    private void overheard(RawMqtt raw) {
        raw.heard().forEach(topic -> effects.add("overheard " + topic));
        raw.heard().clear();
    }

    private void talk() {
        said++;
        say(honest, Topics.up(victim));
        say(owner, Topics.down(victim));
    }

    private static void say(Mqtt5AsyncClient client, String topic) {
        client.publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload("honest".getBytes(StandardCharsets.UTF_8))
                .send()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private void expectAllSaid() {
        try {
            Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> delivered.get() >= 2 * said);
        } catch (ConditionTimeoutException e) {
            effects.add("honest messages lost: " + (2 * said - delivered.get()));
        }
    }

    /// Nothing was left behind for whoever subscribes next.
    private void afterwards() {
        listen(connected("cloud-watch", authority.node("watch")), Topics.ALL_STATE);
        say(honest, Topics.up(victim));
        said++;
        say(owner, Topics.down(victim));
        expectAllSaid();
    }

    private void listen(Mqtt5AsyncClient client, String filter) {
        client.subscribeWith().topicFilter(filter).qos(MqttQos.AT_LEAST_ONCE).callback(message -> {
            String payload = new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8);
            if (payload.startsWith(MARK)) {
                effects.add(message.getTopic() + " carried " + payload.substring(0, Math.min(payload.length(), 20)));
            } else if (payload.equals("honest")) {
                delivered.incrementAndGet();
            }
        }).send().join();
    }

    private Mqtt5AsyncClient connected(String clientId, Credential credential) {
        Mqtt5AsyncClient client = Mqtt5Client.builder()
                .identifier(clientId)
                .serverHost("localhost")
                .serverPort(broker.port())
                .sslConfig(MqttClientSslConfig.builder()
                        .keyManagerFactory(credential.keyManagers())
                        .trustManagerFactory(credential.trustManagers())
                        .build())
                .addDisconnectedListener(context -> {
                    if (!over) {
                        dropped.incrementAndGet();
                    }
                })
                .buildAsync();
        client.connectWith().cleanStart(true).sessionExpiryInterval(0).send().orTimeout(10, TimeUnit.SECONDS).join();
        return client;
    }

    @Override
    public void close() {
        over = true;
        publisher.close();
        listener.close();
        for (Mqtt5AsyncClient client : List.of(owner, honest)) {
            client.disconnect().exceptionally(gone -> null).join();
        }
        new ArrayList<>(effects).stream().limit(20).forEach(System.out::println);
    }
}
