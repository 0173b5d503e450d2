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
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.Coming;
import dev.lintel.protocol.line.DoorCopy;
import dev.lintel.protocol.line.DoorInput;
import dev.lintel.protocol.line.DoorPosition;
import dev.lintel.protocol.line.DoorSide;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.DoorStep;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.Greeting;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.protocol.line.Rebuild;
import dev.lintel.protocol.line.Snapshot;
import dev.lintel.protocol.time.ClockQuality;
import dev.lintel.protocol.time.Moment;
import dev.lintel.protocol.wire.Applied;
import dev.lintel.protocol.wire.Assembled;
import dev.lintel.protocol.wire.Codec;
import dev.lintel.protocol.wire.Decoded;
import dev.lintel.protocol.wire.EdgeOrder;
import dev.lintel.protocol.wire.EdgeReply;
import dev.lintel.protocol.wire.Envelope;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.LinkState;
import dev.lintel.protocol.wire.Message;
import dev.lintel.protocol.wire.Part;
import dev.lintel.protocol.wire.Parts;
import dev.lintel.protocol.wire.Sha256Chain;
import dev.lintel.protocol.wire.Staging;
import dev.lintel.protocol.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullMarked;

/// A door that runs the shared rules over a real MQTT connection and keeps everything in memory.
@NullMarked
final class TestDoor implements AutoCloseable {

    private static final int BATCH = 32;

    private final DoorSide side = new DoorSide(new Sha256Chain());
    private final Codec codec = new Codec();
    private final EdgeId edge;
    private final FloorId floor;
    private final Mqtt5AsyncClient client;
    private final NavigableMap<Long, Entry> log = new TreeMap<>();
    private final List<Message> heard = new ArrayList<>();
    private DoorState state;
    private Staging staging = Staging.empty();
    private boolean copyWanted;
    private boolean deaf;
    /// Before a welcome, and after having been turned away, an agent sends nothing of its log.
    private boolean welcomed;
    private volatile Function<EdgeOrder, EdgeReply> obeying = order -> new EdgeReply.Refused("not-understood", Json.object());

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
        synchronized (this) {
            welcomed = false;
        }
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

    /// The same, and goes on greeting until it is welcomed: what the cloud does not hear, being on its way to the broker
    /// itself, is lost.
    void arrive(long connection) {
        connect(connection);
        Awaitility.await().pollInterval(Duration.ofSeconds(1)).until(() -> {
            boolean heard = welcomed();
            if (!heard) {
                greet(connection);
            }
            return heard;
        });
    }

    private synchronized boolean welcomed() {
        return welcomed;
    }

    void greet(long connection) {
        say(new Message.Hello(Greeting.of(state(), LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC)), 1, 1, connection,
                new ClockQuality.Synchronised(), Optional.empty()));
    }

    boolean connected() {
        return client.getState().isConnected();
    }

    /// What becomes of orders from now on.
    void obey(Function<EdgeOrder, EdgeReply> how) {
        obeying = how;
    }

    synchronized Outcome notice(OperationId operation, String kind, SpaceId space) {
        return step(new DoorInput.Noticed(operation, kind, Optional.of(space), Moment.synchronised(Instant.now())));
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
        raw(Topics.up(edge), codec.encode(new Envelope(1, floor, state().at().epoch(), Optional.empty(), message)), false);
    }

    void raw(String topic, byte[] payload, boolean retained) {
        client.publishWith().topic(topic).qos(MqttQos.AT_LEAST_ONCE).retain(retained).payload(payload).send().join();
    }

    private synchronized void received(byte[] payload) {
        if (codec.decode(payload) instanceof Decoded.Read(Envelope envelope, var _)) {
            heard.add(envelope.message());
            boolean present = envelope.epoch() == state.at().epoch();
            switch (envelope.message()) {
                case Message.Welcome welcome -> welcomed(envelope, welcome, present);
                case Message.Feed _ when deaf || !present -> {
                }
                case Message.Feed(List<Entry> entries) -> {
                    Moment moment = Moment.synchronised(Instant.now());
                    entries.forEach(entry -> step(new DoorInput.FeedArrived(entry, Optional.of(entry.hash()), moment)));
                    later(new Message.Ack(state.at().feed()));
                }
                case Message.Order _ when !present -> {
                }
                case Message.Order order -> later(new Message.Reply(order.operation(), obeying.apply(order.order())));
                case Message.Desired desired -> later(new Message.Reported(desired.items()
                        .stream()
                        .map(item -> new Applied(item.about(), item.version(), item.settings(), Optional.empty()))
                        .toList()));
                case Message.Ack(var mark) when present -> {
                    var _ = step(
                            new DoorInput.LogAcknowledged(mark, Optional.ofNullable(log.get(mark.seq())).map(Entry::hash)));
                    offer();
                }
                case Message.Snapshot(Part part) -> snapshot(part);
                case Message.Refused _ -> welcomed = false;
                case Message.Ack _,Message.Hello _,Message.Log _,Message.Resend _,Message.Copy _,Message.Digest _,Message.Reply _,Message.Reported _,Message.Health _,Message.Panels _,Message.Unknown _ ->
                    {
                    }
            }
        }
    }

    private void welcomed(Envelope envelope, Message.Welcome welcome, boolean present) {
        welcomed = true;
        envelope.generation().ifPresent(generation -> step(new DoorInput.Welcomed(generation)));
        staging = Staging.empty();
        copyWanted = welcome.coming() == Coming.COPY;
        if (present || copyWanted) {
            tell(welcome.logFrom());
        }
        offer();
    }

    private void tell(long from) {
        var entries = List.copyOf(log.tailMap(from).values());
        for (int at = 0; at < entries.size(); at += BATCH) {
            later(new Message.Log(entries.subList(at, Math.min(entries.size(), at + BATCH))));
        }
    }

    /// The copy goes behind the log: once the cloud has all of that.
    private void offer() {
        if (copyWanted && state.at().logAcked().equals(state.at().log())) {
            copyWanted = false;
            Parts.of(DoorCopy.of(state)).forEach(this::later);
        }
    }

    private void snapshot(Part part) {
        staging = staging.with(part);
        if (!(Parts.snapshot(staging.parts()) instanceof Assembled.Whole<Snapshot>(Snapshot whole))) {
            return;
        }
        staging = Staging.empty();
        var since = List.copyOf(log.tailMap(Rebuild.from(state, whole), false).values());
        long before = state.at().epoch();
        var step = side.step(state, new DoorInput.SnapshotArrived(whole, since, Moment.synchronised(Instant.now())));
        state = step.state();
        if (state.at().epoch() != before) {
            log.clear();
        }
        step.entries().forEach(entry -> log.put(entry.seq(), entry));
        if (step.outcome() instanceof Outcome.Applied) {
            later(new Message.Ack(state.at().feed()));
            tell(state.at().logAcked().seq() + 1);
        }
    }

    synchronized List<Entry> log() {
        return List.copyOf(log.values());
    }

    /// As a door does that has waited five seconds for an acknowledgement.
    synchronized void tellAgain() {
        tell(state.at().logAcked().seq() + 1);
    }

    /// The door says its last word.
    synchronized Outcome retire(OperationId operation) {
        return step(new DoorInput.Retired(operation));
    }

    private Outcome step(DoorInput input) {
        DoorStep step = side.step(state, input);
        state = step.state();
        step.entries().forEach(entry -> log.put(entry.seq(), entry));
        if (!step.entries().isEmpty() && client.getState().isConnected()) {
            later(new Message.Log(step.entries()));
        }
        return step.outcome();
    }

    /// Callbacks run on the connection's own thread, which must not wait for itself.
    private void later(Message message) {
        if (message instanceof Message.Log(var entries) && (entries.isEmpty() || !welcomed)) {
            return;
        }
        byte[] bytes = codec.encode(new Envelope(1, floor, state.at().epoch(), Optional.empty(), message));
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
