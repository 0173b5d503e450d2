package dev.lintel.cloud.booking;

import dev.lintel.cloud.account.Caller;
import dev.lintel.cloud.audit.AuditStore;
import dev.lintel.cloud.booking.LineDesk.Taken;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.line.Answer;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.CloudSide;
import dev.lintel.protocol.line.CloudStep;
import dev.lintel.protocol.line.Crossing;
import dev.lintel.protocol.line.Line;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.protocol.time.Moment;
import dev.lintel.protocol.wire.Sha256Chain;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/// Moves bookings from floor to floor, with both floors locked in the order of their ids.
///
///     lock both and read -> decide (Crossing) -> write the source's rows, then the target's -> commit -> tell
///
/// The row of a booking is one, whichever floor it is on: what the target writes about it is what stays.
@Singleton
class CrossingDesk {

    private final Crossing rules = new Crossing(new Sha256Chain());
    private final CloudSide names = new CloudSide(new Sha256Chain());
    private final Transactions transactions;
    private final LineDesk line;
    private final LineStore lines;
    private final CrossingStore crossings;
    private final AuditStore audit;
    private final Tidings tidings;
    private final InstantSource clock;

    CrossingDesk(Transactions transactions, LineDesk line, LineStore lines, CrossingStore crossings, AuditStore audit,
            Tidings tidings, InstantSource clock) {
        this.transactions = transactions;
        this.line = line;
        this.lines = lines;
        this.crossings = crossings;
        this.audit = audit;
        this.tidings = tidings;
        this.clock = clock;
    }

    /// @param taken of both floors, to be told after the commit
    record Crossed(Answer answer, List<Taken> taken) {}

    /// Both floors under their locks.
    ///
    /// @param stranger the booking's organiser, where the target has not been told the name
    record Held(HeldFloor source, HeldFloor target, Optional<Stranger> stranger) {

        /// Whether every door that may have to decide can be asked.
        boolean linked() {
            return Stream.of(source, target).allMatch(held -> held.linked() || held.floor().at().line().equals(Line.NONE));
        }
    }

    record Stranger(PersonId person, String name) {}

    /// A person's wish, in the caller's transaction.
    Crossed asked(Handle transaction, Caller caller, Held held, OperationId operation, BookingCommand.Move move) {
        var moment = Moment.synchronised(clock.instant());
        var asked = new CloudInput.Asked(operation, move, moment);
        var deeds = new ArrayList<Deed>();
        var taken = step(transaction, caller.tenant(), held, caller.actor(), operation, (here, there) -> {
            var step = rules.asked(here, there, operation, move, moment);
            deeds.addAll(Deeds.of(there.floor(), asked, step.target(), operation, there.ledger()));
            return step;
        }, deeds);
        if (!(taken.getFirst().last() instanceof Outcome.Answered(Answer answer))) {
            throw new IllegalStateException("a wish was not answered but " + taken.getFirst().last());
        }
        return new Crossed(answer, taken);
    }

    /// The next step of a move that is under way.
    void goOn(CrossingStore.Due due) {
        var moment = Moment.synchronised(clock.instant());
        var taken = transactions.inTenant(due.tenant(), transaction -> {
            var held = hold(transaction, due.tenant(), due.source(), due.target(), due.operation(), due.booking());
            var deeds = new ArrayList<Deed>();
            return step(transaction, due.tenant(), held, "cloud", due.operation(), (here, there) -> {
                var step = rules.goOn(here, there, due.operation(), due.booking(), moment);
                deeds.addAll(Deeds.ofCrossing(there.floor(), step.target(), due.operation()));
                return step;
            }, deeds);
        });
        taken.forEach(line::tell);
    }

    /// The next step of whatever this booking is in the middle of.
    void goOn(TenantId tenant, BookingId booking) {
        transactions.inTenant(tenant, transaction -> crossings.due(transaction, booking)).ifPresent(this::goOn);
    }

    /// Locks both, always in the order that the database has for ids, so that two moves that cross each other wait and do not block for ever. Nothing is
    /// read before both are held: whoever held the second may have changed the booking.
    Held hold(Handle transaction, TenantId tenant, FloorId source, FloorId target, OperationId operation,
            BookingId booking) {
        var wanted = Wanted.about(operation, booking);
        // Java compares ids as signed numbers; PostgreSQL as bytes, which is how they are written.
        boolean sourceFirst = source.toString().compareTo(target.toString()) < 0;
        read(transaction, tenant, sourceFirst ? source : target, Wanted.NOTHING);
        read(transaction, tenant, sourceFirst ? target : source, Wanted.NOTHING);
        var here = read(transaction, tenant, source, wanted);
        var there = read(transaction, tenant, target, wanted);
        var organiser = here.held().ledger().booking(booking).flatMap(Booking::organiser);
        return new Held(here.held(), there.held(),
                organiser.flatMap(person -> read(transaction, tenant, target, Wanted.NOTHING.by(person)).person()
                        .filter(name -> !name.told().equals(Optional.of(name.name())))
                        .map(name -> new Stranger(person, name.name()))));
    }

    private LineStore.Read read(Handle transaction, TenantId tenant, FloorId floor, Wanted wanted) {
        return lines.hold(transaction, tenant, floor, wanted)
                .orElseThrow(() -> new IllegalStateException("floor " + floor + " of a booking under way is gone"));
    }

    private List<Taken> step(Handle transaction, TenantId tenant, Held held, String actor, OperationId operation,
            BiFunction<Crossing.Side, Crossing.Side, Crossing.Step> crossing, List<Deed> deeds) {
        var now = clock.instant();
        var source = new DecidedStore(tenant, held.source(), now);
        var target = new DecidedStore(tenant, held.target(), now);
        var floor = held.target().floor();
        if (held.stranger().isPresent()) {
            var stranger = held.stranger().get();
            lines.named(transaction, tenant, floor.at().floor(), stranger.person(), stranger.name());
            var named = names.step(floor, held.target().ledger(),
                    new CloudInput.PersonNamed(operation, stranger.person(), Optional.of(stranger.name())));
            line.record(target, actor, operation, named);
            floor = named.floor();
        }
        var step = crossing.apply(new Crossing.Side(held.source().floor(), held.source().ledger()),
                new Crossing.Side(floor, held.target().ledger()));
        line.record(source, actor, operation, step.source());
        line.record(target, actor, operation, step.target());
        Chronicle.lines(actor, deeds).forEach(target::audit);
        source.write(transaction, audit);
        target.write(transaction, audit);
        tidings.of(transaction, tenant, actor, deeds);
        return List.of(taken(step.source()), taken(step.target()));
    }

    private static Taken taken(CloudStep step) {
        return new Taken(step.floor().at(), List.of(step.outcome()), step.effects(), !step.floor().unread().isEmpty());
    }
}
