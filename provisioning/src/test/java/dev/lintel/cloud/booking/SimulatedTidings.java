package dev.lintel.cloud.booking;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.line.CloudFloor;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.CloudStep;
import dev.lintel.protocol.line.FloorPosition;
import dev.lintel.protocol.line.Ledger;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.provisioning.world.cloud.Outbox;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// What a transaction of a simulated cloud writes for people, by production's rules: as `LineDesk` and `CrossingDesk` have it done by `Tidings` and `Barrier`.
///
/// Confined to one transaction.
public final class SimulatedTidings {

    /// @param seq up to which the backlog goes
    public record Barrier(long seq, Instant until) {}

    private final Outbox outbox;
    private final String actor;
    private final List<Deed> deeds = new ArrayList<>();

    /// @param actor who the inputs come from
    public SimulatedTidings(Outbox outbox, String actor) {
        this.outbox = outbox;
        this.actor = actor;
    }

    /// @param ledger of the same floor, after the step
    public void step(CloudFloor before, CloudInput input, CloudStep step, Ledger ledger) {
        OperationId operation = Deeds.operation(input).orElseGet(() -> new OperationId(new UUID(before.at().log().seq(), 0)));
        deeds.addAll(Deeds.of(before, input, step, operation, ledger));
    }

    /// @param target the floor where the booking is to arrive, before the step, with its ledger
    public void crossed(CloudFloor target, CloudInput.Asked asked, CloudStep arrival, Ledger ledger) {
        deeds.addAll(Deeds.of(target, asked, arrival, asked.operation(), ledger));
    }

    /// @param target the floor where the booking is to arrive, before the step
    public void wentOn(CloudFloor target, CloudStep arrival, OperationId operation) {
        deeds.addAll(Deeds.ofCrossing(target, arrival, operation));
    }

    /// @param bookings as they are now
    public void write(Function<BookingId, Optional<Booking>> bookings, Instant now) {
        deeds.forEach(deed -> outbox.asked(deed.booking(), deed.operation(), deed.actor().orElse(actor)));
        for (TidingRules.Turn turn : TidingRules.turns(deeds)) {
            switch (turn) {
                case TidingRules.Turn.Drop(var changed) -> outbox.drop(changed);
                case TidingRules.Turn.Tell(Deed deed) ->
                    deed.now().or(() -> bookings.apply(deed.booking())).ifPresent(booking -> tell(deed, booking, now));
            }
        }
    }

    private void tell(Deed deed, Booking booking, Instant now) {
        Optional<String> asker = deed.answers().isPresent()
                ? outbox.asker(deed.booking(), deed.operation())
                : Optional.of(actor);
        for (TidingRules.News news : TidingRules.of(deed, booking, asker, now)) {
            if (news.after().isEmpty() || outbox.lastStanding(news.person(), booking.id()).equals(news.after())) {
                outbox.add(new Outbox.Notice(new Outbox.Key(news.person(), booking.id(), deed.operation()),
                        deed.floor().floor(), news.kind(), news.standing()));
            }
        }
    }

    /// What holds a floor's notices back after these inputs.
    ///
    /// @param before what held them back until now
    /// @param at where the floor stands now
    public static Optional<Barrier> barrier(Optional<Barrier> before, List<? extends CloudInput> inputs, List<Outcome> outcomes,
            FloorPosition at, Instant now) {
        return switch (BarrierRules.of(inputs, outcomes, at, now)) {
            case BarrierRules.Order.Hold(long seq, Instant until) -> Optional.of(new Barrier(seq, until));
            case BarrierRules.Order.LetGo(long seq) -> before.filter(held -> held.seq() > seq);
        };
    }
}
