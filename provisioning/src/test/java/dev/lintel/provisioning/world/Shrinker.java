package dev.lintel.provisioning.world;

import dev.lintel.provisioning.world.oracle.Teller;
import dev.lintel.provisioning.world.oracle.Violation;
import dev.lintel.provisioning.world.plan.Plan;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;

/// Makes a failing world small: leaves out whatever the same promise is broken without, in ever smaller pieces.
final class Shrinker {

    private final Plan plan;
    private final String promise;
    private int runs;

    private Shrinker(Plan plan, String promise) {
        this.plan = plan;
        this.promise = promise;
    }

    /// A failure that somebody can read.
    ///
    /// @param kept which lines of the plan are needed
    record Small(Plan plan, BitSet kept, String promise, List<String> story) {

        @Override
        public String toString() {
            return "told again with -Dworlds.size=" + plan.size() + " -Dworlds.seed=" + plan.seed() + " -Dworlds.lines="
                    + kept.stream().mapToObj(Integer::toString).collect(Collectors.joining(",")) + System.lineSeparator()
                    + String.join(System.lineSeparator(), story);
        }
    }

    /// @param budget how many worlds may be run for it
    static Small shrink(Plan plan, Violation violation, int budget) {
        Shrinker shrinker = new Shrinker(plan, violation.promise());
        BitSet all = new BitSet();
        all.set(0, plan.deeds().size());
        BitSet small = shrinker.smaller(all, budget);
        return told(plan, small, violation.promise());
    }

    /// What happens in such a world, line by line.
    static Small told(Plan plan, BitSet kept, String promise) {
        List<String> story = new ArrayList<>();
        World.run(plan.only(kept), Teller.to(story::add))
                .violation()
                .ifPresent(broken -> story.add("  => " + broken.getMessage()));
        return new Small(plan, kept, promise, story);
    }

    private BitSet smaller(BitSet from, int budget) {
        BitSet kept = from;
        for (int size = Math.max(1, kept.cardinality() / 2); runs < budget; size = Math.max(1, size / 2)) {
            BitSet before = kept;
            kept = withoutPieces(kept, size, budget);
            if (size == 1 && kept.equals(before)) {
                return kept;
            }
        }
        return kept;
    }

    private BitSet withoutPieces(BitSet from, int size, int budget) {
        BitSet kept = from;
        int[] lines = from.stream().toArray();
        // The last lines first: what came after the failure goes at once.
        for (int end = lines.length; end > 0 && runs < budget; end -= size) {
            BitSet less = (BitSet) kept.clone();
            for (int i = Math.max(0, end - size); i < end; i++) {
                less.clear(lines[i]);
            }
            runs++;
            if (World.run(plan.only(less)).violation().filter(v -> v.promise().equals(promise)).isPresent()) {
                kept = less;
            }
        }
        return kept;
    }
}
