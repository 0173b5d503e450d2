package dev.lintel.cloud.booking;

import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.FloorPosition;
import dev.lintel.protocol.line.Greeting;
import dev.lintel.protocol.line.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// When a floor's notices wait for its door's backlog. Pure.
///
///     open --hello with more than is applied here--> held --applied up to that, or 60 s--> open
final class BarrierRules {

    /// A backlog of days is applied in seconds; a link that breaks again must not silence a floor.
    static final Duration LONGEST = Duration.ofSeconds(60);

    /// What a door tells in this epoch because it could not in its own: in how many entries nobody knows.
    static final long NOBODY_KNOWS = Long.MAX_VALUE;

    private BarrierRules() {}

    sealed interface Order {

        /// Until the log is applied up to this entry, and no longer than until then.
        record Hold(long seq, Instant until) implements Order {}

        /// The log is applied up to this entry.
        record LetGo(long seq) implements Order {}
    }

    /// Whoever is not welcomed tells no backlog.
    ///
    /// @param inputs that were taken in
    /// @param outcomes of each; nothing for those behind one that ended it
    /// @param at where the floor stands now
    static Order of(List<? extends CloudInput> inputs, List<Outcome> outcomes, FloorPosition at, Instant now) {
        for (int i = 0; i < outcomes.size(); i++) {
            if (inputs.get(i) instanceof CloudInput.Greeted(var greeting, var _)
                    && outcomes.get(i) instanceof Outcome.Welcomed) {
                var backlog = backlog(greeting, at);
                if (backlog.isPresent()) {
                    return new Order.Hold(backlog.get(), now.plus(LONGEST));
                }
            }
        }
        return new Order.LetGo(at.log().seq());
    }

    /// Up to which entry it goes.
    private static Optional<Long> backlog(Greeting greeting, FloorPosition at) {
        if (greeting.epoch() == at.epoch() && greeting.log().seq() > at.log().seq()) {
            return Optional.of(greeting.log().seq());
        }
        return greeting.epoch() < at.epoch() && greeting.log().seq() > at.before().seq()
                ? Optional.of(NOBODY_KNOWS)
                : Optional.empty();
    }
}
