package dev.lintel.protocol.line;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A ledger in memory: for exploring every state of a small world and for previews.
///
/// Immutable; [#with] gives the ledger after a step was written.
public final class InMemoryLedger implements Ledger {

    private final Table<BookingId, Booking> bookings;
    private final Table<SpaceId, Space> spaces;
    private final Table<OperationId, Answer> answers;
    private final Table<Long, Hash> feed;
    private final Table<Long, Hash> log;
    private final Table<Long, Entry> words;

    private InMemoryLedger(Table<BookingId, Booking> bookings, Table<SpaceId, Space> spaces, Table<OperationId, Answer> answers,
            Table<Long, Hash> feed, Table<Long, Hash> log, Table<Long, Entry> words) {
        this.bookings = bookings;
        this.spaces = spaces;
        this.answers = answers;
        this.feed = feed;
        this.log = log;
        this.words = words;
    }

    public static InMemoryLedger empty() {
        return new InMemoryLedger(Table.empty(), Table.empty(), Table.empty(), Table.empty(), Table.empty(),
                Table.empty());
    }

    /// This ledger after the step's transaction.
    public InMemoryLedger with(CloudStep step) {
        InMemoryLedger next = this;
        for (Change change : step.changes()) {
            next = next.with(change);
        }
        for (Entry entry : step.entries()) {
            next = new InMemoryLedger(next.bookings, next.spaces, next.answers, next.feed.with(entry.seq(), entry.hash()),
                    next.log, next.words);
        }
        return next;
    }

    /// The same, with the entry of the door's log that was applied in it.
    public InMemoryLedger with(CloudInput input, CloudStep step) {
        InMemoryLedger next = with(step);
        return input instanceof CloudInput.LogArrived(Entry entry, var _) && step.outcome() instanceof Outcome.Applied
                ? new InMemoryLedger(next.bookings, next.spaces, next.answers, next.feed, next.log,
                        next.words.with(entry.seq(), entry))
                : next;
    }

    private InMemoryLedger with(Change change) {
        return switch (change) {
            case Change.PutBooking put ->
                new InMemoryLedger(bookings.with(put.booking().id(), put.booking()), spaces, answers, feed, log, words);
            case Change.PutSpace put ->
                new InMemoryLedger(bookings, spaces.with(put.space().id(), put.space()), answers, feed, log, words);
            case Change.PutAnswer put ->
                new InMemoryLedger(bookings, spaces, answers.with(put.operation(), put.answer()), feed, log, words);
            case Change.PutFloor put -> new InMemoryLedger(bookings, spaces, answers, feed,
                    put.floor().log().seq() == 0 ? log : log.with(put.floor().log().seq(), put.floor().log().hash()), words);
            case Change.BeginEpoch _ ->
                new InMemoryLedger(bookings, spaces, answers, Table.empty(), Table.empty(), Table.empty());
            case Change.PutRequest _,Change.DropRequest _,Change.PutName _,Change.PutVerifiers _,Change.PutUnread _,Change.Park _,Change.Emptied _,Change.PutDoor _ ->
                this;
        };
    }

    @Override
    public Optional<Booking> booking(BookingId id) {
        return Optional.ofNullable(bookings.get(id));
    }

    @Override
    public List<Booking> holding(SpaceId space, Slot slot) {
        return bookings.values()
                .filter(b -> b.space().equals(space) && b.phase().holds() && b.slot().overlaps(slot))
                .sorted(Comparator.comparing(b -> b.slot().start()))
                .toList();
    }

    @Override
    public List<Booking> starting(Slot slot) {
        return bookings.values().filter(b -> slot.contains(b.slot().start())).toList();
    }

    public Stream<Space> spaces() {
        return spaces.values();
    }

    public Stream<Booking> bookings() {
        return bookings.values();
    }

    public Stream<Answer> answers() {
        return answers.values();
    }

    @Override
    public Optional<Space> space(SpaceId id) {
        return Optional.ofNullable(spaces.get(id));
    }

    @Override
    public Optional<Answer> answer(OperationId operation) {
        return Optional.ofNullable(answers.get(operation));
    }

    @Override
    public Optional<Hash> feedHash(long seq) {
        return Optional.ofNullable(feed.get(seq));
    }

    @Override
    public Optional<Hash> logHash(long seq) {
        return Optional.ofNullable(log.get(seq));
    }

    @Override
    public Optional<Body> logBody(long seq) {
        return Optional.ofNullable(words.get(seq)).map(Entry::body);
    }

    @Override
    public List<Entry> unanswered() {
        return asked().filter(entry -> answer(entry.head().operation()).isEmpty())
                .sorted(Comparator.comparingLong(Entry::seq))
                .toList();
    }

    @Override
    public Map<OperationId, Answer> answered() {
        return Ledger.answered(asked(), this::answer);
    }

    private Stream<Entry> asked() {
        return words.values().filter(entry -> entry.body() instanceof Body.Proposed);
    }
}
