package dev.lintel.protocol.line;

import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Rejection;
import java.util.Optional;
import java.util.SortedSet;

/// How the cloud meets a door: where the door stands, what each side has to send, and whether both believe the same (R2, R14, R16).
///
/// ```
/// the door's epoch is over, and none of its words of the
/// present one were heard ───────────────────────────────► SNAPSHOT; otherwise Stopped (R2)
/// its log is shorter, or another one ───────────────────► Stopped (R2)
/// it knows a feed that this cloud does not, or heard
/// another one, or this cloud was restored ──────────────► COPY, then a new epoch (R16)
/// it does not trust its copy, or knows less of the feed
/// than it once did, or that is not kept so far back ────► SNAPSHOT (R14)
/// something of it is unread here, or the states differ ─► COPY (R10, R14)
/// else ─────────────────────────────────────────────────► FEED
/// ```
final class Handshake {

    /// What a door cannot read it cannot hold: not understanding may cost liveness, never safety.
    private static final String TOO_OLD = "door-too-old";

    private final CloudWork work;

    Handshake(CloudWork work) {
        this.work = work;
    }

    Outcome greeted(CloudInput.Greeted greeted) {
        Greeting greeting = greeted.greeting();
        if (work.at().standing() instanceof Standing.Stopped stopped) {
            return new Outcome.Halted(stopped.reason());
        }
        if (tooOld(greeting)) {
            return new Outcome.Halted(TOO_OLD);
        }
        if (greeting.epoch() < work.at().epoch()) {
            return older(greeting);
        }
        if (greeting.epoch() > work.at().epoch()) {
            new Epochs(work).forgotten(greeting.epoch());
            return doubt(greeted, "epoch-unknown");
        }
        Optional<Outcome> fork = fork(greeting.log());
        if (fork.isPresent()) {
            return fork.get();
        }
        if (work.at().standing() instanceof Standing.Doubting) {
            if (!greeting.proven()) {
                work.tell(new Effect.Alarm("copy-unproven", "the door doubts its own copy, and this cloud has forgotten more;"
                        + " what it tells is taken over"));
            }
            return wanted(greeting);
        }
        if (work.at().standing() instanceof Standing.Ended) {
            // R10: its last word was said, but not all before it was understood.
            return work.understandsAll() ? new Outcome.Halted("epoch-ended") : welcomed(greeting, Coming.COPY);
        }
        if (!knows(greeting.feed())) {
            return doubt(greeted, "feed-unknown");
        }
        if (greeting.generation().filter(heard -> !heard.equals(work.at().generation())).isPresent()) {
            // After a waiver two epochs may have one number, and where nothing is written in either, one hash.
            return doubt(greeted, "generation-unknown");
        }
        acknowledged(greeting.feed());
        return welcomed(greeting, coming(greeting));
    }

    /// R9: whether minutes are kept at this door for a booking that is still on another floor, and its version cannot keep them.
    /// That ends with the other floor's answer, where that floor's door understands the question. Anything else about such a move
    /// it answers itself: that it does not understand it.
    private boolean tooOld(Greeting greeting) {
        boolean couldBefore = work.at().crosses();
        work.at(work.at().withCrosses(greeting.crosses()));
        boolean keeps = !greeting.crosses()
                && work.requests().anyMatch(r -> r.command() instanceof BookingCommand.Arrive arrive && arrive.held());
        if (keeps && couldBefore) {
            work.tell(new Effect.Alarm(TOO_OLD, "this door's version cannot keep minutes for a booking of another floor,"
                    + " and some are kept here; it waits until that move has ended, for its update, or to be replaced"));
        }
        return keeps;
    }

    /// What came to an older door within a snapshot, which leaves out what its version cannot read. It is past that entry of the
    /// feed and every word of it is known here: nobody will ever answer, and a request ends only with its answer (R7).
    private void refuseWhatItCannotAnswer(Mark feed, Mark log) {
        if (work.at().crosses() || !work.understandsAll() || !log.equals(work.at().log())) {
            return;
        }
        work.requests()
                .filter(r -> r.command().crosses() && r.seq() <= feed.seq())
                .forEach(r -> work.refuse(r, new Rejection.NotUnderstood()));
    }

    /// R2: a log that has lost what was acknowledged, or that says something else, is another history.
    private Optional<Outcome> fork(Mark log) {
        Mark applied = work.at().log();
        if (log.seq() < applied.seq()) {
            return Optional.of(rolledBack());
        }
        if (log.seq() == applied.seq() && !log.equals(applied)) {
            return Optional.of(CloudSide.stop(work, "log-fork", "the door's log is another one than the one applied here"));
        }
        return Optional.empty();
    }

    /// R2: whoever was heard in this epoch has been in it.
    private Outcome older(Greeting greeting) {
        if (work.at().standing() instanceof Standing.Ended && work.understandsAll()) {
            return new Outcome.Halted("epoch-ended");
        }
        return work.at().log().seq() > 0
                ? CloudSide.stop(work, "log-rolled-back",
                        "the door is in an epoch that is over, and was heard in the present one")
                : welcomed(greeting, Coming.SNAPSHOT);
    }

    private Outcome rolledBack() {
        return CloudSide.stop(work, "log-rolled-back", "the door's log is shorter than what the cloud has acknowledged");
    }

    /// R16: whether this cloud wrote the feed up to there. What is no longer kept is known by its acknowledgement.
    private boolean knows(Mark feed) {
        FloorPosition at = work.at();
        return feed.seq() == 0 || feed.equals(at.feed()) || feed.equals(at.feedAcked())
                || (feed.seq() < at.feed().seq() && work.ledger().feedHash(feed.seq()).equals(Optional.of(feed.hash())));
    }

    private Coming coming(Greeting greeting) {
        FloorPosition at = work.at();
        boolean kept = greeting.feed().seq() == at.feed().seq()
                || work.ledger().feedHash(greeting.feed().seq() + 1).isPresent();
        boolean forgot = greeting.feed().seq() < at.feedAcked().seq();
        if (forgot) {
            work.tell(new Effect.Alarm("feed-rolled-back", "the door has acknowledged the feed up to " + at.feedAcked().seq()
                    + " and knows it up to " + greeting.feed().seq()
                    + ", as an older copy of its disk does; a snapshot sets it right"));
        }
        if (!greeting.proven() || !kept || forgot) {
            return Coming.SNAPSHOT;
        }
        if (!work.understandsAll()) {
            return Coming.COPY;
        }
        boolean still = greeting.feed().equals(at.feed()) && greeting.log().equals(at.log());
        boolean differs = still && greeting.state()
                .filter(root -> !mine(root.window()).root().equals(root))
                .isPresent();
        if (differs) {
            work.tell(new Effect.Alarm("state-differs", "the door has confirmed something else than the cloud, at feed "
                    + at.feed().seq() + " and log " + at.log().seq()));
        }
        return differs ? Coming.COPY : Coming.FEED;
    }

    /// R16: this cloud has forgotten; it begins another life for this floor and asks for everything the door knows.
    private Outcome doubt(CloudInput.Greeted greeted, String reason) {
        work.at(work.at().withGeneration(greeted.next()).withStanding(new Standing.Doubting(reason)));
        work.tell(new Effect.Alarm(reason,
                "the door knows what this cloud does not: it has heard another one, or this one later"));
        return wanted(greeted.greeting());
    }

    private Outcome wanted(Greeting greeting) {
        work.at(work.at().withLine(work.at().line().max(greeting.line())));
        return welcomed(greeting, Coming.COPY);
    }

    private Outcome welcomed(Greeting greeting, Coming coming) {
        boolean present = greeting.epoch() == work.at().epoch();
        return new Outcome.Welcomed(present ? work.at().log().seq() + 1 : 1, present ? greeting.feed().seq() + 1 : 1, coming);
    }

    Outcome acknowledged(Mark mark) {
        FloorPosition at = work.at();
        Optional<String> stopped = at.standing().obstacle();
        if (stopped.isPresent()) {
            return new Outcome.Halted(stopped.get());
        }
        if (mark.seq() <= at.feedAcked().seq() && mark.seq() > 0
                && !mark.hash().equals(work.ledger().feedHash(mark.seq()).orElse(mark.hash()))) {
            return CloudSide.stop(work, "feed-fork", "the door acknowledged another feed than the one written here");
        }
        if (mark.seq() <= at.feedAcked().seq()) {
            return new Outcome.Repeated();
        }
        if (!knows(mark)) {
            return CloudSide.stop(work, "feed-fork", "the door acknowledged an entry that this cloud did not write");
        }
        work.at(at.withFeedAcked(mark));
        return new Outcome.Applied();
    }

    /// R14: compared only where both have read the same; a difference is never mended here, but asked about.
    ///
    /// R16: a connection may outlive the restore, as one with a broker of its own does, and then no hello comes. Such a door is asked for its copy here.
    Outcome compared(Digest theirs) {
        FloorPosition at = work.at();
        if (at.standing() instanceof Standing.Doubting) {
            return new Outcome.Welcomed(at.log().seq() + 1, theirs.feed().seq() + 1, Coming.COPY);
        }
        Optional<String> stopped = at.standing().obstacle();
        if (stopped.isPresent()) {
            return new Outcome.Halted(stopped.get());
        }
        Digest ours = mine(theirs.window());
        refuseWhatItCannotAnswer(theirs.feed(), theirs.log());
        if (!work.understandsAll() || !ours.comparable(theirs)) {
            return new Outcome.Repeated();
        }
        SortedSet<Digest.RoomDay> differing = ours.differences(theirs);
        if (differing.isEmpty()) {
            return new Outcome.Applied();
        }
        work.tell(new Effect.Alarm("state-differs", "door and cloud have confirmed different bookings at feed "
                + at.feed().seq() + " and log " + at.log().seq() + ": " + differing));
        return new Outcome.Welcomed(at.log().seq() + 1, at.feed().seq() + 1, Coming.COPY);
    }

    private Digest mine(Digest.Window window) {
        FloorPosition at = work.at();
        return Digest.of(at.feed(), at.log(), at.generation(), window,
                work.ledger().starting(window.slot()).stream());
    }
}
