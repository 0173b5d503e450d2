package dev.lintel.protocol.line;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Visits every state of a world: nearest first, so that what it finds is among the shortest stories, or, where the world is too large to keep its frontier in memory, deepest first.
final class Explorer<S> {

    /// @param story what happened, in order, ending with what is wrong; empty when nothing is
    record Result(String world, long states, long transitions, List<String> story, double seconds) {

        boolean clean() {
            return story.isEmpty();
        }

        String told() {
            return String.join(System.lineSeparator(), story);
        }
    }

    enum Order {
        NEAREST, DEEPEST
    }

    private record Trail(@Nullable Trail before, String words) {}

    private record Visit<S>(S state, @Nullable Trail trail) {}

    private final Small<S> world;
    private final Order order;
    private long transitions;

    Explorer(Small<S> world, Order order) {
        this.world = world;
        this.order = order;
    }

    Result run() {
        long began = System.nanoTime();
        Seen seen = new Seen();
        ArrayDeque<Visit<S>> open = new ArrayDeque<>();
        S start = world.start();
        seen.add(world.fingerprint(start));
        open.add(new Visit<>(start, null));
        while (!open.isEmpty()) {
            Visit<S> visit = order == Order.NEAREST ? open.removeFirst() : open.removeLast();
            List<String> story = visit(visit, seen, open);
            if (!story.isEmpty()) {
                return new Result(world.name(), seen.size, transitions, story, (System.nanoTime() - began) / 1e9);
            }
        }
        return new Result(world.name(), seen.size, transitions, List.of(), (System.nanoTime() - began) / 1e9);
    }

    private List<String> visit(Visit<S> visit, Seen seen, ArrayDeque<Visit<S>> open) {
        for (Small.Reached<S> next : world.next(visit.state())) {
            transitions++;
            Sometimes.reached(next.outcome());
            Optional<String> wrong = world.wrongStep(visit.state(), next);
            if (wrong.isPresent()) {
                return story(new Trail(visit.trail(), next.words()), wrong.get());
            }
            if (seen.add(world.fingerprint(next.state()))) {
                Trail trail = new Trail(visit.trail(), next.words());
                Optional<String> violation = world.violation(next.state());
                if (violation.isPresent()) {
                    return story(trail, violation.get());
                }
                open.add(new Visit<>(next.state(), trail));
            }
        }
        return List.of();
    }

    private List<String> story(@Nullable Trail trail, String wrong) {
        List<String> words = new ArrayList<>();
        for (Trail t = trail; t != null; t = t.before()) {
            words.add(t.words());
        }
        Collections.reverse(words);
        List<String> numbered = new ArrayList<>();
        for (String word : words) {
            numbered.add("  " + (numbered.size() + 1) + ". " + word);
        }
        numbered.addFirst("In the world '" + world.name() + "':");
        numbered.add("  => " + wrong);
        return numbered;
    }

    /// A set of fingerprints in one array.
    private static final class Seen {

        private long[] slots = new long[1 << 16];
        private long size;

        boolean add(long fingerprint) {
            long key = fingerprint == 0 ? 1 : fingerprint;
            if (size * 10 > slots.length * 6L) {
                grow();
            }
            if (!place(slots, key)) {
                return false;
            }
            size++;
            return true;
        }

        private static boolean place(long[] into, long key) {
            int at = (int) key & (into.length - 1);
            while (into[at] != 0) {
                if (into[at] == key) {
                    return false;
                }
                at = (at + 1) & (into.length - 1);
            }
            into[at] = key;
            return true;
        }

        private void grow() {
            long[] wider = new long[slots.length * 2];
            Arrays.stream(slots).filter(key -> key != 0).forEach(key -> place(wider, key));
            slots = wider;
        }
    }
}
