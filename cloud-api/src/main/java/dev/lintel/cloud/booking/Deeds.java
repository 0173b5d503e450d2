package dev.lintel.cloud.booking;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.BookingEvent;
import dev.lintel.protocol.booking.Party;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.line.Answer;
import dev.lintel.protocol.line.Body;
import dev.lintel.protocol.line.Change;
import dev.lintel.protocol.line.CloudFloor;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.CloudStep;
import dev.lintel.protocol.line.Effect;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.Ledger;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.protocol.line.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Reads from a step of the line what was decided about which booking, and by whom. Pure.
///
/// Nothing that changes a booking is left out: a change that no rule here explains becomes [Deed.What.TakenOver].
final class Deeds {

    private final CloudFloor before;
    private final CloudStep step;
    private final OperationId operation;
    /// What a door may not speak of.
    private final Predicate<BookingId> elsewhere;
    private final Map<BookingId, Booking> put;
    private final List<Deed> deeds = new ArrayList<>();

    private Deeds(CloudFloor before, CloudStep step, OperationId operation, Predicate<BookingId> elsewhere) {
        this.before = before;
        this.step = step;
        this.operation = operation;
        this.elsewhere = elsewhere;
        this.put = step.changes()
                .stream()
                .flatMap(change -> change instanceof Change.PutBooking(Booking booking)
                        ? Optional.of(booking).stream()
                        : Optional.<Booking>empty().stream())
                .collect(Collectors.toMap(Booking::id, booking -> booking, (_, later) -> later));
    }

    /// @param before the floor before the step: what was open then
    /// @param operation the input's
    /// @param ledger of the same floor
    static List<Deed> of(CloudFloor before, CloudInput input, CloudStep step, OperationId operation, Ledger ledger) {
        boolean doorSpoke = input instanceof CloudInput.LogArrived || input instanceof CloudInput.LateArrived;
        var found = new Deeds(before, step, operation, booking -> doorSpoke
                && ledger.booking(booking).filter(known -> known.phase() instanceof Phase.Departed).isPresent());
        switch (input) {
            case CloudInput.Asked asked -> found.asked(asked.command());
            case CloudInput.LogArrived arrived when step.outcome() instanceof Outcome.Applied && !outOfPlace(step) ->
                found.arrived(arrived.entry());
            case CloudInput.LateArrived late -> found.late(late);
            case CloudInput.LogArrived _,CloudInput.Greeted _,CloudInput.FeedAcknowledged _,CloudInput.GrantDue _,CloudInput.DoorReplaced _,CloudInput.DoorRemoved _,CloudInput.Restored _,CloudInput.CopyOffered _,CloudInput.DigestArrived _,CloudInput.Waived _,CloudInput.SpaceChanged _,CloudInput.PersonNamed _,CloudInput.VerifiersChanged _ ->
                {
                }
        }
        found.decidedBesides(input instanceof CloudInput.LogArrived ? Party.DOOR : Party.CLOUD);
        found.leftOver();
        return found.deeds;
    }

    /// What a step between two floors decided, told by the floor where the booking is to arrive.
    static List<Deed> ofCrossing(CloudFloor before, CloudStep step, OperationId operation) {
        var found = new Deeds(before, step, operation, _ -> false);
        found.decidedBesides(Party.CLOUD);
        return found.deeds;
    }

    /// What is told between the two parties themselves is no operation of anybody.
    static Optional<OperationId> operation(CloudInput input) {
        return switch (input) {
            case CloudInput.Asked asked -> Optional.of(asked.operation());
            case CloudInput.LogArrived arrived -> Optional.of(arrived.entry().head().operation());
            case CloudInput.LateArrived late -> Optional.of(late.entry().head().operation());
            case CloudInput.GrantDue due -> Optional.of(due.operation());
            case CloudInput.DoorReplaced replaced -> Optional.of(replaced.operation());
            case CloudInput.DoorRemoved removed -> Optional.of(removed.operation());
            case CloudInput.Restored restored -> Optional.of(restored.operation());
            case CloudInput.CopyOffered offered -> Optional.of(offered.operation());
            case CloudInput.Waived waived -> Optional.of(waived.operation());
            case CloudInput.SpaceChanged changed -> Optional.of(changed.operation());
            case CloudInput.PersonNamed named -> Optional.of(named.operation());
            case CloudInput.VerifiersChanged changed -> Optional.of(changed.operation());
            case CloudInput.Greeted _,CloudInput.FeedAcknowledged _,CloudInput.DigestArrived _ -> Optional.empty();
        };
    }

    private static boolean outOfPlace(CloudStep step) {
        return step.effects().stream().anyMatch(LineDesk::isOutOfPlace);
    }

    /// Whether a door spoke of what is another floor's, unasked: nobody believes it, so nobody is told and no trail has it.
    private boolean reachesOut(BookingId booking, OperationId answered) {
        var asked = Optional.ofNullable(before.requests().get(answered)).map(request -> request.command().booking());
        return !put.containsKey(booking) && !asked.equals(Optional.of(booking)) && elsewhere.test(booking);
    }

    /// A repeated wish gets its first answer again and writes none: nothing was decided.
    private boolean isNew() {
        return step.changes()
                .stream()
                .anyMatch(change -> change instanceof Change.PutAnswer a && a.operation().equals(operation));
    }

    private void asked(BookingCommand command) {
        if (!isNew() || !(step.outcome() instanceof Outcome.Answered(Answer answer))) {
            return;
        }
        switch (answer) {
            case Answer.Done(BookingEvent event, Booking booking) ->
                add(booking.id(), Optional.empty(), Party.CLOUD, Optional.empty(), new Deed.What.Done(event));
            case Answer.Waiting(Party awaiting, BookingId booking) ->
                add(booking, Optional.empty(), Party.CLOUD, Optional.empty(),
                        new Deed.What.Proposed(word(command), awaiting, wanted(command)));
            // A new booking that is refused at once never was one.
            case Answer.Refused _ when command instanceof BookingCommand.Book -> {
            }
            case Answer.Refused(Rejection why) -> add(command.booking(), Optional.empty(), Party.CLOUD, Optional.empty(),
                    new Deed.What.Declined(word(command), why));
        }
    }

    private void arrived(Entry entry) {
        if (!(entry.body() instanceof Body.Proposed)
                && about(entry.body()).filter(booking -> reachesOut(booking, operation)).isPresent()) {
            return;
        }
        switch (entry.body()) {
            case Body.Happened(BookingEvent event, Booking booking, var by) ->
                add(booking.id(), person(by).or(() -> sensor(event, booking)), Party.DOOR, when(event, booking),
                        new Deed.What.Done(event));
            case Body.Accepted(BookingEvent event, Booking booking) ->
                add(booking.id(), Optional.empty(), Party.DOOR, when(event, booking), new Deed.What.Done(event));
            case Body.Declined(BookingId booking, Rejection why) -> add(booking, Optional.empty(), Party.DOOR, Optional.empty(),
                    new Deed.What.Declined(command(), why));
            case Body.Proposed proposed -> proposed(proposed);
            case Body.NotUnderstood _,Body.Observed _,Body.Late _,Body.Closed _,Body.Granted _,Body.SpaceSet _,Body.PersonShown _,Body.VerifiersSet _,Body.Unreadable _ ->
                {
                }
        }
    }

    /// A door's wish, and the cloud's answer where it was given at once.
    private void proposed(Body.Proposed proposal) {
        if (!isNew()) {
            return;
        }
        var command = proposal.command();
        var answer = step.entries().stream().filter(entry -> entry.head().operation().equals(operation)).findFirst();
        var party = answer.filter(entry -> entry.body() instanceof Body.Proposed).isPresent() ? Party.DOOR : Party.CLOUD;
        deeds.add(new Deed(command.booking(), operation, person(proposal.by()), Party.DOOR, Optional.of(proposal.at()),
                new Deed.What.Proposed(word(command), party, wanted(command)), Optional.empty(), Optional.empty(),
                before.at()));
        var since = Optional.of(new Deed.Asked(word(command), proposal.at()));
        answer.ifPresent(entry -> {
            if (entry.body() instanceof Body.Accepted(BookingEvent event, Booking booking)) {
                deeds.add(new Deed(booking.id(), operation, Optional.of("cloud"), Party.CLOUD, Optional.empty(),
                        new Deed.What.Done(event), Optional.ofNullable(put.get(booking.id())), since, before.at()));
            } else if (entry.body() instanceof Body.Declined(BookingId booking, Rejection why)) {
                deeds.add(new Deed(booking, operation, Optional.of("cloud"), Party.CLOUD, Optional.empty(),
                        new Deed.What.Declined(word(command), why), Optional.empty(), since, before.at()));
            }
        });
    }

    private void late(CloudInput.LateArrived late) {
        var about = about(late.entry().body());
        if (!isNew() || about.isEmpty() || reachesOut(about.get(), operation)
                || !(step.outcome() instanceof Outcome.Answered(Answer answer))) {
            return;
        }
        Deed.What what = switch (answer) {
            case Answer.Done(BookingEvent event, Booking _) -> new Deed.What.Done(event);
            case Answer.Waiting(Party awaiting, BookingId _) -> new Deed.What.Proposed("late-word", awaiting, Optional.empty());
            case Answer.Refused(Rejection.SupersededEpoch(long epoch)) -> new Deed.What.Filed(epoch);
            case Answer.Refused(Rejection why) -> new Deed.What.Declined("late-word", why);
        };
        add(about.get(), Optional.empty(), Party.CLOUD, Optional.empty(), what);
    }

    private static Optional<BookingId> about(Body body) {
        return switch (body) {
            case Body.Happened happened -> Optional.of(happened.booking().id());
            case Body.Accepted accepted -> Optional.of(accepted.booking().id());
            case Body.Declined declined -> Optional.of(declined.booking());
            case Body.Proposed proposed -> Optional.of(proposed.command().booking());
            case Body.NotUnderstood _,Body.Observed _,Body.Late _,Body.Closed _,Body.Granted _,Body.SpaceSet _,Body.PersonShown _,Body.VerifiersSet _,Body.Unreadable _ ->
                Optional.empty();
        };
    }

    /// Wishes that ended in this step and were not its subject: a door removed for good, an entry that could not be read.
    private void decidedBesides(Party side) {
        var told = deeds.stream().map(Deed::operation).collect(Collectors.toCollection(HashSet::new));
        for (Effect effect : step.effects()) {
            if (effect instanceof Effect.Decided decided && !reachesOut(decided.booking(), decided.operation())
                    && told.add(decided.operation())) {
                var asked = Optional.ofNullable(before.requests().get(decided.operation())).map(Deeds::asked);
                var command = asked.map(Deed.Asked::command).orElse("book");
                var what = switch (decided.answer()) {
                    case Answer.Done(BookingEvent event, Booking _) -> new Deed.What.Done(event);
                    case Answer.Refused(Rejection why) -> new Deed.What.Declined(command, why);
                    case Answer.Waiting(Party awaiting, BookingId _) ->
                        new Deed.What.Proposed(command, awaiting, Optional.empty());
                };
                deeds.add(new Deed(decided.booking(), decided.operation(),
                        side == Party.CLOUD ? Optional.of("cloud") : Optional.empty(), side, Optional.empty(), what,
                        Optional.ofNullable(put.get(decided.booking())), asked, before.at()));
            }
        }
    }

    private void leftOver() {
        var told = deeds.stream().map(Deed::booking).collect(Collectors.toSet());
        put.values()
                .stream()
                .filter(booking -> !told.contains(booking.id()))
                .forEach(booking -> add(booking.id(),
                        Optional.of("cloud"), Party.CLOUD, Optional.empty(), leftBehind(booking)));
    }

    /// A clash is told by the rules as an alarm that names both bookings.
    private Deed.What leftBehind(Booking booking) {
        boolean clashed = step.effects()
                .stream()
                .anyMatch(effect -> effect instanceof Effect.Alarm(String kind, String detail) && kind.equals("clash")
                        && detail.contains(booking.id().toString()));
        return clashed && booking.phase() instanceof Phase.Declined(Rejection why)
                ? new Deed.What.GaveWay(why)
                : new Deed.What.TakenOver();
    }

    private void add(BookingId booking, Optional<String> actor, Party side, Optional<Instant> at, Deed.What what) {
        deeds.add(new Deed(booking, operation, actor, side, at, what, Optional.ofNullable(put.get(booking)),
                Optional.ofNullable(before.requests().get(operation)).map(Deeds::asked), before.at()));
    }

    private String command() {
        return Optional.ofNullable(before.requests().get(operation)).map(request -> word(request.command())).orElse("book");
    }

    private static Deed.Asked asked(Request request) {
        return new Deed.Asked(word(request.command()), request.at());
    }

    /// As people call it: between the floors each half has a name of its own, and what was asked for is one move.
    private static String word(BookingCommand command) {
        return command.crosses() ? "move" : command.slug();
    }

    /// Who showed a PIN or badge at the door.
    private static Optional<String> person(Optional<PersonId> by) {
        return by.map(person -> "person:" + person);
    }

    /// Only a door's own evidence releases.
    private static Optional<String> sensor(BookingEvent event, Booking booking) {
        return event instanceof BookingEvent.Released ? Optional.of("sensor:" + booking.space()) : Optional.empty();
    }

    private static Optional<Instant> when(BookingEvent event, Booking booking) {
        return switch (booking.phase()) {
            case Phase.CheckedIn in when !(event instanceof BookingEvent.Extended || event instanceof BookingEvent.Shortened) ->
                Optional.of(in.at());
            case Phase.Completed completed -> Optional.of(completed.at());
            case Phase.Released released -> Optional.of(released.at());
            case Phase.Cancelled cancelled -> Optional.of(cancelled.at());
            case Phase.Confirmed _ when event instanceof BookingEvent.Booked -> Optional.of(booking.madeAt());
            case Phase.CheckedIn _,Phase.Confirmed _,Phase.Requested _,Phase.Departed _,Phase.Declined _ -> Optional.empty();
        };
    }

    private static Optional<Slot> wanted(BookingCommand command) {
        return switch (command) {
            case BookingCommand.Book book -> Optional.of(book.slot());
            case BookingCommand.Move move -> Optional.of(move.slot());
            case BookingCommand.Extend _,BookingCommand.Shorten _,BookingCommand.End _,BookingCommand.Cancel _,BookingCommand.CheckIn _,BookingCommand.StartEarly _,BookingCommand.Release _,BookingCommand.UndoRelease _,BookingCommand.TakeBack _ ->
                Optional.empty();
            case BookingCommand.Depart depart -> Optional.of(depart.slot());
            case BookingCommand.Arrive arrive -> Optional.of(arrive.arriving().slot());
        };
    }
}
