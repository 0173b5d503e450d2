package dev.lintel.edge.door;

import dev.lintel.edge.log.Op;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.Body;
import dev.lintel.protocol.line.DoorInput;
import dev.lintel.protocol.line.DoorMemory;
import dev.lintel.protocol.line.DoorSide;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.DoorStep;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.Hash;
import dev.lintel.protocol.line.Mark;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.protocol.line.Rebuild;
import dev.lintel.protocol.line.Snapshot;
import dev.lintel.protocol.line.Standing;
import dev.lintel.protocol.time.Moment;
import dev.lintel.protocol.wire.Sha256Chain;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the rules about an errand and puts what they say into the round; writes nothing.
///
/// Used by the door's thread alone.
final class Deciding {

    private static final Logger LOG = LoggerFactory.getLogger(Deciding.class);

    /// A panel that was away for longer was not only waiting for the network.
    private static final Duration LATE_AT_MOST = Duration.ofHours(2);

    private final DoorMemory<SQLException> floor;
    private final DoorClock clock;
    private final DoorSide side = new DoorSide(new Sha256Chain());
    private volatile Sensing sensing = now -> Set.of();

    Deciding(DoorMemory<SQLException> floor, DoorClock clock) {
        this.floor = floor;
        this.clock = clock;
    }

    void sense(Sensing next) {
        sensing = next;
    }

    /// Sensors matter to what is asked from afar, and to nothing else that the feed brings.
    private Set<SpaceId> sensed(Entry entry, Moment moment) {
        return entry.body() instanceof Body.Proposed ? sensing.occupied(moment.now()) : Set.of();
    }

    void decide(Round round, Errand errand) throws SQLException {
        switch (errand) {
            case Errand.Touch touch -> touched(round, touch);
            case Errand.Feed feed -> fed(round, feed);
            case Errand.Acknowledged(Mark mark, CompletableFuture<Outcome> reply) -> {
                Optional<Hash> ours = floor.logHash(round.known().at().epoch(), mark.seq());
                one(round, errand, new DoorInput.LogAcknowledged(mark, ours), reply);
            }
            case Errand.Welcomed(Generation generation, CompletableFuture<Outcome> reply) -> one(round, errand,
                    new DoorInput.Welcomed(generation), reply);
            case Errand.Notice(var operation, String kind, var space, CompletableFuture<Outcome> reply) ->
                one(round, errand, new DoorInput.Noticed(operation, kind, space, clock.moment()), reply);
            case Errand.Swap(Snapshot snapshot, CompletableFuture<Outcome> reply) -> {
                DoorState door = round.known();
                Moment now = clock.moment();
                List<Entry> since = floor.log(door.at().epoch(), Rebuild.from(door, snapshot) + 1, Integer.MAX_VALUE);
                one(round, errand, new DoorInput.SnapshotArrived(snapshot, since, now, sensing.occupied(now.now())), reply);
            }
            case Errand.Superseded(long epoch, CompletableFuture<Outcome> reply) ->
                one(round, errand, new DoorInput.Superseded(epoch), reply);
            case Errand.Retire(var operation, CompletableFuture<Outcome> reply) ->
                one(round, errand, new DoorInput.Retired(operation), reply);
            case Errand.Weigh<?> weigh -> weighed(round, weigh);
            case Errand.Begin _,Errand.Connecting _,Errand.Synced _,Errand.Keep _,Errand.Tidy _ ->
                throw new IllegalStateException(
                        "this errand has a commit of its own");
        }
    }

    /// Alone in its round, so what the one before it remembers by itself is settled.
    private <T> void weighed(Round round, Errand.Weigh<T> weigh) {
        Weighed<T> weighed = weigh.weighing().get();
        List<DoorStep> steps = weighed.fact()
                .map(fact -> side.step(round.known(), new DoorInput.Noticed(weigh.operation(), fact.kind(),
                        Optional.of(fact.space()), clock.moment())))
                .stream()
                .toList();
        round.add(weigh, steps, () -> weigh.reply().complete(weighed.answer()));
        weighed.fact().map(Weighed.Fact::besides).ifPresent(round::add);
    }

    private void touched(Round round, Errand.Touch touch) throws SQLException {
        Optional<DoorState> before = round.state();
        if (before.isEmpty()) {
            round.add(touch, List.of(), () -> touch.reply().complete(new TouchReply.Unready()));
            return;
        }
        DoorStep step = side.step(before.get(),
                new DoorInput.Touched(touch.operation(), touch.command(), moment(before.get(), touch), touch.by(),
                        logged(round, before.get(), touch)));
        round.add(touch, List.of(step), () -> {
            if (step.outcome() instanceof Outcome.Answered(var answer)) {
                try (Op _ = Op.of(touch.operation())) {
                    LOG.info("{} of booking {}: {}", touch.command().slug(), touch.command().booking(),
                            answer.getClass().getSimpleName());
                }
                touch.reply()
                        .complete(new TouchReply.Answered(answer, before.get().booking(touch.command().booking())));
            }
        });
    }

    /// A floor that has stopped writes down who came and remembers no answer, so a panel asks again. Nothing else is looked
    /// for: this thread is the one that takes the snapshot which sets the floor right.
    private boolean logged(Round round, DoorState state, Errand.Touch touch) throws SQLException {
        boolean writtenDown = touch.command() instanceof BookingCommand.CheckIn && switch (state.at().standing()) {
            case Standing.Doubting _,Standing.Stopped _ -> true;
            case Standing.Deciding _,Standing.Ended _ -> false;
        };
        return writtenDown && (round.logs(touch.operation()) || floor.logged(state.at().epoch(), touch.operation()));
    }

    /// Somebody checked in while the panel could not reach us: that counts from when they were there, if it is not long ago,
    /// the meeting still stands, and the clock can tell. Everything else is as of now.
    private Moment moment(DoorState state, Errand.Touch touch) {
        Moment now = clock.moment();
        boolean waits = touch.command() instanceof BookingCommand.CheckIn checkIn && state.booking(checkIn.booking())
                .filter(booking -> booking.phase() instanceof Phase.Confirmed && now.now().isBefore(booking.slot().end()))
                .isPresent();
        return touch.at()
                .filter(at -> waits && now.quality().permitsNow())
                .filter(at -> !at.isAfter(now.now()) && at.isAfter(now.now().minus(LATE_AT_MOST)))
                .map(at -> new Moment(at, now.quality()))
                .orElse(now);
    }

    private void one(Round round, Errand errand, DoorInput input, CompletableFuture<Outcome> reply) {
        DoorStep step = side.step(round.known(), input);
        round.add(errand, List.of(step), () -> reply.complete(step.outcome()));
    }

    /// A batch of the feed is never torn: its entries are consecutive, and the cloud hears of the last one only.
    private void fed(Round round, Errand.Feed feed) throws SQLException {
        DoorState now = round.known();
        long before = now.at().feed().seq();
        Moment moment = clock.moment();
        List<DoorStep> steps = new ArrayList<>();
        Optional<Long> missingFrom = Optional.empty();
        boolean halted = false;
        for (Entry entry : feed.entries()) {
            DoorStep step = side.step(now, new DoorInput.FeedArrived(entry, applied(round, now, entry.seq()), moment,
                    sensed(entry, moment)));
            steps.add(step);
            now = step.state();
            if (step.outcome() instanceof Outcome.Gap(long from)) {
                missingFrom = Optional.of(from);
                break;
            }
            if (step.outcome() instanceof Outcome.Halted) {
                halted = true;
                break;
            }
        }
        FeedReply reply = new FeedReply(now.at().feed(), missingFrom, halted);
        round.add(feed, steps, () -> {
            for (Entry entry : feed.entries()) {
                if (entry.seq() <= reply.applied().seq()) {
                    try (Op _ = Op.of(entry.head().operation())) {
                        LOG.info("feed entry {} {}", entry.seq(), entry.seq() > before ? "applied" : "heard again");
                    }
                }
            }
            feed.reply().complete(reply);
        });
    }

    /// The hash of a feed entry that was applied before: a moment ago, or so long that only the disk knows.
    private Optional<Hash> applied(Round round, DoorState now, long seq) throws SQLException {
        if (seq > now.at().feed().seq()) {
            return Optional.empty();
        }
        Optional<Hash> justNow = round.fed(seq);
        return justNow.isPresent() ? justNow : floor.feedHash(now.at().epoch(), seq);
    }
}
