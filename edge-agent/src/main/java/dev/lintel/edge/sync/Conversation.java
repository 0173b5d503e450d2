package dev.lintel.edge.sync;

import dev.lintel.edge.copy.FloorStore;
import dev.lintel.edge.door.DoorClock;
import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.door.Doorway;
import dev.lintel.edge.door.Watcher;
import dev.lintel.edge.fleet.FleetDesk;
import dev.lintel.protocol.line.DoorPosition;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.Effect;
import dev.lintel.protocol.line.Greeting;
import dev.lintel.protocol.time.Moment;
import dev.lintel.protocol.wire.Codec;
import dev.lintel.protocol.wire.Decoded;
import dev.lintel.protocol.wire.Envelope;
import dev.lintel.protocol.wire.LinkState;
import dev.lintel.protocol.wire.Message;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection's talk with the cloud: greet, be welcomed, then send the door log and take the feed.
///
/// ```
/// connect ──Hello──► waiting ──Welcome──► pumping ──lost, or nobody speaks──► over
/// ```
///
/// Everything is handled on the one thread that runs it; the broker's callbacks and the door only put a word into its
/// bounded queue.
final class Conversation implements BrokerLink.Ear, Watcher {

    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

    /// More than the broker may have on the way to us (32 packets), so a burst fits. What does not fit is dropped like a
    /// packet that was lost: the cloud sends again what is not acknowledged.
    private static final int WORDS_LIMIT = 64;
    private static final long WELCOME_SECONDS = 15;
    private static final long TICK_MILLIS = 1_000;
    /// A floor remembers on disk once a minute that it is linked, which is as exact as "last synced 10:42" is read.
    private static final long REMEMBER_NANOS = TimeUnit.SECONDS.toNanos(60);

    /// What this conversation reacts to.
    private sealed interface Word {

        record Heard(Envelope envelope) implements Word {}

        /// The door has written something, or the link is gone.
        record Woken() implements Word {}
    }

    private final Identity identity;
    private final long number;
    private final DoorDesk desk;
    private final FloorStore floor;
    private final FleetDesk fleet;
    private final DoorClock clock;
    private final Runnable live;
    private final Consumer<Instant> heard;
    private final Runnable beat;
    private final Listening listening;
    private final Codec codec = new Codec();
    private final BlockingQueue<Word> words = new ArrayBlockingQueue<>(WORDS_LIMIT);
    private final AtomicBoolean woken = new AtomicBoolean();
    private volatile Optional<String> lost = Optional.empty();
    private volatile Optional<Instant> lastHeardAt = Optional.empty();
    private long heardAtNanos = System.nanoTime();
    private long rememberedAtNanos = System.nanoTime() - REMEMBER_NANOS;

    Conversation(Identity identity, long number, DoorDesk desk, FloorStore floor, FleetDesk fleet, DoorClock clock,
            Runnable live,
            Consumer<Instant> heard, Runnable beat, Listening listening) {
        this.identity = identity;
        this.number = number;
        this.desk = desk;
        this.floor = floor;
        this.fleet = fleet;
        this.clock = clock;
        this.live = live;
        this.heard = heard;
        this.beat = beat;
        this.listening = listening;
    }

    /// When the cloud was last heard on this connection; empty if it never welcomed us.
    Optional<Instant> lastHeardAt() {
        return lastHeardAt;
    }

    /// Talks until the connection is lost, which is the only way this ends.
    void run(BrokerLink.Opener opener) throws IOException, SQLException, InterruptedException, ExecutionException {
        try (BrokerLink link = opener.open(identity, state(false), this)) {
            link.state(state(true));
            Talk talk = new Talk(Doorway.to(desk), floor, FleetTalk.of(fleet), clock, System::nanoTime, this::hello,
                    message -> say(link, message), listening);
            link.up(bytes(hello()));
            awaitWelcome(talk);
            live.run();
            desk.watch(this);
            try {
                while (true) {
                    beat.run();
                    talk.tick();
                    Word word = words.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
                    if (lost.isPresent()) {
                        throw new IOException(lost.get());
                    }
                    switch (word) {
                        case null -> endOfSilence();
                        case Word.Woken _ -> woken.set(false);
                        case Word.Heard(Envelope envelope) -> {
                            hearing();
                            talk.hear(envelope);
                        }
                    }
                    remember();
                }
            } finally {
                desk.unwatch(this);
            }
        }
    }

    /// A broker answers for itself alone: whether anybody is behind it shows only in what is said.
    private void endOfSilence() throws IOException {
        if (System.nanoTime() - heardAtNanos > listening.silence().toNanos()) {
            throw new IOException("The broker answers, but the cloud behind it has said nothing for "
                    + listening.silence().toSeconds() + " s. Is the cloud running?");
        }
    }

    /// One message may be one of hundreds, and each may wait for the broker.
    private void say(BrokerLink link, Message message) throws IOException, InterruptedException {
        beat.run();
        link.up(bytes(message));
    }

    private Message.Hello hello() {
        DoorState state = desk.state().orElseThrow(() -> new IllegalStateException("a link without a floor"));
        Moment moment = clock.moment();
        return new Message.Hello(Greeting.of(state, moment.now().atOffset(ZoneOffset.UTC).toLocalDate()), Envelope.OLDEST,
                Envelope.CURRENT, number, moment.quality(), Optional.of(fleet.boot().value()));
    }

    private void awaitWelcome(Talk talk) throws IOException, SQLException, InterruptedException, ExecutionException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WELCOME_SECONDS);
        while (!talk.welcomed()) {
            Word word = words.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (lost.isPresent()) {
                throw new IOException(lost.get());
            }
            switch (word) {
                case null -> throw new IOException("the cloud did not answer our greeting");
                case Word.Woken _ -> woken.set(false);
                case Word.Heard(Envelope envelope) -> {
                    talk.hear(envelope);
                    if (talk.welcomed()) {
                        hearing();
                    }
                }
            }
        }
    }

    private void hearing() {
        Instant now = clock.moment().now();
        heardAtNanos = System.nanoTime();
        lastHeardAt = Optional.of(now);
        heard.accept(now);
    }

    private void remember() throws InterruptedException {
        if (lastHeardAt.isPresent() && System.nanoTime() - rememberedAtNanos >= REMEMBER_NANOS) {
            rememberedAtNanos = System.nanoTime();
            var _ = desk.synced(lastHeardAt.get());
        }
    }

    private DoorPosition position() {
        return desk.state()
                .map(DoorState::at)
                .orElseThrow(() -> new IllegalStateException("a link without a floor"));
    }

    private byte[] bytes(Message message) {
        DoorPosition at = position();
        return codec.encode(new Envelope(Envelope.CURRENT, at.floor(), at.epoch(), at.generation(), message));
    }

    private byte[] state(boolean up) {
        return new LinkState(number, up).bytes();
    }

    @Override
    public void received(byte[] message) {
        switch (codec.decode(message)) {
            case Decoded.Refused(String reason) -> LOG.warn("a packet was dropped: {}", reason);
            case Decoded.Read(Envelope envelope, var _) -> {
                if (!envelope.floor().equals(identity.floor())) {
                    LOG.warn("a packet for another floor was dropped");
                    return;
                }
                say(new Word.Heard(envelope));
            }
        }
    }

    @Override
    public void lost(String why) {
        lost = Optional.of(why);
        wake();
    }

    @Override
    public void changed(DoorState state, List<Effect> effects) {
        wake();
    }

    /// One wake-up in the queue is enough for any number of reasons. Where the queue is full the thread is busy, and looks
    /// at everything afterwards anyway.
    private void wake() {
        if (woken.compareAndSet(false, true) && !words.offer(new Word.Woken())) {
            woken.set(false);
        }
    }

    /// Never waits: the client's callback thread also hears the acknowledgements that this conversation's own sending may
    /// be waiting for, and the two would wait for each other.
    private void say(Word word) {
        if (!words.offer(word)) {
            LOG.warn("more arrives than the door can take; a packet was dropped and will be sent again");
        }
    }
}
