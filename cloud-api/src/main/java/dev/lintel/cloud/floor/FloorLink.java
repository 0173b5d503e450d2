package dev.lintel.cloud.floor;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.lifecycle.MqttClientReconnector;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import dev.lintel.cloud.device.Credential;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// This replica's connection to the broker: a lossy pipe that heals itself and promises nothing.
///
///     closed -> connecting <-> connected -> closed
///
/// Clean start and no session: whatever was under way when a connection ended is sent again by whoever owns the log.
/// Publishing never waits: it happens at once, or not at all and says so. The client library would block its caller
/// while disconnected, and an unbounded window would hide a slow broker until the memory is full.
///
/// Any thread may publish; what arrives is handed over on the library's thread, which must not be held up.
public final class FloorLink implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FloorLink.class);
    /// Messages this replica has under way to all edges together: at 2 ms a round trip 128,000 a second.
    static final int WINDOW = 256;
    private static final int KEEP_ALIVE_SECONDS = 20;
    private static final int RECEIVE_MAXIMUM = 1_024;
    private static final long FIRST_BACK_OFF_MILLIS = 1_000;
    private static final long LONGEST_BACK_OFF_MILLIS = 60_000;
    private static final int DOUBLINGS = 6;

    private final Mqtt5AsyncClient client;
    private final List<String> filters;
    private final Inbox inbox;
    private final Semaphore window = new Semaphore(WINDOW);
    private final RandomGenerator chance;
    private final Runnable whenSendable;
    private final AtomicBoolean turnedAway = new AtomicBoolean();
    private volatile boolean closing;

    /// What takes the messages in; called on the library's thread.
    @FunctionalInterface
    public interface Inbox {
        void take(String topic, byte[] payload);
    }

    FloorLink(String host, int port, String clientId, Credential credential, List<String> filters, Inbox inbox,
            Runnable whenSendable, RandomGenerator chance) {
        this.filters = List.copyOf(filters);
        this.inbox = inbox;
        this.chance = chance;
        this.whenSendable = whenSendable;
        this.client = Mqtt5Client.builder()
                .identifier(clientId)
                .serverHost(host)
                .serverPort(port)
                .sslConfig(MqttClientSslConfig.builder()
                        .keyManagerFactory(credential.keyManagers())
                        .trustManagerFactory(credential.trustManagers())
                        .build())
                .addConnectedListener(context -> connected())
                .addDisconnectedListener(this::disconnected)
                .buildAsync();
    }

    /// Begins to connect and returns at once; the link keeps trying until it is closed.
    void open() {
        var _ = client.connectWith()
                .cleanStart(true)
                .sessionExpiryInterval(0)
                .keepAlive(KEEP_ALIVE_SECONDS)
                .restrictions()
                .receiveMaximum(RECEIVE_MAXIMUM)
                .applyRestrictions()
                .send();
    }

    boolean isConnected() {
        return client.getState().isConnected();
    }

    /// Hands one message over if there is a connection and room in the window. True says no more than that it is under
    /// way: whether it was understood, only an acknowledgement from the other side's database tells.
    boolean publish(String topic, byte[] payload) {
        if (!isConnected()) {
            return false;
        }
        if (!window.tryAcquire()) {
            turnedAway.set(true);
            return false;
        }
        var _ = client.publish(Mqtt5Publish.builder().topic(topic).qos(MqttQos.AT_LEAST_ONCE).payload(payload).build())
                .whenComplete((result, failure) -> {
                    window.release();
                    if (turnedAway.compareAndSet(true, false)) {
                        whenSendable.run();
                    }
                    if (failure != null) {
                        LOG.atDebug().setCause(failure).log("a message was not handed to the broker; it will be sent again");
                    }
                });
        return true;
    }

    private void connected() {
        var subscriptions = filters.stream()
                .map(filter -> Mqtt5Subscription.builder().topicFilter(filter).qos(MqttQos.AT_LEAST_ONCE).build())
                .toList();
        // The callback goes with the subscription: one that was registered once and for all ends with the first session,
        // and a link that is connected, subscribed and deaf would look healthy.
        var subscribed = client.subscribeWith()
                .addSubscriptions(subscriptions)
                .callback(message -> inbox.take(message.getTopic().toString(), message.getPayloadAsBytes()))
                .send();
        var _ = subscribed.whenComplete((granted, failure) -> {
            if (failure != null) {
                // Connected but deaf would look healthy; a new connection tries again after its back-off.
                LOG.atWarn().setCause(failure).log("the broker refused our subscriptions");
                var _ = client.disconnect();
                return;
            }
            LOG.info("connected to the broker");
            whenSendable.run();
        });
    }

    private void disconnected(MqttClientDisconnectedContext context) {
        if (closing) {
            return;
        }
        MqttClientReconnector reconnector = context.getReconnector();
        long delay = backOffMillis(reconnector.getAttempts(), chance);
        LOG.atWarn().addKeyValue("cause", context.getCause().getMessage()).addKeyValue("retryMillis", delay).log("no broker");
        reconnector.reconnect(true).resubscribeIfSessionExpired(false).delay(delay, TimeUnit.MILLISECONDS);
    }

    /// Full jitter: anything between nothing and a bound that doubles from 1 s to 60 s, so that replicas and edges that
    /// lost the broker together do not come back together.
    static long backOffMillis(int attempts, RandomGenerator chance) {
        long bound = Math.min(LONGEST_BACK_OFF_MILLIS, FIRST_BACK_OFF_MILLIS << Math.min(Math.max(attempts - 1, 0), DOUBLINGS));
        return chance.nextLong(bound + 1);
    }

    @Override
    public void close() {
        closing = true;
        CompletableFuture<Void> gone = client.disconnect();
        gone.exceptionally(failure -> null).completeOnTimeout(null, 2, TimeUnit.SECONDS).join();
    }
}
