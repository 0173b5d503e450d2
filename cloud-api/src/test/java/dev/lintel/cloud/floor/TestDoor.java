package dev.lintel.cloud.floor;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import dev.lintel.cloud.device.Credential;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.line.DoorInput;
import dev.lintel.protocol.line.DoorPosition;
import dev.lintel.protocol.line.DoorSide;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.DoorStep;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.Greeting;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.protocol.time.ClockQuality;
import dev.lintel.protocol.time.Moment;
import dev.lintel.protocol.wire.Codec;
import dev.lintel.protocol.wire.Decoded;
import dev.lintel.protocol.wire.Envelope;
import dev.lintel.protocol.wire.LinkState;
import dev.lintel.protocol.wire.Message;
import dev.lintel.protocol.wire.Sha256Chain;
import dev.lintel.protocol.wire.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;

/// A door that runs the shared rules over a real MQTT connection and keeps everything in memory.
@NullMarked
final class TestDoor implements AutoCloseable {

    private final DoorSide side = new DoorSide(new Sha256Chain());
    private final Codec codec = new Codec();
    private final EdgeId edge;
    private final FloorId floor;
    private final Mqtt5AsyncClient client;
    private final NavigableMap<Long, Entry> log = new TreeMap<>();
    private final List<Message> heard = new ArrayList<>();
    private DoorState state;
    private boolean deaf;

    TestDoor(EdgeId edge, FloorId floor, Credential credential, int port) {
        this.edge = edge;
        this.floor = floor;
        this.state = DoorState.empty(DoorPosition.fresh(floor, 1));
        this.client = Mqtt5Client.builder()
                .identifier(edge.value())
                .serverHost("localhost")
                .serverPort(port)
                .sslConfig(MqttClientSslConfig.builder()
                        .keyManagerFactory(credential.keyManagers())
                        .trustManagerFactory(credential.trustManagers())
                        .build())
                .buildAsync();
    }

    /// Connects, says up, and greets the cloud.
    void connect(long connection) {
        client.connectWith()
                .cleanStart(true)
                .sessionExpiryInterval(0)
                .willPublish()
                .topic(Topics.state(edge))
                .qos(MqttQos.AT_LEAST_ONCE)
                .retain(true)
                .payload(new LinkState(connection, false).bytes())
                .applyWillPublish()
                .send()
                .join();
        client.subscribeWith()
                .topicFilter(Topics.down(edge))
                .qos(MqttQos.AT_LEAST_ONCE)
                .callback(message -> received(message.getPayloadAsBytes()))
                .send()
                .join();
        raw(Topics.state(edge), new LinkState(connection, true).bytes(), true);
        greet(connection);
    }

    void greet(long connection) {
        var at = state().at();
        say(new Message.Hello(new Greeting(at.epoch(), at.generation(), at.line(), at.log(), at.feed(), true, Optional.empty()),
                1, 1, connection,
                new ClockQuality.Synchronised(), Optional.empty()));
    }

    boolean connected() {
        return client.getState().isConnected();
    }

    synchronized Outcome touch(OperationId operation, BookingCommand command) {
        return step(new DoorInput.Touched(operation, command, Moment.synchronised(Instant.now())));
    }

    synchronized DoorState state() {
        return state;
    }

    synchronized List<Message> heard() {
        return List.copyOf(heard);
    }

    /// From now on the feed is heard, and neither applied nor acknowledged.
    synchronized void turnDeaf() {
        deaf = true;
    }

    /// Sends its whole log again, as a door does that has heard nothing for a while.
    synchronized void repeatLog() {
        later(new Message.Log(List.copyOf(log.values())));
    }

    void say(Message message) {
        raw(Topics.up(edge), codec.encode(new Envelope(1, floor, 1, Optional.empty(), message)), false);
    }

    void raw(String topic, byte[] payload, boolean retained) {
        client.publishWith().topic(topic).qos(MqttQos.AT_LEAST_ONCE).retain(retained).payload(payload).send().join();
    }

    private synchronized void received(byte[] payload) {
        if (codec.decode(payload) instanceof Decoded.Read(Envelope envelope, var _)) {
            heard.add(envelope.message());
            switch (envelope.message()) {
                case Message.Welcome _ -> {
                    var _ = step(new DoorInput.Welcomed(envelope.generation().orElseThrow()));
                    later(new Message.Log(List.copyOf(log.values())));
                }
                case Message.Feed _ when deaf -> {
                }
                case Message.Feed(List<Entry> entries) -> {
                    Moment moment = Moment.synchronised(Instant.now());
                    entries.forEach(entry -> step(new DoorInput.FeedArrived(entry, Optional.of(entry.hash()), moment)));
                    later(new Message.Ack(state.at().feed()));
                }
                case Message.Ack(var mark) -> {
                    var _ = step(
                            new DoorInput.LogAcknowledged(mark, Optional.ofNullable(log.get(mark.seq())).map(Entry::hash)));
                }
                case Message.Hello _,Message.Refused _,Message.Log _,Message.Resend _,Message.Snapshot _,Message.Copy _,Message.Digest _,Message.Unknown _ ->
                    {
                    }
            }
        }
    }

    private Outcome step(DoorInput input) {
        DoorStep step = side.step(state, input);
        state = step.state();
        step.entries().forEach(entry -> log.put(entry.seq(), entry));
        if (!step.entries().isEmpty()) {
            later(new Message.Log(step.entries()));
        }
        return step.outcome();
    }

    /// Callbacks run on the connection's own thread, which must not wait for itself.
    private void later(Message message) {
        if (message instanceof Message.Log(var entries) && entries.isEmpty()) {
            return;
        }
        byte[] bytes = codec.encode(new Envelope(1, floor, 1, Optional.empty(), message));
        var _ = client.publishWith().topic(Topics.up(edge)).qos(MqttQos.AT_LEAST_ONCE).payload(bytes).send();
    }

    @Override
    public void close() {
        leave();
    }

    /// Ends the connection in order; the door may come back.
    void leave() {
        if (client.getState().isConnected()) {
            client.disconnect().join();
        }
    }
}
