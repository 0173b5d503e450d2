package dev.lintel.protocol.line;

import dev.lintel.protocol.Limits;
import dev.lintel.protocol.booking.Rejection;
import java.util.Optional;

/// The cloud's side of the line, as a pure state machine over one floor.
///
/// The shell locks the floor's row, reads [CloudFloor], calls [#step] with a [Ledger] over the same transaction, and writes exactly the step's changes and entries.
public final class CloudSide {

    private final Chain chain;

    public CloudSide(Chain chain) {
        this.chain = chain;
    }

    public CloudStep step(CloudFloor floor, Ledger ledger, CloudInput input) {
        CloudWork work = new CloudWork(floor, ledger, chain);
        Outcome outcome = switch (input) {
            case CloudInput.Asked asked -> asked(work, asked);
            case CloudInput.LogArrived arrived -> new DoorLogReader(work).arrived(arrived.entry());
            case CloudInput.Greeted greeted -> greeted(work, greeted.greeting());
            case CloudInput.FeedAcknowledged acknowledged -> acknowledged(work, acknowledged.mark());
            case CloudInput.GrantDue due -> grant(work, due);
            case CloudInput.DoorReplaced replaced -> new Epochs(work).replaced(replaced);
            case CloudInput.DoorRemoved removed -> new Epochs(work).removed(removed);
            case CloudInput.LateArrived late -> new Epochs(work).late(late);
            case CloudInput.Restored restored -> new Epochs(work).restored(restored);
            case CloudInput.CopyOffered offered -> new Epochs(work).offered(offered.copy());
            case CloudInput.SpaceChanged changed -> spaceChanged(work, changed);
            case CloudInput.PersonNamed named -> named(work, named);
        };
        return work.end(outcome);
    }

    private static Outcome asked(CloudWork work, CloudInput.Asked asked) {
        Optional<Answer> first = work.answer(asked.operation());
        if (first.isPresent()) {
            return new Outcome.Answered(first.get());
        }
        Optional<String> stopped = work.at().standing().obstacle();
        if (stopped.isPresent()) {
            return new Outcome.Answered(new Answer.Refused(new Rejection.FloorStopped(stopped.get())));
        }
        Answer answer = CloudWishes.ofPeople(work, asked.moment()).ask(asked.operation(), asked.command());
        work.answer(asked.operation(), answer);
        return new Outcome.Answered(answer);
    }

    /// R10: a grant is an entry in the feed, and none is written while one is unacknowledged or while something of this floor could not be read.
    private static Outcome grant(CloudWork work, CloudInput.GrantDue due) {
        FloorPosition at = work.at();
        Optional<String> stopped = at.standing().obstacle();
        if (stopped.isPresent()) {
            return new Outcome.Halted(stopped.get());
        }
        Line next = new Line(due.now().plus(due.horizon()));
        boolean worthIt = !next.at().isBefore(at.line().at().plus(Limits.GRANT_STEP));
        if (!worthIt || at.feedAcked().seq() < at.grantSeq() || !work.understandsAll()) {
            return new Outcome.Repeated();
        }
        work.append(Head.bare(due.operation()), new Body.Granted(next));
        work.at(work.at().withLine(next).withGrantSeq(work.at().feed().seq()));
        return new Outcome.Applied();
    }

    private static Outcome acknowledged(CloudWork work, Mark mark) {
        FloorPosition at = work.at();
        Optional<String> stopped = at.standing().obstacle();
        if (stopped.isPresent()) {
            return new Outcome.Halted(stopped.get());
        }
        if (mark.seq() <= at.feedAcked().seq() && mark.seq() > 0
                && !mark.hash().equals(work.ledger().feedHash(mark.seq()).orElse(mark.hash()))) {
            return stop(work, "feed-fork", "the door acknowledged another feed than the one written here");
        }
        if (mark.seq() <= at.feedAcked().seq()) {
            return new Outcome.Repeated();
        }
        boolean ours = mark.seq() <= at.feed().seq()
                && (mark.equals(at.feed()) || work.ledger().feedHash(mark.seq()).equals(Optional.of(mark.hash())));
        if (!ours) {
            return stop(work, "feed-fork", "the door acknowledged an entry that this cloud did not write");
        }
        work.at(at.withFeedAcked(mark));
        return new Outcome.Applied();
    }

    private static Outcome greeted(CloudWork work, Greeting greeting) {
        FloorPosition at = work.at();
        if (greeting.epoch() != at.epoch()) {
            return new Outcome.Halted("superseded-epoch");
        }
        if (greeting.log().seq() < at.log().seq()) {
            return stop(work, "log-rolled-back", "the door's log is shorter than what the cloud has acknowledged");
        }
        if (greeting.log().seq() == at.log().seq() && !greeting.log().equals(at.log())) {
            return stop(work, "log-fork", "the door's log is another one than the one applied here");
        }
        Outcome feed = greeting.feed().equals(Mark.START) ? new Outcome.Applied() : acknowledged(work, greeting.feed());
        if (feed instanceof Outcome.Halted) {
            return feed;
        }
        return new Outcome.Welcomed(at.log().seq() + 1, greeting.feed().seq() + 1);
    }

    private static Outcome spaceChanged(CloudWork work, CloudInput.SpaceChanged changed) {
        work.change(new Change.PutSpace(changed.space()));
        work.append(Head.bare(changed.operation()), new Body.SpaceSet(changed.space()));
        return new Outcome.Applied();
    }

    private static Outcome named(CloudWork work, CloudInput.PersonNamed named) {
        work.append(new Head(named.operation(), Optional.empty(), Optional.empty(), true),
                new Body.PersonShown(named.person(), named.name()));
        return new Outcome.Applied();
    }

    static Outcome stop(CloudWork work, String reason, String detail) {
        work.at(work.at().withStanding(new Standing.Stopped(reason)));
        work.tell(new Effect.Alarm(reason, detail));
        return new Outcome.Halted(reason);
    }
}
