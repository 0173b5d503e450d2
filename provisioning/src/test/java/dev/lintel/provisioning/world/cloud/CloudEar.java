package dev.lintel.provisioning.world.cloud;

import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.line.Body;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.Coming;
import dev.lintel.protocol.line.DoorCopy;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.FloorPosition;
import dev.lintel.protocol.line.Mark;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.protocol.line.Snapshot;
import dev.lintel.protocol.wire.Assembled;
import dev.lintel.protocol.wire.Codec;
import dev.lintel.protocol.wire.Decoded;
import dev.lintel.protocol.wire.Envelope;
import dev.lintel.protocol.wire.Message;
import dev.lintel.protocol.wire.Part;
import dev.lintel.protocol.wire.Parts;
import dev.lintel.protocol.wire.Staging;
import dev.lintel.protocol.wire.Versions;
import dev.lintel.provisioning.world.cloud.Transaction.Heard;
import dev.lintel.provisioning.world.cloud.Transaction.Taken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Hears what edges say: who says it, about whose floor, and what is answered, as `FloorListener`, `Reception`, `EpochDesk` and `FormerDoorDesk` do.
final class CloudEar {

    private static final String SUPERSEDED = "superseded-epoch";
    private static final String EPOCH_UNKNOWN = "epoch-unknown";

    private final Codec codec = new Codec();
    private final CloudHost host;
    private final CloudDesk desk;
    private final CloudWatch watch;

    /// From whom, about which floor, checked.
    private record From(EdgeId edge, Tables tables, FloorRows floor, long epoch) {}

    CloudEar(CloudHost host, CloudDesk desk, CloudWatch watch) {
        this.host = host;
        this.desk = desk;
        this.watch = watch;
    }

    void hear(EdgeId edge, byte[] bytes) {
        switch (codec.decode(bytes)) {
            case Decoded.Refused _ -> watch.dropped("unreadable");
            case Decoded.Read(Envelope envelope, var _) -> read(edge, envelope);
        }
    }

    private void read(EdgeId edge, Envelope envelope) {
        for (Tables tables : host.databases()) {
            for (FloorRows floor : tables.floors()) {
                if (floor.id().equals(envelope.floor())) {
                    From from = new From(edge, tables, floor, envelope.epoch());
                    if (floor.former.contains(edge)) {
                        former(from, envelope.message());
                    } else if (floor.door().equals(Optional.of(edge))) {
                        present(from, envelope.message());
                    } else {
                        watch.dropped("foreign-floor");
                    }
                    return;
                }
            }
        }
        watch.dropped("unknown-floor");
    }

    private void present(From from, Message message) {
        switch (message) {
            case Message.Hello hello -> hello(from, hello);
            case Message.Log(List<Entry> entries) when !entries.isEmpty() -> log(from, entries);
            case Message.Log _ -> watch.dropped("empty");
            case Message.Ack(Mark mark) -> take(from, List.of(new CloudInput.FeedAcknowledged(mark)));
            case Message.Resend(long seq) -> host.pump().from(from.floor(), seq);
            case Message.Digest(var digest) -> {
                Taken taken = take(from, List.of(new CloudInput.DigestArrived(digest)));
                if (taken.last() instanceof Outcome.Welcomed) {
                    from.floor().up = true;
                    welcome(from, taken, Envelope.CURRENT);
                } else if (ofAnotherEpoch(taken) && taken.last() instanceof Outcome.Halted(String reason)) {
                    answer(from, taken, new Message.Refused(reason));
                }
            }
            case Message.Copy(Part part) -> offered(from, part);
            case Message.Welcome _,Message.Feed _,Message.Snapshot _,Message.Refused _,Message.Order _,Message.Desired _ ->
                watch.dropped("not-for-the-cloud");
            case Message.Reply _,Message.Reported _,Message.Health _,Message.Panels _ -> {
            }
            case Message.Unknown _ -> watch.dropped("unknown-kind");
        }
    }

    private void hello(From from, Message.Hello hello) {
        boolean present = hello.boot()
                .map(boot -> from.floor().isPresent(from.edge(), boot, hello.connection(), hello.greeting()))
                .orElse(true);
        Optional<Integer> version = Versions.spoken(hello);
        if (present && version.isEmpty()) {
            own(from, new Message.Refused("no-common-version"));
            return;
        }
        var greeted = new CloudInput.Greeted(hello.greeting(), new Generation(host.id()));
        Optional<Taken> answered = present
                ? Optional.of(desk.take(from.tables(), from.floor(), List.of(greeted)))
                : Optional.empty();
        desk.done(new Transaction.Greeted(from.floor().id(), from.edge(), from.epoch(), hello.boot(), hello.connection(),
                greeted), answered);
        if (answered.isEmpty()) {
            watch.dropped("late-hello");
            return;
        }
        Taken taken = answered.get();
        host.tell(from.tables(), taken.effects());
        switch (taken.last()) {
            case Outcome.Welcomed _ -> {
                from.floor().up = true;
                welcome(from, taken, version.orElseThrow());
            }
            case Outcome.Halted(String reason) -> answer(from, taken, new Message.Refused(reason));
            case Outcome.Answered _,Outcome.Applied _,Outcome.Repeated _,Outcome.Gap _ ->
                throw new IllegalStateException("a hello is welcomed or halted");
        }
    }

    private void welcome(From from, Taken taken, int version) {
        if (!(taken.last() instanceof Outcome.Welcomed(long logFrom, long feedFrom, Coming coming))) {
            throw new IllegalStateException("not welcomed: " + taken.last());
        }
        switch (coming) {
            case FEED -> {
                answer(from, taken, new Message.Welcome(version, logFrom, feedFrom, coming));
                answer(from, taken, new Message.Ack(taken.at().log()));
                host.pump().from(from.floor(), feedFrom);
                host.grant(from.tables(), from.floor());
            }
            case COPY -> answer(from, taken, new Message.Welcome(version, logFrom, feedFrom, coming));
            case SNAPSHOT -> snapshot(from, version);
        }
    }

    private void snapshot(From from, int version) {
        Snapshot whole = host.snapshot(from.tables(), from.floor());
        inEpochOf(from, whole, new Message.Welcome(version, whole.log().seq() + 1, whole.feed().seq() + 1, Coming.SNAPSHOT));
        Parts.of(whole).forEach(part -> inEpochOf(from, whole, part));
    }

    private void log(From from, List<Entry> entries) {
        List<Entry> read = host.garbled(from.floor(), entries);
        Taken taken = take(from,
                read.stream().<CloudInput>map(entry -> new CloudInput.LogArrived(entry, desk.moment())).toList());
        switch (taken.last()) {
            case Outcome.Gap(long missing) -> answer(from, taken, new Message.Resend(missing));
            case Outcome.Halted(String reason) -> answer(from, taken, new Message.Refused(reason));
            case Outcome.Applied _,Outcome.Repeated _,Outcome.Answered _,Outcome.Welcomed _ -> {
                answer(from, taken, new Message.Ack(taken.at().log()));
                if (taken.unread()) {
                    answer(from, taken, new Message.Welcome(Envelope.CURRENT, taken.at().log().seq() + 1,
                            taken.at().feedAcked().seq() + 1, Coming.COPY));
                }
            }
        }
    }

    private Taken take(From from, List<CloudInput> inputs) {
        Taken taken = from.epoch() == from.floor().held().at().epoch()
                ? desk.take(from.tables(), from.floor(), inputs)
                : over(from);
        desk.done(new Transaction.Said(from.floor().id(), from.epoch(), inputs), taken);
        host.tell(from.tables(), taken.effects());
        return taken;
    }

    /// A door stops for good when it hears that its epoch is over; one that is ahead of a restored cloud must not hear that.
    private static Taken over(From from) {
        FloorPosition at = from.floor().held().at();
        return new Taken(at, List.of(new Outcome.Halted(from.epoch() < at.epoch() ? SUPERSEDED : EPOCH_UNKNOWN)), List.of(),
                false);
    }

    private void offered(From from, Part part) {
        OperationId operation = new OperationId(host.id());
        Optional<Taken> offered = offered(from, part, operation);
        desk.done(new Transaction.Offered(from.floor().id(), from.edge(), from.epoch(), part, operation), offered);
        offered.ifPresent(taken -> {
            host.tell(from.tables(), taken.effects());
            switch (taken.last()) {
                case Outcome.Applied _ -> snapshot(from, Envelope.CURRENT);
                case Outcome.Welcomed _ -> welcome(from, taken, Envelope.CURRENT);
                case Outcome.Halted(String reason) -> answer(from, taken, new Message.Refused(reason));
                case Outcome.Repeated _,Outcome.Answered _,Outcome.Gap _ -> watch.dropped("copy-overtaken");
            }
        });
    }

    private Optional<Taken> offered(From from, Part part, OperationId operation) {
        FloorRows floor = from.floor();
        if (from.epoch() != floor.held().at().epoch()) {
            return Optional.of(over(from));
        }
        floor.copy = floor.copy.with(part);
        if (floor.copy.parts().size() < part.of()) {
            return Optional.empty();
        }
        Assembled<DoorCopy> whole = Parts.copy(floor.copy.parts());
        floor.copy = Staging.empty();
        return whole instanceof Assembled.Whole<DoorCopy>(DoorCopy copy)
                ? Optional.of(desk.take(from.tables(), floor, List.of(new CloudInput.CopyOffered(operation, copy))))
                : Optional.empty();
    }

    /// R13: what a replaced door still has to say is never applied; it is heard out and turned away.
    private void former(From from, Message message) {
        FloorRows.Whose whose = new FloorRows.Whose(from.edge(), from.epoch());
        FloorRows.Heard before = from.floor().heard(whose);
        if (message instanceof Message.Hello hello) {
            Mark head = hello.greeting().log();
            FloorRows.Heard now = new FloorRows.Heard(before.mark(), head.seq());
            from.floor().heard.put(whose, now);
            desk.done(new Transaction.FormerGreeted(from.floor().id(), from.edge(), from.epoch(), head),
                    now.mark().seq() >= head.seq() ? Optional.empty() : Optional.of(now.mark().seq() + 1));
            own(from, now.mark().seq() >= head.seq()
                    ? new Message.Refused(SUPERSEDED)
                    : new Message.Welcome(Envelope.CURRENT, now.mark().seq() + 1, hello.greeting().feed().seq() + 1,
                            Coming.FEED));
        } else if (message instanceof Message.Log(List<Entry> entries) && !entries.isEmpty()) {
            late(from, whose, before, entries);
        }
    }

    private void late(From from, FloorRows.Whose whose, FloorRows.Heard before, List<Entry> entries) {
        Mark upTo = before.mark();
        List<CloudInput> words = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.seq() == upTo.seq() + 1) {
                words.add(new CloudInput.LateArrived(from.epoch(), entry, desk.moment()));
                upTo = new Mark(entry.seq(), entry.hash());
            }
        }
        from.floor().heard.put(whose, new FloorRows.Heard(upTo, before.head()));
        Optional<Taken> taken = words.isEmpty()
                ? Optional.empty()
                : Optional.of(desk.take(from.tables(), from.floor(), words));
        Heard heard = new Heard(upTo, entries.getLast().seq() > upTo.seq(), upTo.seq() >= before.head(), taken);
        desk.done(new Transaction.FormerSaid(from.floor().id(), from.edge(), from.epoch(), entries), heard);
        taken.ifPresent(told -> host.tell(from.tables(), told.effects()));
        own(from, new Message.Ack(upTo));
        if (heard.gap()) {
            own(from, new Message.Resend(upTo.seq() + 1));
        } else if (heard.all()) {
            own(from, new Message.Refused(SUPERSEDED));
        }
    }

    private static boolean ofAnotherEpoch(Taken taken) {
        return taken.last() instanceof Outcome.Halted(String reason)
                && (reason.equals(SUPERSEDED) || reason.equals(EPOCH_UNKNOWN));
    }

    private void answer(From from, Taken taken, Message message) {
        if (ofAnotherEpoch(taken)) {
            own(from, message);
        } else {
            say(from, taken.at().epoch(), Optional.of(taken.at().generation()), message);
        }
    }

    private void own(From from, Message message) {
        say(from, from.epoch(), Optional.empty(), message);
    }

    private void inEpochOf(From from, Snapshot whole, Message message) {
        say(from, whole.epoch(), Optional.of(whole.generation()), message);
    }

    private void say(From from, long epoch, Optional<Generation> generation, Message message) {
        host.say(from.floor(), from.edge(), new Envelope(Envelope.CURRENT, from.floor().id(), epoch, generation, message));
    }

    /// As a reader of an older version has it: the head and the bytes, and not what they say.
    static Entry unreadable(Entry entry) {
        return new Entry(entry.seq(), entry.previous(), entry.hash(), entry.head(), new Body.Unreadable("later", "{}"));
    }
}
