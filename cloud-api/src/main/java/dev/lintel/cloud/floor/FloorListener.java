package dev.lintel.cloud.floor;

import dev.lintel.cloud.booking.EpochDesk;
import dev.lintel.cloud.booking.FormerDoorDesk;
import dev.lintel.cloud.booking.LineDesk;
import dev.lintel.cloud.booking.LineDesk.Taken;
import dev.lintel.cloud.device.BootDesk;
import dev.lintel.cloud.device.EdgeDirectory;
import dev.lintel.cloud.device.EdgeDirectory.Assignment;
import dev.lintel.cloud.device.FleetDesk;
import dev.lintel.cloud.device.IssueDesk;
import dev.lintel.protocol.identity.BootId;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.Coming;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.protocol.line.Snapshot;
import dev.lintel.protocol.time.Moment;
import dev.lintel.protocol.wire.Codec;
import dev.lintel.protocol.wire.Decoded;
import dev.lintel.protocol.wire.Envelope;
import dev.lintel.protocol.wire.LinkState;
import dev.lintel.protocol.wire.Message;
import dev.lintel.protocol.wire.Part;
import dev.lintel.protocol.wire.Parts;
import dev.lintel.protocol.wire.Topics;
import dev.lintel.protocol.wire.Versions;
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
    private final BootDesk boots;
    private final FleetDesk fleet;
    private final IssueDesk issues;
    private final LineDesk desk;
    private final EpochDesk epochs;
    private final FormerDoorDesk formers;
    private final LinkBook links;
    private final Refusals refusals;
    private final IdSource ids;
    private final InstantSource clock;
    private final Codec codec = new Codec();
    private final Lanes<Arrived> lanes;
    private volatile Answers answers = Answers.NOBODY;

    /// Never compared, only carried.
    @SuppressWarnings("ArrayRecordComponent")
    private record Arrived(EdgeId edge, String topic, byte[] payload) {}

    /// From whom, about which floor, checked.
    private record From(EdgeId edge, TenantId tenant, FloorId floor, long epoch) {}

    /// Where answers go and who must be told; bound once the link exists.
    interface Answers {

        Answers NOBODY = new Answers() {
            @Override
            public void say(EdgeId edge, Envelope envelope) {}

            @Override
            public void feedWanted(FloorId floor, long from) {}
        };

        void say(EdgeId edge, Envelope envelope);

        void feedWanted(FloorId floor, long from);
    }

    FloorListener(EdgeDirectory directory, BootDesk boots, FleetDesk fleet, IssueDesk issues, LineDesk desk, EpochDesk epochs,
            FormerDoorDesk formers, LinkBook links, Refusals refusals, IdSource ids, InstantSource clock) {
        this.directory = directory;
        this.boots = boots;
        this.fleet = fleet;
        this.issues = issues;
        this.desk = desk;
        this.epochs = epochs;
        this.formers = formers;
        this.links = links;
        this.refusals = refusals;
        this.ids = ids;
        this.clock = clock;
        this.lanes = new Lanes<>("floor-lane", LANES, this::handle);
    }

    void answerThrough(Answers bound) {
        answers = bound;
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
            formerDoor(from, envelope.message());
            return;
        }
        if (!assignment.floors().contains(envelope.floor())) {
            refusals.count("foreign-floor", edge.value());
            return;
        }
        switch (envelope.message()) {
            case Message.Hello hello -> hello(from, hello);
            case Message.Log(List<Entry> entries) -> log(from, entries);
            case Message.Ack(var mark) -> {
                var _ = take(from, List.of(new CloudInput.FeedAcknowledged(mark)));
            }
            case Message.Resend(long seq) -> answers.feedWanted(from.floor(), seq);
            case Message.Digest(var digest) -> take(from, List.of(new CloudInput.DigestArrived(digest))).ifPresent(taken -> {
                if (taken.last() instanceof Outcome.Welcomed) {
                    welcome(from, taken, Envelope.CURRENT);
                } else if (superseded(taken)) {
                    answer(from, taken, new Message.Refused(LineDesk.SUPERSEDED));
                }
            });
            case Message.Copy(Part part) ->
                epochs.offered(from.tenant(), from.floor(), from.edge(), from.epoch(), part)
                        .ifPresent(taken -> copied(from, taken));
            case Message.Welcome _,Message.Feed _,Message.Snapshot _,Message.Refused _,Message.Order _,Message.Desired _ ->
                refusals.count("not-for-the-cloud", edge.value());
            case Message.Reply _,Message.Reported _,Message.Health _,Message.Panels _ ->
                fleet.take(from.tenant(), edge, from.floor(), envelope.message());
            case Message.Unknown _ -> refusals.count("unknown-kind", edge.value());
        }
    }

    private void hello(From from, Message.Hello hello) {
        if (hello.boot().isPresent()
                && !boots.seen(from.tenant(), from.edge(), new BootId(hello.boot().get()), hello.connection())) {
            refusals.count("quarantined", from.edge().value());
            links.down(from.tenant(), from.edge(), hello.connection());
            return;
        }
        Optional<Integer> version = Versions.spoken(hello);
        if (version.isEmpty()) {
            say(from, from.epoch(), Optional.empty(), new Message.Refused("no-common-version"));
            return;
        }
        Optional<Taken> answered = epochs.greeted(from.tenant(), from.floor(), from.edge(), from.epoch(), hello.connection(),
                new CloudInput.Greeted(hello.greeting(), new Generation(ids.next())));
        if (answered.isEmpty()) {
            return;
        }
        Taken taken = counted(from, answered.get());
        switch (taken.last()) {
            case Outcome.Welcomed _ -> {
                welcome(from, taken, version.get());
                LOG.atInfo().addKeyValue("edge", from.edge()).addKeyValue("floor", from.floor()).log("door welcomed");
            }
            case Outcome.Halted(String reason) -> answer(from, taken, new Message.Refused(reason));
            case Outcome.Answered _,Outcome.Applied _,Outcome.Repeated _,Outcome.Gap _ ->
                throw new IllegalStateException("a hello is welcomed or halted");
        }
    }

    /// Says what comes, and sends it where it is a snapshot.
    private void welcome(From from, Taken taken, int version) {
        if (!(taken.last() instanceof Outcome.Welcomed(long logFrom, long feedFrom, Coming coming))) {
            throw new IllegalStateException("not welcomed: " + taken.last());
        }
        switch (coming) {
            case FEED -> {
                answer(from, taken, new Message.Welcome(version, logFrom, feedFrom, coming));
                answers.feedWanted(from.floor(), feedFrom);
            }
            case COPY -> answer(from, taken, new Message.Welcome(version, logFrom, feedFrom, coming));
            case SNAPSHOT -> snapshot(from, version);
        }
    }

    /// The floor as it is now, in parts. Where one is lost, the door greets again.
    private void snapshot(From from, int version) {
        epochs.snapshot(from.tenant(), from.floor()).ifPresent(whole -> {
            answers.say(from.edge(), inEpoch(from, whole, new Message.Welcome(version, whole.log().seq() + 1,
                    whole.feed().seq() + 1, Coming.SNAPSHOT)));
            Parts.of(whole).forEach(part -> answers.say(from.edge(), inEpoch(from, whole, part)));
            LOG.atInfo().addKeyValue("floor", from.floor()).addKeyValue("epoch", whole.epoch()).log("snapshot sent");
        });
    }

    private static Envelope inEpoch(From from, Snapshot whole, Message message) {
        return new Envelope(Envelope.CURRENT, from.floor(), whole.epoch(), Optional.of(whole.generation()), message);
    }

    /// A copy was whole and has been taken over.
    private void copied(From from, Taken taken) {
        switch (taken.last()) {
            case Outcome.Applied _ -> snapshot(from, Envelope.CURRENT);
            case Outcome.Welcomed _ -> welcome(from, taken, Envelope.CURRENT);
            case Outcome.Halted(String reason) -> answer(from, taken, new Message.Refused(reason));
            case Outcome.Repeated _,Outcome.Answered _,Outcome.Gap _ -> LOG.atInfo()
                    .addKeyValue("floor", from.floor())
                    .log("a copy did not fit the floor any more; the next greeting asks again");
        }
    }

    /// R13: what a replaced door still has to say is never applied; it is welcomed to tell its wishes, and once it has told them
    /// turned away.
    private void formerDoor(From from, Message message) {
        refusals.count(LineDesk.SUPERSEDED, from.edge().value());
        if (message instanceof Message.Log(List<Entry> entries) && !entries.isEmpty()) {
            issues.heard(from.tenant(), from.floor(), entries);
            formers.heard(from.tenant(), from.floor(), from.edge(), from.epoch(), entries).ifPresent(heard -> {
                sayFormer(from, new Message.Ack(heard.upTo()));
                if (heard.gap()) {
                    sayFormer(from, new Message.Resend(heard.upTo().seq() + 1));
                } else if (heard.all()) {
                    sayFormer(from, new Message.Refused(LineDesk.SUPERSEDED));
                }
            });
        } else if (message instanceof Message.Hello hello) {
            Message turnedAway = new Message.Refused(LineDesk.SUPERSEDED);
            Versions.spoken(hello)
                    .ifPresentOrElse(version -> sayFormer(from,
                            formers.greeted(from.tenant(), from.floor(), from.edge(), from.epoch(), hello.greeting().log())
                                    .<Message>map(wanted -> new Message.Welcome(version, wanted,
                                            hello.greeting().feed().seq() + 1, Coming.FEED))
                                    .orElse(turnedAway)),
                            () -> sayFormer(from, turnedAway));
        }
    }

    /// In its own epoch, or it would not listen; and without our generation, which is none of its business any more.
    private void sayFormer(From from, Message message) {
        say(from, from.epoch(), Optional.empty(), message);
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
            case Outcome.Gap(long missing) -> answer(from, taken, new Message.Resend(missing));
            case Outcome.Halted(String reason) -> {
                refusals.count("halted", from.floor().toString());
                answer(from, taken, new Message.Refused(reason));
            }
            case Outcome.Applied _,Outcome.Repeated _,Outcome.Answered _,Outcome.Welcomed _ -> {
                answer(from, taken, new Message.Ack(taken.at().log()));
                if (taken.unread()) {
                    answer(from, taken, new Message.Welcome(Envelope.CURRENT, taken.at().log().seq() + 1,
                            taken.at().feedAcked().seq() + 1, Coming.COPY));
                }
            }
        }
    }

    /// Empty where the floor is gone.
    private Optional<Taken> take(From from, List<? extends CloudInput> inputs) {
        return desk.fromDoor(from.tenant(), from.floor(), from.epoch(), inputs).map(taken -> counted(from, taken));
    }

    private Taken counted(From from, Taken taken) {
        if (superseded(taken)) {
            refusals.count(LineDesk.SUPERSEDED, from.edge().value());
        }
        return taken;
    }

    private static boolean superseded(Taken taken) {
        return taken.last() instanceof Outcome.Halted(String reason) && reason.equals(LineDesk.SUPERSEDED);
    }

    private void answer(From from, Taken taken, Message message) {
        // A door that speaks for an epoch that is over is answered in that epoch, or it would not listen.
        long epoch = superseded(taken) ? from.epoch() : taken.at().epoch();
        say(from, epoch, superseded(taken) ? Optional.empty() : Optional.of(taken), message);
    }

    private void say(From from, long epoch, Optional<Taken> taken, Message message) {
        answers.say(from.edge(),
                new Envelope(Envelope.CURRENT, from.floor(), epoch, taken.map(t -> t.at().generation()), message));
    }

    @Override
    public void close() {
        lanes.close();
    }
}
