package dev.lintel.provisioning.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.provisioning.world.oracle.Tally;
import dev.lintel.provisioning.world.plan.Deed;
import dev.lintel.provisioning.world.plan.Fault;
import dev.lintel.provisioning.world.plan.Plan;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Weeks of whole houses. `-Dworlds=N -Dworlds.from=SEED` runs others; a failure prints its seed and the lines of its plan that are needed, and `-Dworlds.seed=SEED -Dworlds.lines=1,2,3` tells it again.
@Tag("deep")
class WholeWorldsTest {

    private static final int USUAL = 2_000;
    private static final int SHRINKING = 200;

    @Test
    void noWorldBreaksAPromise() {
        int worlds = Integer.getInteger("worlds", USUAL);
        Tally reached = run(Long.getLong("worlds.from", 0), worlds);
        if (worlds >= USUAL) {
            assertThat(missing(reached)).as("what no world has reached").isEmpty();
        }
    }

    /// Two worlds at a time: each has its own everything.
    private static Tally run(long from, int worlds) {
        long began = System.nanoTime();
        List<World.Outcome> outcomes = LongStream.range(from, from + worlds)
                .parallel()
                .mapToObj(seed -> World.run(Plan.of(seed)))
                .toList();
        double seconds = (System.nanoTime() - began) / 1e9;
        Tally tally = new Tally();
        outcomes.forEach(outcome -> tally.add(outcome.tally()));
        List<World.Outcome> broken = outcomes.stream().filter(outcome -> outcome.violation().isPresent()).toList();
        System.out.printf("worlds: %d (seeds %d to %d), hours/s: %.0f, operations/s: %.0f, readings: %d, violations: %d%n",
                worlds, from, from + worlds - 1, outcomes.stream().mapToDouble(World.Outcome::hours).sum() / seconds,
                outcomes.stream().mapToLong(World.Outcome::operations).sum() / seconds, tally.of("readings"), broken.size());
        assertThat(broken).as(() -> story(broken.getFirst())).isEmpty();
        return tally;
    }

    private static String story(World.Outcome broken) {
        return Shrinker.shrink(broken.plan(), broken.violation().orElseThrow(), SHRINKING).toString();
    }

    /// Each fault, each row of the decision table that a week of people can lead to, each event and each refusal.
    private static List<String> missing(Tally reached) {
        Stream<String> faults = Arrays.stream(Fault.values()).map(fault -> "fault " + fault);
        Stream<String> rows = Stream.of("book: accepted", "book: taken", "book: held", "book: room-closed", "book: too-late",
                "cancel: accepted", "cancel: in-use", "cancel: over", "cancel: changed", "move: accepted", "move: in-use",
                "extend: accepted", "extend: taken", "arrive: accepted", "depart: accepted", "check-in: accepted")
                .map(row -> "proposal " + row);
        Stream<String> events = Stream.of("booked", "cancelled", "checked-in", "departed", "ended", "extended", "held", "moved",
                "release-undone", "released", "revived", "shortened", "started-early", "taken-back")
                .map(event -> "event " + event);
        Stream<String> refusals = Stream.of("already-checked-in", "check-in-closed", "check-in-not-open-yet", "clock-uncertain",
                "floor-stopped", "held", "in-use", "not-started", "nothing-to-undo", "over", "room-closed", "taken", "too-late",
                "too-short", "wrong-direction").map(refusal -> "refused " + refusal);
        Stream<String> upheavals = Stream.of("late word", "alarm clash", "alarm replaced-by-force", "alarm waived-by-force",
                "alarm log-rolled-back", "dropped foreign-floor", "dropped unreadable", "outcome Gap", "door: the power goes");
        return Stream.of(faults, rows, events, refusals, upheavals)
                .flatMap(all -> all)
                .filter(what -> reached.of(what) == 0)
                .toList();
    }

    @Test
    void theSameSeedIsTheSameWorld() {
        World.Outcome first = World.run(Plan.of(2));
        World.Outcome again = World.run(Plan.of(2));
        assertThat(again.trace()).isEqualTo(first.trace());
        assertThat(again.tally().all()).isEqualTo(first.tally().all());
        assertThat(World.run(Plan.of(3)).trace()).isNotEqualTo(first.trace());
    }

    @Test
    void aWorldIsAsLargeAndAsRestlessAsPromised() {
        for (long seed = 0; seed < 40; seed++) {
            Plan plan = Plan.of(seed);
            long people = plan.deeds().stream().filter(deed -> !(deed instanceof Deed.Broken) && deed.storey() < 2).count();
            assertThat(people).isEqualTo(2L * 12 * 7 * 40);
            assertThat(plan.faults()).as("an outage in seed %d", seed).containsAnyOf(Fault.CUT, Fault.FLAPPING);
        }
        // A world without any outage would be calm; so the cut comes where the link does not flap.
        for (Fault fault : EnumSet.complementOf(EnumSet.of(Fault.CUT))) {
            long off = LongStream.range(0, 1_000).filter(seed -> !Plan.of(seed).faults().contains(fault)).count();
            assertThat(off).as("seeds of 1,000 without %s", fault).isBetween(270L, 900L);
        }
    }

    /// A story that was printed is told again, line for line.
    @Test
    void aSmallWorldIsToldAgain() {
        Plan plan = Plan.of(Long.getLong("worlds.seed", 5));
        BitSet lines = new BitSet();
        Stream.of(System.getProperty("worlds.lines", "100,101,102,103,104,105").split(",", -1))
                .map(Integer::parseInt)
                .forEach(lines::set);
        List<String> story = Shrinker.told(plan, lines, "none").story();
        if (System.getProperty("worlds.lines") != null) {
            story.forEach(System.out::println);
        }
        assertThat(story).isEqualTo(Shrinker.told(plan, lines, "none").story());
        assertThat(story).filteredOn(line -> line.startsWith("day ")).hasSize(lines.cardinality());
    }
}
