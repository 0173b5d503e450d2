package dev.lintel.cloud.floor;

import dev.lintel.cloud.booking.LineDesk;
import dev.lintel.cloud.booking.LineDesk.Taken;
import dev.lintel.cloud.device.EdgeDirectory;
import dev.lintel.cloud.device.EdgeDirectory.Assignment;
import dev.lintel.cloud.device.FleetDesk;
import dev.lintel.cloud.device.IssueDesk;
import dev.lintel.cloud.floor.Replies.From;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.Coming;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.protocol.time.Moment;
import dev.lintel.protocol.wire.Codec;
import dev.lintel.protocol.wire.Decoded;
import dev.lintel.protocol.wire.Envelope;
import dev.lintel.protocol.wire.LinkState;
import dev.lintel.protocol.wire.Message;
import dev.lintel.protocol.wire.Part;
import dev.lintel.protocol.wire.Topics;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// Bytes in: who says this, may they, what does it say, and what is the answer.
///
///     bytes -> edge (topic) -> envelope -> floor is the edge's? -> tenant -> desk's transaction -> acknowledgement
///
/// Everything that does not belong is counted by reason, logged and dropped without effect. The library's thread only
/// sorts messages into [Lanes]; on a lane the messages of one edge are handled in order.
final class FloorListener implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FloorListener.class);
    /// Each lane holds at most one database connection; half the pool stays with the requests of people.
    private static final int LANES = 8;

    private final EdgeDirectory directory;
    private final Reception reception;
    private final FleetDesk fleet;
    private final IssueDesk issues;
    private final LineDesk desk;
    private final LinkBook links;
    private final Refusals refusals;
    private final Replies replies;
    private final InstantSource clock;
    private final Codec codec = new Codec();
    private final Lanes<Arrived> lanes;

    /// Never compared, only carried.
    @SuppressWarnings("ArrayRecordComponent")
    private record Arrived(EdgeId edge, String topic, byte[] payload) {}

    FloorListener(EdgeDirectory directory, Reception reception, FleetDesk fleet, IssueDesk issues, LineDesk desk,
            LinkBook links,
            Refusals refusals, Replies replies, InstantSource clock) {
        this.directory = directory;
        this.reception = reception;
        this.fleet = fleet;
        this.issues = issues;
        this.desk = desk;
        this.links = links;
        this.refusals = refusals;
        this.replies = replies;
        this.clock = clock;
        this.lanes = new Lanes<>("floor-lane", LANES, this::handle);
    }

    /// Called on the library's thread.
    void take(String topic, byte[] payload) {
        Optional<EdgeId> edge = Topics.edgeOf(topic);
        if (edge.isEmpty()) {
            refusals.count("topic", "unknown");
        } else if (!lanes.offer(edge.get(), new Arrived(edge.get(), topic, payload))) {
            refusals.count("busy", edge.get().value());
        }
    }

    private void handle(Arrived arrived) {
        EdgeId edge = arrived.edge();
        Optional<Assignment> assignment = directory.assignment(edge);
        if (assignment.isEmpty()) {
            refusals.count("edge", edge.value());
        } else if (arrived.topic().equals(Topics.state(edge))) {
            LinkState.read(arrived.payload())
                    .ifPresentOrElse(state -> state(edge, assignment.get(), state),
                            () -> refusals.count("state", edge.value()));
        } else if (arrived.topic().equals(Topics.up(edge))) {
            switch (codec.decode(arrived.payload())) {
                case Decoded.Refused(String reason) -> {
                    refusals.count("unreadable", edge.value());
                    LOG.atDebug().addKeyValue("edge", edge).addKeyValue("reason", reason).log("a message could not be read");
                }
                case Decoded.Read(Envelope envelope, var _) -> read(edge, assignment.get(), envelope);
            }
        }
    }

    /// A will that comes after the next hello tells of a connection that is over anyway; any replica may have taken that hello.
    private void state(EdgeId edge, Assignment assignment, LinkState state) {
        if (!state.up()) {
            links.down(assignment.tenant(), edge, state.connection());
        }
    }

    private void read(EdgeId edge, Assignment assignment, Envelope envelope) {
        var from = new From(edge, assignment.tenant(), envelope.floor(), envelope.epoch());
        if (assignment.former().contains(envelope.floor())) {
            reception.former(from, envelope.message());
            return;
        }
        if (!assignment.floors().contains(envelope.floor())) {
            refusals.count("foreign-floor", edge.value());
            return;
        }
        switch (envelope.message()) {
            case Message.Hello hello -> reception.hello(from, hello);
            case Message.Log(List<Entry> entries) -> log(from, entries);
            case Message.Ack(var mark) -> {
                var _ = take(from, List.of(new CloudInput.FeedAcknowledged(mark)));
            }
            case Message.Resend(long seq) -> replies.feedWanted(from.floor(), seq);
            case Message.Digest(var digest) -> take(from, List.of(new CloudInput.DigestArrived(digest))).ifPresent(taken -> {
                if (taken.last() instanceof Outcome.Welcomed) {
                    reception.welcome(from, taken, Envelope.CURRENT);
                } else if (Replies.ofAnotherEpoch(taken) && taken.last() instanceof Outcome.Halted(String reason)) {
                    replies.answer(from, taken, new Message.Refused(reason));
                }
            });
            case Message.Copy(Part part) -> reception.offered(from, part);
            case Message.Welcome _,Message.Feed _,Message.Snapshot _,Message.Refused _,Message.Order _,Message.Desired _ ->
                refusals.count("not-for-the-cloud", edge.value());
            case Message.Reply _,Message.Reported _,Message.Health _,Message.Panels _ ->
                fleet.take(from.tenant(), edge, from.floor(), envelope.message());
            case Message.Unknown _ -> refusals.count("unknown-kind", edge.value());
        }
    }

    private void log(From from, List<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        issues.heard(from.tenant(), from.floor(), entries);
        Moment moment = Moment.synchronised(clock.instant());
        List<CloudInput> inputs = entries.stream().<CloudInput>map(entry -> new CloudInput.LogArrived(entry, moment)).toList();
        Optional<Taken> applied = take(from, inputs);
        if (applied.isEmpty()) {
            return;
        }
        Taken taken = applied.get();
        for (int i = 0; i < taken.outcomes().size(); i++) {
            Entry entry = entries.get(i);
            MDC.put("op", entry.head().operation().toString());
            LOG.atInfo()
                    .addKeyValue("floor", from.floor())
                    .addKeyValue("seq", entry.seq())
                    .addKeyValue("outcome", taken.outcomes().get(i).getClass().getSimpleName())
                    .log("door log entry received");
        }
        MDC.remove("op");
        switch (taken.last()) {
            case Outcome.Gap(long missing) -> replies.answer(from, taken, new Message.Resend(missing));
            case Outcome.Halted(String reason) -> {
                refusals.count("halted", from.floor().toString());
                replies.answer(from, taken, new Message.Refused(reason));
            }
            case Outcome.Applied _,Outcome.Repeated _,Outcome.Answered _,Outcome.Welcomed _ -> {
                replies.answer(from, taken, new Message.Ack(taken.at().log()));
                if (taken.unread()) {
                    replies.answer(from, taken, new Message.Welcome(Envelope.CURRENT, taken.at().log().seq() + 1,
                            taken.at().feedAcked().seq() + 1, Coming.COPY));
                }
            }
        }
    }

    /// Empty where the floor is gone.
    private Optional<Taken> take(From from, List<? extends CloudInput> inputs) {
        return desk.fromDoor(from.tenant(), from.floor(), from.epoch(), inputs).map(taken -> replies.counted(from, taken));
    }

    @Override
    public void close() {
        lanes.close();
    }
}
