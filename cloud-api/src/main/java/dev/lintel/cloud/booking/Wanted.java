package dev.lintel.cloud.booking;

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

/// What the rules will ask for, as far as the inputs tell: read together with the floor's row, in the same trip to the
/// database. Whatever is not foreseen here is read when it is asked for.
record Wanted(Set<OperationId> answers, Set<BookingId> bookings, Optional<SpaceId> space, Optional<Slot> slot,
        Optional<PersonId> person) {

    static final Wanted NOTHING = new Wanted(Set.of(), Set.of(), Optional.empty(), Optional.empty(), Optional.empty());

    Wanted by(PersonId someone) {
        return new Wanted(answers, bookings, space, slot, Optional.of(someone));
    }

    static Wanted of(List<? extends CloudInput> inputs) {
        var answers = new LinkedHashSet<OperationId>();
        var bookings = new LinkedHashSet<BookingId>();
        Optional<BookingCommand.Book> first = Optional.empty();
        for (CloudInput input : inputs) {
            switch (input) {
                case CloudInput.Asked asked -> {
                    answers.add(asked.operation());
                    bookings.add(asked.command().booking());
                    first = first.isEmpty() && asked.command() instanceof BookingCommand.Book book ? Optional.of(book) : first;
                }
                case CloudInput.LogArrived arrived -> entry(arrived.entry(), answers, bookings);
                case CloudInput.LateArrived late -> entry(late.entry(), answers, bookings);
                case CloudInput.CopyOffered offered -> {
                    answers.addAll(offered.copy().answers().keySet());
                    offered.copy().bookings().forEach(booking -> bookings.add(booking.id()));
                }
                case CloudInput.Greeted _,CloudInput.FeedAcknowledged _,CloudInput.GrantDue _,CloudInput.DoorReplaced _,CloudInput.DoorRemoved _,CloudInput.Restored _,CloudInput.DigestArrived _,CloudInput.Waived _,CloudInput.SpaceChanged _,CloudInput.PersonNamed _,CloudInput.VerifiersChanged _ ->
                    {
                    }
            }
        }
        return new Wanted(answers, bookings, first.map(BookingCommand.Book::space), first.map(BookingCommand.Book::slot),
                Optional.empty());
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
