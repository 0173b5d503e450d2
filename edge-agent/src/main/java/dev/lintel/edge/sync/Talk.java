package dev.lintel.edge.sync;

import dev.lintel.edge.door.DoorClock;
import dev.lintel.edge.door.Doorway;
import dev.lintel.edge.door.FeedReply;
import dev.lintel.protocol.line.Coming;
import dev.lintel.protocol.line.Digest;
import dev.lintel.protocol.line.DoorCopy;
import dev.lintel.protocol.line.DoorMemory;
import dev.lintel.protocol.line.DoorPosition;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.protocol.line.Snapshot;
import dev.lintel.protocol.line.Standing;
import dev.lintel.protocol.wire.Assembled;
import dev.lintel.protocol.wire.Envelope;
import dev.lintel.protocol.wire.Message;
import dev.lintel.protocol.wire.Part;
import dev.lintel.protocol.wire.Parts;
import dev.lintel.protocol.wire.Staging;
import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is said on one connection after the greeting: the two logs, and where one side lacks something, a snapshot down
/// or a copy up.
///
/// ```
/// greeted ──Welcome FEED────► pumping ◄────────────────────────┐
///         ├─Welcome COPY────► pumping, then the copy ──────────┤
///         └─Welcome SNAPSHOT► staging ──whole──► swapped ──Ack─┘
/// ```
///
/// Used by the link's thread alone.
public final class Talk {

    private static final Logger LOG = LoggerFactory.getLogger(Talk.class);

    /// A snapshot of which a part was lost is asked for again.
    private static final long STAGING_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final long DIGEST_AFTER_WELCOME_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long DIGEST_AFTER_FEED_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long HEALTH_EACH_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long DIGEST_EACH_NANOS = TimeUnit.HOURS.toNanos(1);

    /// Where messages to the cloud go.
    @FunctionalInterface
    public interface Mouth {
        void say(Message message) throws IOException, InterruptedException;
    }

    private final Doorway desk;
    private final DoorMemory<SQLException> floor;
    private final FleetTalk fleet;
    private final LongSupplier nanos;
    private final DoorClock clock;
    private final Supplier<Message.Hello> hello;
    private final Mouth mouth;
    private final Listening listening;
    private Optional<Pump> pump = Optional.empty();
    private Staging staging = Staging.empty();
    private long stagedAtNanos;
    private long askedAtNanos;
    private long digestDueAtNanos;
    private long healthDueAtNanos;
    private Optional<Message.Panels> panelsTold = Optional.empty();
    /// The copy is wanted once the cloud has our log up to here.
    private Optional<Long> copyAfter = Optional.empty();
    /// It was sent, and the cloud has not said yet how it goes on.
    private boolean copySent;
    /// Up to where our log is in what was sent, and when that was.
    private long copyOf;
    private long copySentAtNanos;

    /// @param nanos a clock that only ever goes on
    public Talk(Doorway desk, DoorMemory<SQLException> floor, FleetTalk fleet, DoorClock clock, LongSupplier nanos,
            Supplier<Message.Hello> hello, Mouth mouth, Listening listening) {
        this.nanos = nanos;
        this.askedAtNanos = nanos.getAsLong();
        this.listening = listening;
        this.desk = desk;
        this.floor = floor;
        this.fleet = fleet;
        this.clock = clock;
        this.hello = hello;
        this.mouth = mouth;
    }

    public boolean welcomed() {
        return pump.isPresent();
    }

    /// Sends what is due: log entries, a copy that was asked for, the digest, the greeting where something is missing.
    public void tick() throws IOException, SQLException, InterruptedException {
        if (pump.isPresent()) {
            pump.get().send(state().at(), mouth::say);
        }
        offerCopy();
        tellFleet();
        long now = nanos.getAsLong();
        boolean stuck = !staging.parts().isEmpty() && now - stagedAtNanos > STAGING_NANOS;
        if ((stuck && now - askedAtNanos > STAGING_NANOS)
                || (lacking() && now - askedAtNanos > listening.askAgain().toNanos())) {
            greetAgain();
        }
        if (now - digestDueAtNanos >= 0 && welcomed()) {
            digestDueAtNanos = now + DIGEST_EACH_NANOS;
            tellDigest();
        }
    }

    /// Whether something that only the cloud can send has not come. Of a snapshot or a copy every part may have been lost, the
    /// first as well, and then nothing on this side stands half-done; and an entry that this version cannot read freezes the
    /// line until a snapshot. Asking more often would not help.
    private boolean lacking() {
        return welcomed() && (copySent || !state().proven() || state().unread().findAny().isPresent());
    }

    public void hear(Envelope envelope) throws IOException, SQLException, InterruptedException, ExecutionException {
        boolean ours = envelope.epoch() == state().at().epoch();
        switch (envelope.message()) {
            case Message.Welcome welcome -> welcome(envelope, welcome, ours);
            case Message.Refused(String reason) when ours && reason.equals(Standing.SUPERSEDED) -> superseded(envelope.epoch());
            case Message.Refused(String reason) -> throw new IOException("the cloud turned us away: " + reason);
            case Message.Snapshot(Part part) -> stage(part);
            case Message.Unknown(String kind) -> LOG.info("a message of a later version was ignored: {}", kind);
            case Message other when !ours || !welcomed() -> LOG.debug("{} of another epoch, or before the welcome",
                    other.getClass().getSimpleName());
            case Message.Feed feed -> feed(feed);
            case Message.Ack(var mark) -> {
                desk.acknowledged(mark);
                pump.get().acknowledged(mark.seq());
                DoorPosition at = state().at();
                if (state().untold() && at.logAcked().equals(at.log())) {
                    greetAgain();
                }
            }
            case Message.Resend(long from) -> pump.get().again(from);
            case Message.Order order -> {
                Optional<Message.Reply> reply = fleet.order(order);
                if (reply.isPresent()) {
                    mouth.say(reply.get());
                }
            }
            case Message.Desired desired -> mouth.say(fleet.desired(desired));
            case Message other -> LOG.warn("the cloud spoke as if it were a door: {}; ignored",
                    other.getClass().getSimpleName());
        }
    }

    /// R13: nothing that is decided from now on would ever count, and the word is on disk before anything else is heard. What
    /// this door still has to tell, it tells on the next connection.
    private void superseded(long epoch) throws IOException, InterruptedException, ExecutionException {
        desk.superseded(epoch);
        throw new IOException(
                "the cloud turned us away: another edge has this floor (" + Standing.SUPERSEDED + "); switch this one off");
    }

    /// May come at any time: it is also how the cloud asks for a copy, or says that a snapshot follows.
    private void welcome(Envelope envelope, Message.Welcome welcome, boolean ours)
            throws InterruptedException, ExecutionException {
        if (envelope.generation().isPresent()) {
            desk.welcomed(envelope.generation().get());
        }
        DoorPosition at = state().at();
        long from = ours ? welcome.logFrom() : at.logAcked().seq() + 1;
        pump = Optional.of(new Pump(floor, nanos, at.epoch(), from));
        boolean wanted = welcome.coming() == Coming.COPY;
        if (!wanted || !underWay(at)) {
            copySent = false;
            copyAfter = wanted ? Optional.of(at.log().seq()) : Optional.empty();
        }
        askedAtNanos = nanos.getAsLong();
        digestDueAtNanos = nanos.getAsLong() + DIGEST_AFTER_WELCOME_NANOS;
        healthDueAtNanos = nanos.getAsLong();
        panelsTold = Optional.empty();
    }

    /// A cloud that cannot read an entry asks for the copy with each batch behind that one, and answers each copy with a
    /// snapshot. The same copy is sent once; only where its answer stays away, once more.
    private boolean underWay(DoorPosition at) {
        return copySent && copyOf == at.log().seq()
                && nanos.getAsLong() - copySentAtNanos < listening.askAgain().toNanos();
    }

    /// How things are here: all of it after a welcome, then the panels whenever they change, and the health once a minute.
    private void tellFleet() throws IOException, InterruptedException {
        if (!welcomed()) {
            return;
        }
        if (panelsTold.isEmpty()) {
            mouth.say(fleet.reported());
        }
        Message.Panels panels = fleet.panels();
        if (!panelsTold.equals(Optional.of(panels))) {
            panelsTold = Optional.of(panels);
            mouth.say(panels);
        }
        long now = nanos.getAsLong();
        if (now - healthDueAtNanos >= 0) {
            healthDueAtNanos = now + HEALTH_EACH_NANOS;
            mouth.say(fleet.health());
        }
    }

    private void feed(Message.Feed feed) throws IOException, InterruptedException, ExecutionException {
        FeedReply reply = desk.feed(feed.entries());
        digestDueAtNanos = Math.max(digestDueAtNanos, nanos.getAsLong() + DIGEST_AFTER_FEED_NANOS);
        if (reply.halted()) {
            return;
        }
        mouth.say(new Message.Ack(reply.applied()));
        if (reply.missingFrom().isPresent()) {
            mouth.say(new Message.Resend(reply.missingFrom().get()));
        }
    }

    private void stage(Part part) throws IOException, InterruptedException, ExecutionException {
        staging = staging.with(part);
        stagedAtNanos = nanos.getAsLong();
        switch (Parts.snapshot(staging.parts())) {
            case Assembled.Incomplete<Snapshot> _ -> LOG.debug("part {} of {} of a snapshot", part.number(), part.of());
            case Assembled.Broken<Snapshot>(String reason) -> {
                LOG.warn("a snapshot was dropped: {}", reason);
                staging = Staging.empty();
                greetAgain();
            }
            case Assembled.Whole<Snapshot>(Snapshot snapshot) -> {
                staging = Staging.empty();
                swap(snapshot);
            }
        }
    }

    private void swap(Snapshot snapshot) throws IOException, InterruptedException, ExecutionException {
        Outcome outcome = desk.swap(snapshot);
        switch (outcome) {
            case Outcome.Applied _ -> {
                copySent = false;
                DoorPosition at = state().at();
                LOG.info("the cloud's copy of the floor was taken over; epoch {}", at.epoch());
                pump = Optional.of(new Pump(floor, nanos, at.epoch(), at.logAcked().seq() + 1));
                mouth.say(new Message.Ack(at.feed()));
                if (!state().proven()) {
                    greetAgain();
                }
            }
            case Outcome.Repeated _ -> LOG.debug("a snapshot of an earlier position");
            case Outcome.Halted(String reason) -> throw new IOException("this door does not go on: " + reason);
            case Outcome.Answered _,Outcome.Gap _,Outcome.Welcomed _ -> throw new IllegalStateException(
                    "no answer to a snapshot: " + outcome);
        }
    }

    /// What the cloud has forgotten, after it has our whole log. What it once acknowledged is no measure: a cloud from a backup has that no more, and an acknowledgement may have been lost.
    private void offerCopy() throws IOException, SQLException, InterruptedException {
        DoorState state = state();
        if (copyAfter.isPresent() && pump.isPresent() && pump.get().hasTold(copyAfter.get())) {
            copyAfter = Optional.empty();
            copySent = true;
            copyOf = state.at().log().seq();
            copySentAtNanos = nanos.getAsLong();
            askedAtNanos = copySentAtNanos;
            LOG.info("the cloud asked for this door's copy");
            for (Message.Copy part : Parts.of(DoorCopy.of(state))) {
                mouth.say(part);
            }
        }
    }

    private void tellDigest() throws IOException, InterruptedException {
        DoorState state = state();
        if (!state.at().logAcked().equals(state.at().log())) {
            return;
        }
        LocalDate today = clock.moment().now().atOffset(ZoneOffset.UTC).toLocalDate();
        Optional<Digest> digest = Digest.of(state, today);
        if (digest.isPresent()) {
            mouth.say(new Message.Digest(digest.get()));
        }
    }

    private void greetAgain() throws IOException, InterruptedException {
        askedAtNanos = nanos.getAsLong();
        stagedAtNanos = askedAtNanos;
        mouth.say(hello.get());
    }

    private DoorState state() {
        return desk.state().orElseThrow(() -> new IllegalStateException("a link without a floor"));
    }
}
