package dev.lintel.cloud.floor;

import dev.lintel.cloud.booking.EpochDesk;
import dev.lintel.cloud.booking.FormerDoorDesk;
import dev.lintel.cloud.booking.LineDesk;
import dev.lintel.cloud.booking.LineDesk.Taken;
import dev.lintel.cloud.device.BootDesk;
import dev.lintel.cloud.device.IssueDesk;
import dev.lintel.cloud.floor.Replies.From;
import dev.lintel.protocol.identity.BootId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.Coming;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.protocol.wire.Envelope;
import dev.lintel.protocol.wire.Message;
import dev.lintel.protocol.wire.Part;
import dev.lintel.protocol.wire.Parts;
import dev.lintel.protocol.wire.Versions;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes doors in: greeting, welcome, and what a party that has forgotten is sent; and hears out those whose place another has
/// taken.
///
///     hello -> started twice? -> a version both speak? -> the floor's transaction -> welcome: feed, snapshot or copy
final class Reception {

    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

    private final BootDesk boots;
    private final EpochDesk epochs;
    private final FormerDoorDesk formers;
    private final IssueDesk issues;
    private final LinkBook links;
    private final Refusals refusals;
    private final Replies replies;
    private final IdSource ids;

    Reception(BootDesk boots, EpochDesk epochs, FormerDoorDesk formers, IssueDesk issues, LinkBook links, Refusals refusals,
            Replies replies, IdSource ids) {
        this.boots = boots;
        this.epochs = epochs;
        this.formers = formers;
        this.issues = issues;
        this.links = links;
        this.refusals = refusals;
        this.replies = replies;
        this.ids = ids;
    }

    void hello(From from, Message.Hello hello) {
        BootDesk.Sighting sighting = hello.boot()
                .map(boot -> boots.seen(from.tenant(), from.edge(), new BootId(boot), hello.connection()))
                .orElse(BootDesk.Sighting.NEW);
        switch (sighting) {
            case DOUBLE -> {
                refusals.count("quarantined", from.edge().value());
                links.down(from.tenant(), from.edge(), hello.connection());
            }
            case LATE -> refusals.count("late-hello", from.edge().value());
            case NEW, AGAIN -> present(from, hello, sighting == BootDesk.Sighting.AGAIN);
        }
    }

    private void present(From from, Message.Hello hello, boolean again) {
        Optional<Integer> version = Versions.spoken(hello);
        if (version.isEmpty()) {
            replies.own(from, new Message.Refused("no-common-version"));
            return;
        }
        Optional<Taken> answered = epochs.greeted(from.tenant(), from.floor(), from.edge(), from.epoch(),
                new EpochDesk.Connection(hello.connection(), again),
                new CloudInput.Greeted(hello.greeting(), new Generation(ids.next())));
        if (answered.isEmpty()) {
            return;
        }
        Taken taken = replies.counted(from, answered.get());
        switch (taken.last()) {
            case Outcome.Welcomed _ -> {
                welcome(from, taken, version.get());
                LOG.atInfo().addKeyValue("edge", from.edge()).addKeyValue("floor", from.floor()).log("door welcomed");
            }
            case Outcome.Halted(String reason) -> replies.answer(from, taken, new Message.Refused(reason));
            case Outcome.Answered _,Outcome.Applied _,Outcome.Repeated _,Outcome.Gap _ ->
                throw new IllegalStateException("a hello is welcomed or halted");
        }
    }

    /// Says what comes, and sends it where it is a snapshot.
    void welcome(From from, Taken taken, int version) {
        if (!(taken.last() instanceof Outcome.Welcomed(long logFrom, long feedFrom, Coming coming))) {
            throw new IllegalStateException("not welcomed: " + taken.last());
        }
        switch (coming) {
            case FEED -> {
                replies.answer(from, taken, new Message.Welcome(version, logFrom, feedFrom, coming));
                // What the last connection ended before: a door that writes nothing more would wait for it for ever.
                replies.answer(from, taken, new Message.Ack(taken.at().log()));
                replies.feedWanted(from.floor(), feedFrom);
            }
            case COPY -> replies.answer(from, taken, new Message.Welcome(version, logFrom, feedFrom, coming));
            case SNAPSHOT -> snapshot(from, version);
        }
    }

    /// The floor as it is now, in parts. Where one is lost, the door greets again.
    private void snapshot(From from, int version) {
        epochs.snapshot(from.tenant(), from.floor()).ifPresent(whole -> {
            replies.inEpochOf(from, whole, new Message.Welcome(version, whole.log().seq() + 1, whole.feed().seq() + 1,
                    Coming.SNAPSHOT));
            Parts.of(whole).forEach(part -> replies.inEpochOf(from, whole, part));
            LOG.atInfo().addKeyValue("floor", from.floor()).addKeyValue("epoch", whole.epoch()).log("snapshot sent");
        });
    }

    /// A copy was whole and has been taken over.
    private void copied(From from, Taken taken) {
        switch (taken.last()) {
            case Outcome.Applied _ -> snapshot(from, Envelope.CURRENT);
            case Outcome.Welcomed _ -> welcome(from, taken, Envelope.CURRENT);
            case Outcome.Halted(String reason) -> replies.answer(from, taken, new Message.Refused(reason));
            case Outcome.Repeated _,Outcome.Answered _,Outcome.Gap _ -> LOG.atInfo()
                    .addKeyValue("floor", from.floor())
                    .log("a copy did not fit the floor any more; the next greeting asks again");
        }
    }

    /// A part of a copy; once all are there the whole has been taken over.
    void offered(From from, Part part) {
        epochs.offered(from.tenant(), from.floor(), from.edge(), from.epoch(), part).ifPresent(taken -> copied(from, taken));
    }

    /// R13: what a replaced door still has to say is never applied; it is welcomed to tell its wishes, and once it has told them
    /// turned away.
    void former(From from, Message message) {
        refusals.count(LineDesk.SUPERSEDED, from.edge().value());
        if (message instanceof Message.Log(List<Entry> entries) && !entries.isEmpty()) {
            issues.heard(from.tenant(), from.floor(), entries);
            formers.heard(from.tenant(), from.floor(), from.edge(), from.epoch(), entries).ifPresent(heard -> {
                replies.own(from, new Message.Ack(heard.upTo()));
                if (heard.gap()) {
                    replies.own(from, new Message.Resend(heard.upTo().seq() + 1));
                } else if (heard.all()) {
                    replies.own(from, new Message.Refused(LineDesk.SUPERSEDED));
                }
            });
        } else if (message instanceof Message.Hello hello) {
            Message turnedAway = new Message.Refused(LineDesk.SUPERSEDED);
            Versions.spoken(hello)
                    .ifPresentOrElse(version -> replies.own(from,
                            formers.greeted(from.tenant(), from.floor(), from.edge(), from.epoch(), hello.greeting().log())
                                    .<Message>map(wanted -> new Message.Welcome(version, wanted,
                                            hello.greeting().feed().seq() + 1, Coming.FEED))
                                    .orElse(turnedAway)),
                            () -> replies.own(from, turnedAway));
        }
    }
}
