package dev.lintel.edge.panel;

import dev.lintel.edge.door.DoorClock;
import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.door.NoShowWatch;
import dev.lintel.edge.door.TouchReply;
import dev.lintel.edge.pairing.Panel;
import dev.lintel.edge.panel.PanelTouches.Meaning;
import dev.lintel.edge.presence.PresenceFeed;
import dev.lintel.edge.unlock.UnlockDesk;
import dev.lintel.edge.unlock.Unlocked;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.BookingEvent;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.Answer;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.presence.Keeping;
import dev.lintel.protocol.wire.PanelMessage;
import dev.lintel.protocol.wire.PanelMessage.NextBest;
import dev.lintel.protocol.wire.PanelMessage.PanelAction;
import dev.lintel.protocol.wire.Problem;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Carries out what a panel asks for, and finds the words of the answer. Every answer completes after what it speaks of is
/// on the disk.
@Singleton
final class PanelActions {

    private static final int MINUTES_LIMIT = 24 * 60;

    private final DoorDesk desk;
    private final DoorClock clock;
    private final PanelTouches touches;
    private final Slips slips;
    private final NoShowWatch watch;
    private final Issues issues;
    private final FloorMap map;
    private final UnlockDesk unlocks;
    private final PresenceFeed feed;

    PanelActions(DoorDesk desk, DoorClock clock, PanelTouches touches, Slips slips, NoShowWatch watch, Issues issues,
            FloorMap map, UnlockDesk unlocks, PresenceFeed feed) {
        this.desk = desk;
        this.clock = clock;
        this.touches = touches;
        this.slips = slips;
        this.watch = watch;
        this.issues = issues;
        this.map = map;
        this.unlocks = unlocks;
        this.feed = feed;
    }

    /// @param asked is run just before the door is asked to decide: recognising somebody may have to wait, and may be all
    CompletableFuture<PanelMessage> act(Panel panel, PanelMessage.Act act, Runnable asked) {
        OperationId operation = act.operation();
        Optional<DoorState> known = desk.state();
        if (known.isEmpty()) {
            return refused(operation, PanelProblems.unready());
        }
        DoorState state = known.get();
        Optional<Answer> first = state.answer(operation);
        if (first.isPresent()) {
            // Asked before, perhaps by a panel that did not hear the answer: nothing is decided again.
            return CompletableFuture.completedFuture(answer(panel, operation, Optional.empty(),
                    new TouchReply.Answered(first.get(), Optional.empty())));
        }
        List<String> accepts = state.space(panel.space())
                .map(space -> space.guard().of(act.action().kind()))
                .orElse(List.of());
        return unlocks.ask(panel.id(), accepts, act.unlock()).thenCompose(unlocked -> switch (unlocked) {
            case Unlocked.Open _ -> act(panel, act, Optional.empty(), asked);
            case Unlocked.By(PersonId person) -> act(panel, act, Optional.of(person), asked);
            case Unlocked.Needed(List<String> means) -> refused(operation, PanelProblems.unlockNeeded(means));
            case Unlocked.Wrong(int left) -> refused(operation, PanelProblems.unlockWrong(left));
            case Unlocked.Locked(Instant until) -> refused(operation, PanelProblems.unlockLocked(until));
            case Unlocked.Busy _ -> refused(operation, PanelProblems.busy());
            case Unlocked.NotSaved _ -> refused(operation, PanelProblems.notSaved());
        });
    }

    /// @param by who showed a PIN or badge for it; a walk-up is theirs
    private CompletableFuture<PanelMessage> act(Panel panel, PanelMessage.Act act, Optional<PersonId> by, Runnable asked) {
        OperationId operation = act.operation();
        // As it is now: recognising somebody takes a moment.
        DoorState state = desk.state().orElseThrow();
        return switch (touches.meaning(panel, act.action(), state, clock.moment().now(), by)) {
            case Meaning.Command(BookingCommand command) when !concerns(state, panel, command.booking()) ->
                refused(operation, PanelProblems.otherRoom());
            case Meaning.Command(BookingCommand command) -> {
                asked.run();
                yield desk.touch(operation, command, by, act.touchedAt())
                        .thenApply(reply -> {
                            if (act.touchedAt().isEmpty()) {
                                came(panel, command, reply);
                            }
                            return answer(panel, operation, Optional.of(command), reply);
                        });
            }
            case Meaning.Other(PanelAction other) -> other(panel, operation, other, state);
            case Meaning.NothingToUndo _ -> refused(operation, Problem.of(new Rejection.NothingToUndo()));
            case Meaning.Unknown _ -> refused(operation, PanelProblems.unknownAction());
        };
    }

    /// Whoever is let in at the door is about to be seen by the sensors inside, or these see nothing.
    private void came(Panel panel, BookingCommand command, TouchReply reply) {
        boolean comesIn = switch (command) {
            case BookingCommand.Book _,BookingCommand.CheckIn _,BookingCommand.StartEarly _,BookingCommand.UndoRelease _ ->
                true;
            // Whoever goes on with a meeting has sat in it all along, and whoever takes a touch back may have erred in the door.
            case BookingCommand.Extend _,BookingCommand.Shorten _,BookingCommand.Move _,BookingCommand.End _,BookingCommand.Cancel _,BookingCommand.Release _,BookingCommand.TakeBack _,BookingCommand.Depart _,BookingCommand.Arrive _ ->
                false;
        };
        if (comesIn && reply instanceof TouchReply.Answered(Answer.Done done, var _)
                && done.booking().phase() instanceof Phase.CheckedIn) {
            feed.people(panel.space(), clock.moment().now());
        }
    }

    /// A panel acts on its own room only; what it does not know is refused by the rules.
    private static boolean concerns(DoorState state, Panel panel, BookingId id) {
        return state.booking(id).map(booking -> booking.space().equals(panel.space())).orElse(true);
    }

    private static CompletableFuture<PanelMessage> refused(OperationId operation, Problem problem) {
        return CompletableFuture.completedFuture(new PanelMessage.Refused(operation, problem));
    }

    private PanelMessage answer(Panel panel, OperationId operation, Optional<BookingCommand> command, TouchReply reply) {
        return switch (reply) {
            case TouchReply.Answered(Answer.Done done, Optional<Booking> before) ->
                done(panel, operation, command, before, done);
            case TouchReply.Answered(Answer.Waiting waiting, var _) ->
                new PanelMessage.Proposed(operation, waiting.booking());
            case TouchReply.Answered(Answer.Refused refused, var _) -> new PanelMessage.Refused(operation,
                    Problem.of(refused.why()), instead(panel.space(), command, refused.why()));
            case TouchReply.Busy _ -> new PanelMessage.Refused(operation, PanelProblems.busy());
            case TouchReply.Unready _ -> new PanelMessage.Refused(operation, PanelProblems.unready());
            case TouchReply.NotSaved _ -> new PanelMessage.Refused(operation, PanelProblems.notSaved());
        };
    }

    private PanelMessage done(Panel panel, OperationId operation, Optional<BookingCommand> command, Optional<Booking> before,
            Answer.Done done) {
        Instant now = clock.moment().now();
        BookingId booking = done.booking().id();
        if (done.event() instanceof BookingEvent.TakenBack) {
            slips.of(booking, now).ifPresent(slip -> slips.settled(slip.operation()));
            return new PanelMessage.Done(operation, "undone", booking);
        }
        if (command.isPresent() && Slips.takesBack(done.event())) {
            slips.add(new Slips.Slip(operation, panel.space(), before, done.booking(), done.event().slug(), now));
        }
        return new PanelMessage.Done(operation, done.event().slug(), booking,
                slips.of(operation, now).map(slip -> slip.at().plus(Slips.OFFERED)));
    }

    /// An answer that the cloud has given meanwhile to what this panel proposed.
    PanelMessage decided(Panel panel, OperationId operation, Answer answer) {
        return answer(panel, operation, Optional.empty(), new TouchReply.Answered(answer, Optional.empty()));
    }

    private NextBest instead(SpaceId space, Optional<BookingCommand> command, Rejection why) {
        return command.flatMap(wish -> desk.state()
                .map(state -> new RoomFinder(state, map, clock.moment().now()).instead(space, wish, why)))
                .orElse(NextBest.NONE);
    }

    private CompletableFuture<PanelMessage> other(Panel panel, OperationId operation, PanelAction action, DoorState state) {
        return switch (action) {
            case PanelAction.Keep(BookingId booking) when !concerns(state, panel, booking) ->
                refused(operation, PanelProblems.otherRoom());
            case PanelAction.Keep(BookingId booking) -> keep(panel, operation, booking);
            case PanelAction.Find(var start, int minutes, var seats) when minutes > 0 && minutes <= MINUTES_LIMIT ->
                CompletableFuture.completedFuture(new PanelMessage.Found(operation,
                        new RoomFinder(state, map, clock.moment().now()).free(panel.space(),
                                start.orElseGet(() -> clock.moment().now()), Duration.ofMinutes(minutes), seats.orElse(1))));
            case PanelAction.Report(String issue, var _, Optional<SpaceId> space) when Issues.KINDS.contains(issue)
                    && space.map(panel.space()::equals).orElse(true) ->
                issues.report(operation, panel, issue)
                        .thenApply(saved -> saved
                                ? new PanelMessage.Reported(operation, issue)
                                : new PanelMessage.Refused(operation, PanelProblems.notSaved()));
            default -> refused(operation, PanelProblems.unknownAction());
        };
    }

    private CompletableFuture<PanelMessage> keep(Panel panel, OperationId operation, BookingId booking) {
        return watch.keep(operation, booking, clock.moment()).handle((kept, failure) -> {
            if (failure != null) {
                return new PanelMessage.Refused(operation, PanelProblems.notSaved());
            }
            return switch (kept) {
                case Keeping.PutOff _ -> {
                    feed.people(panel.space(), clock.moment().now());
                    yield new PanelMessage.Done(operation, "kept", booking);
                }
                case Keeping.Already(Instant releasesAt) ->
                    new PanelMessage.Refused(operation, PanelProblems.alreadyKept(releasesAt));
                case Keeping.Nothing _ -> new PanelMessage.Refused(operation, PanelProblems.nothingToKeep());
            };
        });
    }
}
