package dev.lintel.edge.door;

import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.DoorStep;
import dev.lintel.protocol.line.Effect;
import dev.lintel.protocol.line.Hash;
import dev.lintel.protocol.line.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the door decides between two commits: errands that waited at the same time share one write to the disk.
///
/// Each errand is decided on the state that the one before it left, so together they are what they would have been one
/// by one. None of it is the door's state until the commit; a round that cannot be written is thrown away whole.
final class Round {

    private final List<Errand> errands = new ArrayList<>();
    private final List<DoorStep> steps = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();
    private final List<Runnable> replies = new ArrayList<>();
    private final List<Besides> besides = new ArrayList<>();
    private final List<Companion> companions;
    private final Map<Long, Hash> fed = new HashMap<>();
    private @Nullable DoorState state;

    Round(@Nullable DoorState state, List<Companion> companions) {
        this.state = state;
        this.companions = companions;
    }

    /// The floor as this round's errands have left it so far; empty before enrolment.
    Optional<DoorState> state() {
        return Optional.ofNullable(state);
    }

    DoorState known() {
        return state().orElseThrow(() -> new IllegalStateException("this edge does not have a floor yet"));
    }

    /// Takes in an errand that has been decided: its steps belong to the commit, its reply is said afterwards.
    void add(Errand errand, List<DoorStep> decided, Runnable reply) {
        // Asked before anything is taken in: what a companion fails at must not be written without it.
        List<Besides> brought = brought(decided);
        errands.add(errand);
        replies.add(reply);
        steps.addAll(decided);
        besides.addAll(brought);
        for (DoorStep step : decided) {
            effects.addAll(step.effects());
            state = step.state();
            if (step.outcome() instanceof Outcome.Applied) {
                fed.put(step.state().at().feed().seq(), step.state().at().feed().hash());
            }
        }
    }

    private List<Besides> brought(List<DoorStep> decided) {
        List<Besides> brought = new ArrayList<>();
        DoorState before = state;
        for (DoorStep step : decided) {
            if (before != null) {
                for (Companion companion : companions) {
                    companion.besides(before, step).ifPresent(brought::add);
                }
            }
            before = step.state();
        }
        return brought;
    }

    /// The hash of a feed entry applied in this round, which the disk does not have yet.
    Optional<Hash> fed(long seq) {
        return Optional.ofNullable(fed.get(seq));
    }

    /// Whether an entry of that operation is about to be written.
    boolean logs(OperationId operation) {
        return steps.stream()
                .flatMap(step -> step.entries().stream())
                .anyMatch(entry -> entry.head().operation().equals(operation));
    }

    List<Errand> errands() {
        return errands;
    }

    List<DoorStep> steps() {
        return steps;
    }

    /// Adds what an errand brought along for its own commit.
    void add(Besides more) {
        besides.add(more);
    }

    List<Besides> besides() {
        return besides;
    }

    List<Effect> effects() {
        return effects;
    }

    List<Runnable> replies() {
        return replies;
    }

    /// Whether there is anything to write; a repeated or refused request may change nothing.
    boolean writes() {
        return steps.stream().anyMatch(step -> !step.changes().isEmpty() || !step.entries().isEmpty());
    }
}
