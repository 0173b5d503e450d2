package dev.lintel.protocol.presence;

import java.time.Instant;
import java.util.Optional;

/// What a door has said and heard about one booking nobody seems to have come to. Kept with the booking until it is over; a door that forgot it begins anew, which only gives more time.
///
/// @param warnedAt when the release was last announced at the panel
/// @param snoozedAt when somebody put it off
/// @param doubtedAt when the clock was last not good enough to say what came before what
public record NoShow(Optional<Instant> warnedAt, Optional<Instant> snoozedAt, Optional<Instant> doubtedAt) {

    public static final NoShow NOTHING = new NoShow(Optional.empty(), Optional.empty(), Optional.empty());

    public NoShow warned(Instant at) {
        return new NoShow(Optional.of(at), snoozedAt, doubtedAt);
    }

    public NoShow snoozed(Instant at) {
        return new NoShow(warnedAt, Optional.of(at), doubtedAt);
    }

    public NoShow doubted(Instant at) {
        return new NoShow(warnedAt, snoozedAt, Optional.of(at));
    }
}
