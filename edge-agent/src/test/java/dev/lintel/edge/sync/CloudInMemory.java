package dev.lintel.edge.sync;

import dev.lintel.edge.copy.Floor2;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.Answer;
import dev.lintel.protocol.line.Body;
import dev.lintel.protocol.line.Change;
import dev.lintel.protocol.line.CloudFloor;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.CloudSide;
import dev.lintel.protocol.line.CloudStep;
import dev.lintel.protocol.line.Coming;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.Hash;
import dev.lintel.protocol.line.Ledger;
import dev.lintel.protocol.line.Mark;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.protocol.line.Snapshot;
import dev.lintel.protocol.time.Moment;
import dev.lintel.protocol.wire.Codec;
import dev.lintel.protocol.wire.Decoded;
import dev.lintel.protocol.wire.Envelope;
import dev.lintel.protocol.wire.Message;
import dev.lintel.protocol.wire.Parts;
import dev.lintel.protocol.wire.Sha256Chain;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/// The cloud's real side of the line over maps, behind a link that has no wire: what an edge would meet, in one process.
@NullMarked
final class CloudInMemory implements Ledger, BrokerLink.Opener {

    private final Codec codec = new Codec();
    private final CloudSide side = new CloudSide(new Sha256Chain());
    private final Map<BookingId, Booking> bookings = new HashMap<>();
    private final Map<OperationId, Answer> answers = new HashMap<>();
    private final Map<SpaceId, Space> spaces = new HashMap<>();
    private final List<Entry> feed = new ArrayList<>();
    private final List<Entry> log = new ArrayList<>();
    private final List<Message> told = new ArrayList<>();
    private CloudFloor floor = CloudFloor.fresh(Floor2.ID, new Generation(new UUID(7, 7)));
    private final List<Entry> late = new ArrayList<>();
    private boolean former;
    private long operations;
    private @Nullable Loop open;

    /// Messages from the edge that this says yes to are lost on the way.
    Predicate<Message> loses = message -> false;
    boolean reachable = true;
    /// Hears, and says nothing.
    volatile boolean mute;
    /// Of a snapshot nothing arrives.
    volatile boolean losesSnapshots;
    final AtomicInteger greetings = new AtomicInteger();
    int connections;

    CloudInMemory() {
        take(new CloudInput.SpaceChanged(operation(), Floor2.space(Floor2.ASPEN, "Aspen")));
        take(new CloudInput.SpaceChanged(operation(), Floor2.space(Floor2.BIRCH, "Birch")));
    }

    private OperationId operation() {
        return new OperationId(new UUID(0x01890000_0000_7000L, 0x8000_0000_0000_0000L | operations++));
    }

    synchronized Answer ask(BookingCommand command) {
        Outcome outcome = take(new CloudInput.Asked(operation(), command, Moment.synchronised(Floor2.NINE)));
        push();
        return ((Outcome.Answered) outcome).answer();
    }

    synchronized List<Entry> log() {
        return List.copyOf(log);
    }

    synchronized void cut() {
        Loop link = open;
        open = null;
        if (link != null) {
            link.ear.lost("the wire was cut");
        }
    }

    private Outcome take(CloudInput input) {
        CloudStep step = side.step(floor, this, input);
        floor = step.floor();
        for (Change change : step.changes()) {
            switch (change) {
                case Change.PutBooking(Booking booking) -> bookings.put(booking.id(), booking);
                case Change.PutAnswer(OperationId operation, Answer answer) -> answers.put(operation, answer);
                case Change.PutSpace(Space space) -> spaces.put(space.id(), space);
                case Change.PutRequest _,Change.DropRequest _,Change.PutName _,Change.PutVerifiers _,Change.PutUnread _,Change.Park _,Change.Emptied _,Change.BeginEpoch _,Change.PutFloor _ -> {
                    // Held by the floor's value itself, or of no interest here.
                }
                case Change.PutDoor _ -> throw new IllegalStateException("a door's row in the cloud");
            }
        }
        if (step.changes().stream().anyMatch(change -> change instanceof Change.BeginEpoch)) {
            feed.clear();
            log.clear();
        }
        feed.addAll(step.entries());
        return step.outcome();
    }

    @Override
    public synchronized BrokerLink open(Identity identity, byte[] lastWill, BrokerLink.Ear ear) throws IOException {
        connections++;
        if (!reachable) {
            throw new IOException("no route to the cloud");
        }
        Loop link = new Loop(ear);
        open = link;
        return link;
    }

    private void push() {
        Loop link = open;
        long from = floor.at().feedAcked().seq();
        if (link != null && link.welcomed && feed.size() > from) {
            say(link, new Message.Feed(feed.subList((int) from, feed.size())));
        }
    }

    /// By an administrator's word a new epoch begins, whatever the edge has not sent yet (R13).
    synchronized void anew() {
        take(new CloudInput.DoorReplaced(operation(), true));
    }

    /// From now on the edge that speaks has been replaced: it is heard out and turned away (R13).
    synchronized void replaced() {
        late.addAll(log);
        former = true;
    }

    /// The whole log of a door that was replaced.
    synchronized List<Entry> late() {
        return List.copyOf(late);
    }

    private void heardFormer(Loop link, Envelope envelope) {
        switch (envelope.message()) {
            case Message.Hello hello when hello.greeting().log().seq() > late.size() -> sayFormer(link, envelope,
                    new Message.Welcome(1, late.size() + 1L, hello.greeting().feed().seq() + 1, Coming.FEED));
            case Message.Hello _ -> sayFormer(link, envelope, new Message.Refused("superseded-epoch"));
            case Message.Log(List<Entry> entries) -> {
                entries.stream().filter(entry -> entry.seq() == late.size() + 1L).forEach(late::add);
                sayFormer(link, envelope, new Message.Ack(new Mark(late.getLast().seq(), late.getLast().hash())));
                sayFormer(link, envelope, new Message.Refused("superseded-epoch"));
            }
            default -> {
                // Nobody looks at what else it says.
            }
        }
    }

    private void sayFormer(Loop link, Envelope heard, Message message) {
        byte[] bytes = codec.encode(new Envelope(1, heard.floor(), heard.epoch(), Optional.empty(), message));
        var _ = link.wire.submit(() -> link.ear.received(bytes));
    }

    /// Something besides the two logs.
    synchronized void say(Message message) {
        Loop link = open;
        if (link != null) {
            say(link, message);
        }
    }

    /// What the edge said besides its log.
    synchronized List<Message> told() {
        return List.copyOf(told);
    }

    private void say(Loop link, Message message) {
        if (open != link || mute) {
            return;
        }
        byte[] bytes = codec.encode(new Envelope(1, floor.at().floor(), floor.at().epoch(),
                Optional.of(floor.at().generation()), message));
        var _ = link.wire.submit(() -> link.ear.received(bytes));
    }

    private synchronized void heard(Loop link, byte[] bytes) {
        if (!(codec.decode(bytes) instanceof Decoded.Read(Envelope envelope, var _)) || loses.test(envelope.message())) {
            return;
        }
        if (former) {
            heardFormer(link, envelope);
            return;
        }
        switch (envelope.message()) {
            case Message.Hello hello -> {
                greetings.incrementAndGet();
                if (take(new CloudInput.Greeted(hello.greeting(), new Generation(
                        new UUID(7, 8)))) instanceof Outcome.Welcomed(long logFrom, long feedFrom, Coming coming)) {
                    link.welcomed = true;
                    say(link, new Message.Welcome(1, logFrom, feedFrom, coming));
                    if (coming == Coming.SNAPSHOT && !losesSnapshots) {
                        Snapshot snapshot = Snapshot.of(floor, this, List.copyOf(spaces.values()), Map.of(),
                                List.copyOf(bookings.values()));
                        Parts.of(snapshot).forEach(part -> say(link, part));
                        return;
                    }
                    take(new CloudInput.GrantDue(operation(), Floor2.NINE, Duration.ofHours(24)));
                    push();
                }
            }
            case Message.Log(List<Entry> entries) -> {
                for (Entry entry : entries) {
                    if (take(new CloudInput.LogArrived(entry, Moment.synchronised(Floor2.NINE))) instanceof Outcome.Applied) {
                        log.add(entry);
                    }
                }
                say(link, new Message.Ack(floor.at().log()));
                push();
            }
            case Message.Ack(var mark) -> take(new CloudInput.FeedAcknowledged(mark));
            case Message.Resend(long from) -> say(link, new Message.Feed(feed.subList((int) from - 1, feed.size())));
            case Message.Reply _,Message.Reported _,Message.Health _,Message.Panels _ -> told.add(envelope.message());
            case Message.Digest(var digest) -> take(new CloudInput.DigestArrived(digest));
            case Message.Copy _,Message.Snapshot _,Message.Welcome _,Message.Refused _,Message.Feed _,Message.Order _,Message.Desired _,Message.Unknown _ ->
                throw new IllegalStateException(
                        "an edge spoke as if it were a cloud");
        }
    }

    @Override
    public Optional<Booking> booking(BookingId id) {
        return Optional.ofNullable(bookings.get(id));
    }

    @Override
    public List<Booking> holding(SpaceId space, Slot slot) {
        return bookings.values()
                .stream()
                .filter(b -> b.space().equals(space) && b.phase().holds() && b.slot().overlaps(slot))
                .toList();
    }

    @Override
    public List<Booking> starting(Slot slot) {
        return bookings.values().stream().filter(b -> slot.contains(b.slot().start())).toList();
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
        return seq >= 1 && seq <= feed.size() ? Optional.of(feed.get((int) seq - 1).hash()) : Optional.empty();
    }

    @Override
    public Optional<Hash> logHash(long seq) {
        return seq >= 1 && seq <= log.size() ? Optional.of(log.get((int) seq - 1).hash()) : Optional.empty();
    }

    @Override
    public Optional<Body> logBody(long seq) {
        return log.stream().filter(entry -> entry.seq() == seq).map(Entry::body).findFirst();
    }

    @Override
    public List<Entry> unanswered() {
        return asked().filter(entry -> answer(entry.head().operation()).isEmpty()).toList();
    }

    @Override
    public Map<OperationId, Answer> answered() {
        return Ledger.answered(asked(), this::answer);
    }

    private Stream<Entry> asked() {
        return log.stream().filter(entry -> entry.body() instanceof Body.Proposed);
    }

    /// One connection.
    private final class Loop implements BrokerLink {

        private final Ear ear;
        /// A wire keeps the order of what is put on it.
        private final ExecutorService wire = Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
        private boolean welcomed;

        Loop(Ear ear) {
            this.ear = ear;
        }

        @Override
        public void up(byte[] message) throws IOException {
            synchronized (CloudInMemory.this) {
                if (open != this) {
                    throw new IOException("the wire was cut");
                }
            }
            heard(this, message);
        }

        @Override
        public void state(byte[] message) {
            // Whether an edge is there plays no part in these stories.
        }

        @Override
        public void close() {
            synchronized (CloudInMemory.this) {
                if (open == this) {
                    open = null;
                }
            }
            wire.shutdown();
        }
    }
}
