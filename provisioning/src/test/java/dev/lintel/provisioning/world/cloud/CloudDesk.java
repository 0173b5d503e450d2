package dev.lintel.provisioning.world.cloud;

import dev.lintel.cloud.booking.SimulatedTidings;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.line.Answer;
import dev.lintel.protocol.line.Change;
import dev.lintel.protocol.line.CloudFloor;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.CloudSide;
import dev.lintel.protocol.line.CloudStep;
import dev.lintel.protocol.line.Crossing;
import dev.lintel.protocol.line.Effect;
import dev.lintel.protocol.line.FloorPosition;
import dev.lintel.protocol.line.Head;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.protocol.line.Request;
import dev.lintel.protocol.time.Moment;
import dev.lintel.protocol.wire.Sha256Chain;
import dev.lintel.provisioning.world.cloud.Transaction.Due;
import dev.lintel.provisioning.world.cloud.Transaction.Taken;
import dev.lintel.provisioning.world.ground.Site;
import dev.lintel.provisioning.world.ground.Timeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Takes what is asked, one transaction after the other, as `LineDesk`, `AnswerDesk` and `CrossingDesk` do.
///
/// A transaction here is a method that returns: it cannot be interrupted, so whatever crashes does so before or after it.
final class CloudDesk {

    private final CloudSide rules = new CloudSide(new Sha256Chain());
    private final Crossing crossings = new Crossing(new Sha256Chain());
    private final CloudHost host;
    private final Timeline time;
    private final CloudWatch watch;
    private final Counterpart counterpart;

    CloudDesk(CloudHost host, Timeline time, CloudWatch watch, Counterpart counterpart) {
        this.host = host;
        this.time = time;
        this.watch = watch;
        this.counterpart = counterpart;
    }

    Moment moment() {
        return Moment.synchronised(time.now());
    }

    /// What the floor's door says, and what concerns nobody.
    Taken take(Tables tables, FloorRows floor, List<? extends CloudInput> inputs) {
        return take(tables, floor, "door:" + floor.id(), inputs);
    }

    Taken take(Tables tables, FloorRows floor, String actor, List<? extends CloudInput> inputs) {
        SimulatedTidings told = new SimulatedTidings(tables.outbox(), actor);
        List<Outcome> outcomes = new ArrayList<>();
        List<Effect> effects = new ArrayList<>();
        for (CloudInput input : inputs) {
            CloudFloor before = floor.held();
            CloudStep step = rules.step(before, new FloorLedger(tables, floor), input);
            if (input instanceof CloudInput.LogArrived arrived && step.outcome() instanceof Outcome.Applied) {
                floor.applied(step.floor().at().epoch(), arrived.entry());
            }
            if (input instanceof CloudInput.SpaceChanged changed) {
                tables.put(changed.space(), floor.id());
            }
            write(tables, floor, step);
            told.step(before, input, step, new FloorLedger(tables, floor));
            watch.committed(floor, input, step);
            outcomes.add(step.outcome());
            effects.addAll(step.effects());
            if (step.outcome() instanceof Outcome.Gap || step.outcome() instanceof Outcome.Halted) {
                break;
            }
        }
        write(tables, told);
        floor.barrier = SimulatedTidings.barrier(floor.barrier, inputs, outcomes, floor.held().at(), time.now());
        return new Taken(floor.held().at(), outcomes, effects, !floor.held().understandsAll());
    }

    private void write(Tables tables, SimulatedTidings told) {
        told.write(id -> tables.row(id).map(Tables.Row::booking), time.now());
        host.teller().wake(tables);
    }

    /// What is read again is what was written, never what a step has handed on.
    private void write(Tables tables, FloorRows floor, CloudStep step) {
        counterpart.wrote(step);
        CloudFloor before = floor.held();
        Map<OperationId, Request> requests = new HashMap<>(before.requests());
        TreeMap<Long, Head> unread = new TreeMap<>(before.unread());
        FloorPosition at = before.at();
        for (Change change : step.changes()) {
            switch (change) {
                case Change.PutBooking put -> tables.put(put.booking(), floor.id());
                case Change.PutAnswer put -> tables.put(put.operation(), put.answer(), floor.id());
                case Change.PutSpace put when tables.placed(put.space().id()).isEmpty() -> tables.put(put.space(), floor.id());
                case Change.PutSpace _,Change.Park _ -> {
                }
                case Change.PutRequest put -> requests.put(put.request().operation(), put.request());
                case Change.DropRequest drop -> requests.remove(drop.operation());
                case Change.PutUnread put -> unread.put(put.seq(), put.head());
                case Change.Emptied _,Change.BeginEpoch _ -> unread.clear();
                case Change.PutFloor put -> at = put.floor();
                case Change.PutName _,Change.PutVerifiers _,Change.PutDoor _ ->
                    throw new IllegalStateException("only a door's side writes " + change);
            }
        }
        floor.held = step.changes().isEmpty() ? before : new CloudFloor(at, requests, unread);
        step.entries().forEach(entry -> floor.wrote(step.floor().at().epoch(), entry));
    }

    /// A person asks. One that asks about a booking on its way to another floor is answered there.
    Answer ask(Tables tables, Site.Person person, OperationId operation, BookingCommand command) {
        return attempt(tables, person, operation, command, false).orElseGet(() -> {
            due(tables).stream().filter(due -> due.booking().equals(command.booking())).forEach(due -> goOn(tables, due));
            return attempt(tables, person, operation, command, true).orElseThrow();
        });
    }

    /// A transaction is in the tables.
    void done(Transaction transaction, Object came) {
        counterpart.also(host, transaction, came);
        host.teller().after(transaction);
    }

    private Optional<Answer> attempt(Tables tables, Site.Person person, OperationId operation, BookingCommand command,
            boolean last) {
        Optional<FloorRows> found = floorOf(tables, command);
        if (found.isEmpty()) {
            return Optional.of(new Answer.Refused(new Rejection.UnknownBooking(command.booking())));
        }
        FloorRows floor = found.get();
        boolean left = !(command instanceof BookingCommand.Book) && new FloorLedger(tables, floor).booking(command.booking())
                .filter(b -> b.phase() instanceof Phase.Departed)
                .isPresent();
        if (left && !last) {
            return Optional.empty();
        }
        if (command instanceof BookingCommand.Move move) {
            FloorRows target = tables.placed(move.space()).map(placed -> tables.floor(placed.floor())).orElseThrow();
            if (target != floor) {
                Answer answer = crossed(tables, floor, target, person, operation, move);
                done(new Transaction.AskedAcross(floor.id(), target.id(), person.id(), operation, move), answer);
                return Optional.of(answer);
            }
        }
        List<CloudInput> inputs = new ArrayList<>();
        if (command instanceof BookingCommand.Book && !person.name().equals(floor.named.put(person.id(), person.name()))) {
            inputs.add(new CloudInput.PersonNamed(operation, person.id(), Optional.of(person.name())));
        }
        inputs.add(new CloudInput.Asked(operation, command, moment()));
        Taken taken = take(tables, floor, "person:" + person.id(), inputs);
        done(new Transaction.Asked(floor.id(), person.id(), inputs), taken);
        return Optional.of(answer(taken.last()));
    }

    private static Optional<FloorRows> floorOf(Tables tables, BookingCommand command) {
        return command instanceof BookingCommand.Book book
                ? tables.placed(book.space()).map(placed -> tables.floor(placed.floor()))
                : tables.row(command.booking()).map(row -> tables.floor(row.floor()));
    }

    private static Answer answer(Outcome outcome) {
        if (outcome instanceof Outcome.Answered(Answer answer)) {
            return answer;
        }
        throw new IllegalStateException("a wish was not answered but " + outcome);
    }

    private Answer crossed(Tables tables, FloorRows source, FloorRows target, Site.Person person, OperationId operation,
            BookingCommand.Move move) {
        introduce(tables, source, target, operation, move.booking());
        Crossing.Step step = crossings.asked(side(tables, source), side(tables, target), operation, move, moment());
        SimulatedTidings told = new SimulatedTidings(tables.outbox(), "person:" + person.id());
        told.crossed(target.held(), new CloudInput.Asked(operation, move, moment()), step.target(),
                new FloorLedger(tables, target));
        write(tables, source, target, step);
        write(tables, told);
        return answer(step.outcome());
    }

    /// The target is told whose booking is coming.
    private void introduce(Tables tables, FloorRows source, FloorRows target, OperationId operation, BookingId booking) {
        Optional<PersonId> organiser = new FloorLedger(tables, source).booking(booking).flatMap(Booking::organiser);
        organiser.filter(person -> !target.named.containsKey(person))
                .ifPresent(person -> Optional.ofNullable(source.named.get(person)).ifPresent(name -> {
                    target.named.put(person, name);
                    take(tables, target, List.of(new CloudInput.PersonNamed(operation, person, Optional.of(name))));
                }));
    }

    private static Crossing.Side side(Tables tables, FloorRows floor) {
        return new Crossing.Side(floor.held(), new FloorLedger(tables, floor));
    }

    /// The source's rows first: what the target writes about a booking is what stays.
    private void write(Tables tables, FloorRows source, FloorRows target, Crossing.Step step) {
        write(tables, source, step.source());
        write(tables, target, step.target());
        watch.crossed(source, step.source(), target, step.target());
    }

    /// Read from what is open anyway, as `CrossingStore` does.
    List<Due> due(Tables tables) {
        List<Due> due = new ArrayList<>();
        for (FloorRows target : tables.floors()) {
            for (Request request : new TreeMap<>(target.held().requests()).values()) {
                if (request.command() instanceof BookingCommand.Arrive(Booking arriving, boolean held) && held) {
                    tables.row(arriving.id())
                            .filter(row -> !row.floor().equals(target.id()))
                            .map(row -> tables.floor(row.floor()))
                            .filter(source -> !source.held().requests().containsKey(request.operation()))
                            .ifPresent(
                                    source -> due.add(new Due(request.operation(), arriving.id(), source.id(), target.id())));
                }
            }
        }
        tables.departed().forEach(row -> lost(tables, row).ifPresent(due::add));
        due.removeIf(one -> tables.floor(one.source()).held().at().standing().obstacle().isPresent()
                || tables.floor(one.target()).held().at().standing().obstacle().isPresent());
        return due;
    }

    /// It has left, and nobody keeps it.
    private static Optional<Due> lost(Tables tables, Tables.Row row) {
        if (!(row.booking().phase() instanceof Phase.Departed(var space, var _))) {
            return Optional.empty();
        }
        FloorRows target = tables.floor(tables.placed(space).orElseThrow().floor());
        boolean kept = target.held()
                .requests()
                .values()
                .stream()
                .anyMatch(request -> request.command() instanceof BookingCommand.Arrive arrive
                        && arrive.booking().equals(row.booking().id()));
        return kept
                ? Optional.empty()
                : Optional.of(new Due(Crossing.found(row.booking()), row.booking().id(), row.floor(), target.id()));
    }

    void goOn(Tables tables, Due due) {
        FloorRows source = tables.floor(due.source());
        FloorRows target = tables.floor(due.target());
        introduce(tables, source, target, due.operation(), due.booking());
        Crossing.Step step = crossings.goOn(side(tables, source), side(tables, target), due.operation(), due.booking(),
                moment());
        SimulatedTidings told = new SimulatedTidings(tables.outbox(), "cloud");
        told.wentOn(target.held(), step.target(), due.operation());
        write(tables, source, target, step);
        write(tables, told);
        done(new Transaction.WentOn(due), true);
    }
}
