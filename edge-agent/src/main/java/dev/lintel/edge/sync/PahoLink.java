package dev.lintel.edge.sync;

import dev.lintel.protocol.Limits;
import dev.lintel.protocol.wire.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/// The broker over the Paho client, with all of its own memory switched off: no session, no buffer, no reconnecting.
///
/// Its buffer loses messages and its reconnecting hides what happened; both are done by the pump, which knows what the
/// cloud has acknowledged.
final class PahoLink implements BrokerLink, MqttCallback {

    /// Packets on the way at a time: small enough for the client's in-flight table, large enough to fill the link.
    private static final int WINDOW = 16;
    private static final int QOS = 1;
    private static final int DISCONNECT_WITH_WILL = 0x04;
    /// Nobody acknowledged anything for this long: the link is dead, whatever the socket says.
    private static final long STALL_SECONDS = 30;

    /// How long a silent broker is borne: while connecting, and between two signs of life.
    record Patience(int connectSeconds, int keepAliveSeconds) {

        static final Patience USUAL = new Patience(10, 20);
    }

    private final MqttAsyncClient client;
    private final Identity identity;
    private final Ear ear;
    private final Semaphore window = new Semaphore(WINDOW);

    private PahoLink(MqttAsyncClient client, Identity identity, Ear ear) {
        this.client = client;
        this.identity = identity;
        this.ear = ear;
    }

    /// Connects and subscribes, or fails; either way within seconds.
    static BrokerLink open(Identity identity, byte[] lastWill, Ear ear) throws IOException {
        return open(identity, lastWill, ear, Patience.USUAL);
    }

    static BrokerLink open(Identity identity, byte[] lastWill, Ear ear, Patience patience) throws IOException {
        try {
            MqttAsyncClient client = new MqttAsyncClient(
                    "ssl://" + identity.brokerHost() + ":" + identity.brokerPort(), identity.edge().toString(),
                    new MemoryPersistence());
            PahoLink link = new PahoLink(client, identity, ear);
            client.setCallback(link);
            try {
                client.connect(link.options(lastWill, patience))
                        .waitForCompletion(TimeUnit.SECONDS.toMillis(patience.connectSeconds()));
                client.subscribe(Topics.down(identity.edge()), QOS)
                        .waitForCompletion(TimeUnit.SECONDS.toMillis(patience.connectSeconds()));
                return link;
            } catch (MqttException e) {
                link.close();
                throw e;
            }
        } catch (MqttException | GeneralSecurityException e) {
            throw new IOException(Trouble.sentence(e, place(identity)), e);
        }
    }

    private static String place(Identity identity) {
        return identity.brokerHost() + ":" + identity.brokerPort();
    }

    private MqttConnectionOptions options(byte[] lastWill, Patience patience) throws GeneralSecurityException, IOException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(true);
        options.setSessionExpiryInterval(0L);
        options.setAutomaticReconnect(false);
        options.setKeepAliveInterval(patience.keepAliveSeconds());
        options.setConnectionTimeout(patience.connectSeconds());
        options.setReceiveMaximum(Limits.IN_FLIGHT_PACKETS);
        options.setMaximumPacketSize((long) Limits.PACKET_BYTES);
        options.setUseSubscriptionIdentifiers(false);
        options.setHttpsHostnameVerificationEnabled(true);
        options.setSocketFactory(new WithoutDelay(Tls.as(identity).getSocketFactory()));
        MqttMessage will = new MqttMessage(lastWill);
        will.setQos(QOS);
        will.setRetained(true);
        options.setWill(Topics.state(identity.edge()), will);
        return options;
    }

    @Override
    public void up(byte[] message) throws IOException, InterruptedException {
        publish(Topics.up(identity.edge()), message, false);
    }

    @Override
    public void state(byte[] message) throws IOException, InterruptedException {
        publish(Topics.state(identity.edge()), message, true);
    }

    private void publish(String topic, byte[] message, boolean retained) throws IOException, InterruptedException {
        if (!window.tryAcquire(STALL_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("the broker has acknowledged nothing for " + STALL_SECONDS + " s");
        }
        try {
            client.publish(topic, message, QOS, retained);
        } catch (MqttException e) {
            window.release();
            throw new IOException(reason(e), e);
        }
    }

    /// Packets that the broker has not acknowledged yet.
    int onTheWay() {
        return WINDOW - window.availablePermits();
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
        window.release();
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        ear.received(message.getPayload());
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        ear.lost(response.getException() == null ? "disconnected" : reason(response.getException()));
    }

    @Override
    public void mqttErrorOccurred(MqttException e) {
        ear.lost(reason(e));
    }

    @Override
    public void connectComplete(boolean again, String server) {
        // The caller of connect waits for the subscription, not for this.
    }

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {
        // Authentication is the certificate's; an exchange of packets for it does not happen.
    }

    private String reason(Exception e) {
        return Trouble.sentence(e, place(identity));
    }

    @Override
    public void close() {
        try {
            // With the will: to whoever looks at this edge's state, a stop is the same as a broken cable.
            client.disconnectForcibly(0, 500, DISCONNECT_WITH_WILL, new MqttProperties());
        } catch (MqttException notConnected) {
            // Closing what is already gone.
        }
        try {
            client.close(true);
        } catch (MqttException stillBusy) {
            // The client ends with its socket; there is nothing left to release here.
        }
    }

    /// Small messages must not wait for the acknowledgement of the one before (Nagle against delayed acknowledgements
    /// costs about 20 ms a touch), and the client offers no setting for it.
    private static final class WithoutDelay extends SSLSocketFactory {

        private final SSLSocketFactory inner;

        WithoutDelay(SSLSocketFactory inner) {
            this.inner = inner;
        }

        private static Socket now(Socket socket) throws IOException {
            socket.setTcpNoDelay(true);
            return socket;
        }

        @Override
        public Socket createSocket() throws IOException {
            return now(inner.createSocket());
        }

        @Override
        public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
            return now(inner.createSocket(socket, host, port, autoClose));
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return now(inner.createSocket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
            return now(inner.createSocket(host, port, from, fromPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return now(inner.createSocket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
            return now(inner.createSocket(host, port, from, fromPort));
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return inner.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return inner.getSupportedCipherSuites();
        }
    }
}
