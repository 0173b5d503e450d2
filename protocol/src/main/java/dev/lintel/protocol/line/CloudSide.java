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
            case CloudInput.LogArrived arrived -> new DoorLogReader(work, arrived.moment()).arrived(arrived.entry());
            case CloudInput.Greeted greeted -> new Handshake(work).greeted(greeted);
            case CloudInput.FeedAcknowledged acknowledged -> new Handshake(work).acknowledged(acknowledged.mark());
            case CloudInput.DigestArrived arrived -> new Handshake(work).compared(arrived.digest());
            case CloudInput.GrantDue due -> grant(work, due);
            case CloudInput.DoorReplaced replaced -> new Epochs(work).replaced(replaced);
            case CloudInput.DoorRemoved removed -> new Epochs(work).removed(removed);
            case CloudInput.LateArrived late -> new Epochs(work).late(late);
            case CloudInput.Restored restored -> new Epochs(work).restored(restored);
            case CloudInput.CopyOffered offered -> new CopyReader(work).offered(offered.copy());
            case CloudInput.Waived _ -> new Epochs(work).waived();
            case CloudInput.SpaceChanged changed -> spaceChanged(work, changed);
            case CloudInput.PersonNamed named -> named(work, named);
            case CloudInput.VerifiersChanged changed -> verifiersChanged(work, changed);
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

    private static Outcome spaceChanged(CloudWork work, CloudInput.SpaceChanged changed) {
        work.change(new Change.PutSpace(changed.space()));
        work.news(Head.bare(changed.operation()), new Body.SpaceSet(changed.space()));
        return new Outcome.Applied();
    }

    private static Outcome named(CloudWork work, CloudInput.PersonNamed named) {
        work.news(new Head(named.operation(), Optional.empty(), Optional.empty(), true),
                new Body.PersonShown(named.person(), named.name()));
        return new Outcome.Applied();
    }

    /// A door that cannot read it recognises nobody, which refuses more than it should and never less.
    private static Outcome verifiersChanged(CloudWork work, CloudInput.VerifiersChanged changed) {
        work.news(new Head(changed.operation(), Optional.empty(), Optional.empty(), true),
                new Body.VerifiersSet(changed.anew(), changed.forgotten(), changed.verifiers()));
        return new Outcome.Applied();
    }

    static Outcome stop(CloudWork work, String reason, String detail) {
        work.at(work.at().withStanding(new Standing.Stopped(reason)));
        work.tell(new Effect.Alarm(reason, detail));
        return new Outcome.Halted(reason);
    }
}
