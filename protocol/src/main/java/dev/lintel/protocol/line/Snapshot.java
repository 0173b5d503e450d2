package dev.lintel.protocol.line;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Privacy;
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.identity.Verifier;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A floor as the cloud has it: what a door starts from that is new, or whose copy is missing or unproven (R13, R14).
///
/// @param line the door's from here on; never lower than the last one granted
/// @param feed up to where the feed of this epoch is contained
/// @param log up to where the door's log of this epoch is contained; the door puts its later entries on top
/// @param before up to where the door's log of the epoch before is contained; what the door wrote after that it writes again, first thing
/// @param names of people as this floor may show them
/// @param verifiers what the floor's doors recognise PINs and badges by; all of them
/// @param requests what the cloud has proposed and the door has not answered yet
/// @param answers to what the door has asked for in its log of this epoch; whoever touches again hears them also of a door that has lost its copy
public record Snapshot(long epoch, Generation generation, Line line, Mark feed, Mark log, Mark before, List<Space> spaces,
        Map<PersonId, String> names, List<Verifier> verifiers, List<Booking> bookings, List<Request> requests,
        Map<OperationId, Answer> answers) {

    public Snapshot(long epoch, Generation generation, Line line, Mark feed, Mark log, Mark before, List<Space> spaces,
            Map<PersonId, String> names, List<Booking> bookings, List<Request> requests) {
        this(epoch, generation, line, feed, log, before, spaces, names, List.of(), bookings, requests, Map.of());
    }

    public Snapshot with(List<Verifier> all) {
        return new Snapshot(epoch, generation, line, feed, log, before, spaces, names, all, bookings, requests, answers);
    }

    public Snapshot {
        verifiers = List.copyOf(verifiers);
        spaces = List.copyOf(spaces);
        names = Map.copyOf(names);
        bookings = List.copyOf(bookings);
        requests = List.copyOf(requests);
        answers = Map.copyOf(answers);
    }

    /// Read in the transaction that holds the floor's row. Nothing that a bystander may not read goes in.
    ///
    /// Where an entry of the door is unread, the snapshot claims to contain the log only up to before that one: what came after it the door puts on top again.
    ///
    /// A door of a version without moves between floors is not told of a booking that has left, for it holds nothing there; nor
    /// of what it is asked about such a move, which it could not read. See [Handshake].
    ///
    /// @param bookings those of the days that a door's copy reaches
    public static Snapshot of(CloudFloor floor, Ledger ledger, List<Space> spaces, Map<PersonId, String> names,
            List<Booking> bookings) {
        Set<SpaceId> titled = spaces.stream()
                .filter(space -> space.privacy() == Privacy.TITLE)
                .map(Space::id)
                .collect(Collectors.toSet());
        FloorPosition at = floor.at();
        return new Snapshot(at.epoch(), at.generation(), at.line(), at.feed(), CloudWork.contained(floor, ledger), at.before(),
                spaces, names, List.of(),
                bookings.stream()
                        .filter(b -> at.crosses() || !(b.phase() instanceof Phase.Departed))
                        .map(b -> reduced(b, titled))
                        .toList(),
                floor.requests()
                        .values()
                        .stream()
                        .filter(request -> at.crosses() || !request.command().crosses())
                        .sorted(Comparator.comparingLong(Request::seq))
                        .map(request -> reduced(request, titled))
                        .toList(),
                settled(ledger.answered(), titled));
    }

    private static Map<OperationId, Answer> settled(Map<OperationId, Answer> answers, Set<SpaceId> titled) {
        Map<OperationId, Answer> settled = new HashMap<>();
        answers.forEach((operation, answer) -> {
            if (!(answer instanceof Answer.Waiting)) {
                settled.put(operation, reduced(answer, titled));
            }
        });
        return settled;
    }

    private static Answer reduced(Answer answer, Set<SpaceId> titled) {
        return switch (answer) {
            case Answer.Done(var event, var booking) -> new Answer.Done(event, reduced(booking, titled));
            case Answer.Refused(Rejection.Changed(var now)) ->
                new Answer.Refused(new Rejection.Changed(reduced(now, titled)));
            case Answer.Refused _,Answer.Waiting _ -> answer;
        };
    }

    private static Booking reduced(Booking booking, Set<SpaceId> titled) {
        return titled.contains(booking.space()) ? booking : booking.titled(Optional.empty());
    }

    private static Request reduced(Request request, Set<SpaceId> titled) {
        if (request.command() instanceof BookingCommand.Arrive arrive && !titled.contains(arrive.arriving().space())) {
            return request.asking(new BookingCommand.Arrive(arrive.arriving().titled(Optional.empty()), arrive.held()));
        }
        return request.command() instanceof BookingCommand.Book book && !titled.contains(book.space())
                ? request.asking(new BookingCommand.Book(book.booking(), book.space(), book.slot(), book.organiser(),
                        Optional.empty(), book.origin()))
                : request;
    }
}
