package dev.lintel.cloud.booking;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.Body;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.Entry;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What the rules will ask for, as far as the inputs tell: read together with the floor's row, in the same trip to the
/// database. Whatever is not foreseen here is read when it is asked for.
///
/// @param takings what a door has decided on; each is asked for what is in its way, and a backlog has dozens in one batch
/// @param told rooms that a door speaks of, which may not be its floor's
record Wanted(Set<OperationId> answers, Set<BookingId> bookings, Set<Taking> takings, Set<SpaceId> told,
        Optional<SpaceId> space, Optional<Slot> slot, Optional<PersonId> person) {

    static final Wanted NOTHING = new Wanted(Set.of(), Set.of(), Set.of(), Set.of(), Optional.empty(), Optional.empty(),
            Optional.empty());

    static Wanted about(OperationId operation, BookingId booking) {
        return new Wanted(Set.of(operation), Set.of(booking), Set.of(), Set.of(), Optional.empty(), Optional.empty(),
                Optional.empty());
    }

    /// For a booking whose id has just been made here: nobody can know it yet. Where the operation's id is as new, it has no answer
    /// either ([LedgerStore#isNew]).
    Wanted butNot(BookingId made, Optional<OperationId> fresh) {
        return new Wanted(without(answers, fresh), without(bookings, Optional.of(made)), takings, told, space, slot, person);
    }

    private static <T> Set<T> without(Set<T> all, Optional<T> one) {
        return all.stream().filter(each -> !one.equals(Optional.of(each))).collect(Collectors.toSet());
    }

    /// A room for a time.
    record Taking(SpaceId space, Slot slot) {}

    Wanted by(PersonId someone) {
        return new Wanted(answers, bookings, takings, told, space, slot, Optional.of(someone));
    }

    static Wanted of(List<? extends CloudInput> inputs) {
        var answers = new LinkedHashSet<OperationId>();
        var bookings = new LinkedHashSet<BookingId>();
        var takings = new LinkedHashSet<Taking>();
        var told = new LinkedHashSet<SpaceId>();
        Optional<BookingCommand.Book> first = Optional.empty();
        for (CloudInput input : inputs) {
            switch (input) {
                case CloudInput.Asked asked -> {
                    answers.add(asked.operation());
                    bookings.add(asked.command().booking());
                    first = first.isEmpty() && asked.command() instanceof BookingCommand.Book book ? Optional.of(book) : first;
                }
                case CloudInput.LogArrived arrived -> {
                    entry(arrived.entry(), answers, bookings);
                    decided(arrived.entry().body()).ifPresent(booking -> {
                        told.add(booking.space());
                        if (booking.phase().decided()) {
                            takings.add(new Taking(booking.space(), booking.slot()));
                        }
                    });
                }
                case CloudInput.LateArrived late -> entry(late.entry(), answers, bookings);
                case CloudInput.CopyOffered offered -> {
                    answers.addAll(offered.copy().answers().keySet());
                    offered.copy().spaces().forEach(space -> told.add(space.id()));
                    offered.copy().bookings().forEach(booking -> {
                        bookings.add(booking.id());
                        told.add(booking.space());
                    });
                }
                case CloudInput.Greeted _,CloudInput.FeedAcknowledged _,CloudInput.GrantDue _,CloudInput.DoorReplaced _,CloudInput.DoorRemoved _,CloudInput.Restored _,CloudInput.DigestArrived _,CloudInput.Waived _,CloudInput.SpaceChanged _,CloudInput.PersonNamed _,CloudInput.VerifiersChanged _ ->
                    {
                    }
            }
        }
        return new Wanted(answers, bookings, takings, told, first.map(BookingCommand.Book::space),
                first.map(BookingCommand.Book::slot),
                Optional.empty());
    }

    private static Optional<Booking> decided(Body body) {
        return switch (body) {
            case Body.Happened happened -> Optional.of(happened.booking());
            case Body.Accepted accepted -> Optional.of(accepted.booking());
            case Body.Declined _,Body.Proposed _,Body.NotUnderstood _,Body.Observed _,Body.Late _,Body.Closed _,Body.Granted _,Body.SpaceSet _,Body.PersonShown _,Body.VerifiersSet _,Body.Unreadable _ ->
                Optional.empty();
        };
    }

    private static void entry(Entry entry, Set<OperationId> answers, Set<BookingId> bookings) {
        answers.add(entry.head().operation());
        switch (entry.body()) {
            case Body.Happened happened -> bookings.add(happened.booking().id());
            case Body.Accepted accepted -> bookings.add(accepted.booking().id());
            case Body.Declined declined -> bookings.add(declined.booking());
            case Body.Proposed proposed -> bookings.add(proposed.command().booking());
            case Body.NotUnderstood _,Body.Observed _,Body.Late _,Body.Closed _,Body.Granted _,Body.SpaceSet _,Body.PersonShown _,Body.VerifiersSet _,Body.Unreadable _ ->
                {
                }
        }
    }
}
