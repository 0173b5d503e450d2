package dev.lintel.protocol.line;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Decision;
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.identity.OperationId;
import java.util.Optional;
import java.util.function.Function;

/// How the owner weighs a proposal about an existing booking: what people do in the room first, then whether the asker saw the booking as it is.
final class Judgement {

    private Judgement() {}

    /// R8: a change made against an older version is declined with the booking as it is now.
    static Decision of(Booking booking, BookingCommand command, int version, Decision decision) {
        if (command instanceof BookingCommand.CheckIn || booking.version() == version) {
            return decision;
        }
        boolean plain = decision instanceof Decision.Refused refused
                && (refused.why() instanceof Rejection.InUse || refused.why() instanceof Rejection.Over);
        return plain ? decision : new Decision.Refused(new Rejection.Changed(booking));
    }

    /// The version a proposal was made against: what the one before it led to, where that was still undecided when the wish was made.
    static int base(Body.Proposed proposal, Function<OperationId, Optional<Answer>> answers) {
        Optional<Answer> before = proposal.behind().flatMap(answers);
        return before.isPresent() && before.get() instanceof Answer.Done done ? done.booking().version() : proposal.version();
    }
}
