package dev.lintel.provisioning.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.provisioning.world.oracle.Tally;
import dev.lintel.provisioning.world.plan.Deed;
import dev.lintel.provisioning.world.plan.Fault;
import dev.lintel.provisioning.world.plan.Plan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Weeks of whole houses: some in every build, `-Dworlds=N -Dworlds.from=SEED -Dworlds.size=SMALL` of others with `-Pdeep`.
///
/// A failure prints its seed and the lines of its plan that are needed, and `-Dworlds.seed=SEED -Dworlds.lines=1,2,3` tells it again.
class WholeWorldsTest {

    private static final int EACH_BUILD = 16;
    private static final int SHRINKING = 200;

    @Test
    void noWorldOfEachBuildBreaksAPromiseAndTogetherTheyReachEverything() {
        assertThat(Reached.missing(lived(0, EACH_BUILD, Plan.Size.WHOLE))).as("what no world has reached").isEmpty();
    }

    @Test
    @Tag("deep")
    void noWorldBreaksAPromise() {
        Plan.Size size = System.getProperty("worlds.size", "WHOLE").equals("SMALL") ? Plan.Size.SMALL : Plan.Size.WHOLE;
        lived(Long.getLong("worlds.from", EACH_BUILD), Integer.getInteger("worlds", 300), size);
    }

    /// One after the other, and of each only the sums are kept.
    private static Tally lived(long from, int worlds, Plan.Size size) {
        Tally tally = new Tally();
        List<World.Outcome> broken = new ArrayList<>();
        double hours = 0;
        long operations = 0;
        long began = System.nanoTime();
        for (long seed = from; seed < from + worlds; seed++) {
            World.Outcome outcome = World.run(Plan.of(seed, size));
            tally.add(outcome.tally());
            hours += outcome.hours();
            operations += outcome.operations();
            if (outcome.violation().isPresent()) {
                broken.add(outcome);
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf("worlds: %d%nhours/s: %.0f%noperations/s: %.0f%nviolations: %d%n", worlds, hours / seconds,
                operations / seconds, broken.size());
        assertThat(broken).as(() -> story(broken)).isEmpty();
        return tally;
    }

    private static String story(List<World.Outcome> broken) {
        World.Outcome first = broken.getFirst();
        return "seeds " + broken.stream().map(outcome -> outcome.plan().seed()).toList() + System.lineSeparator()
                + Shrinker.shrink(first.plan(), first.violation().orElseThrow(), SHRINKING);
    }

    @Test
    void aWorldInWhichNothingHappensReachesNothing() {
        assertThat(Reached.missing(new Tally())).hasSizeGreaterThan(70).contains("fault CUT", "proposal book: taken");
    }

    @Test
    void theSameSeedIsTheSameWorldInAnotherProcess() throws IOException, InterruptedException {
        Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "-cp", System.getProperty("java.class.path"), WorldTrace.class.getName(), "2").redirectErrorStream(true)
                .start();
        String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(other.waitFor()).as(said).isZero();
        assertThat(said.lines()).contains("trace " + WorldTrace.of(2)).doesNotContain("trace " + WorldTrace.of(3));
    }

    @Test
    void aWorldIsAsLargeAndAsRestlessAsPromised() {
        Map<Fault, Integer> on = new EnumMap<>(Fault.class);
        for (long seed = 0; seed < 400; seed++) {
            Plan plan = Plan.of(seed, Plan.Size.SMALL);
            plan.faults().forEach(fault -> on.merge(fault, 1, Integer::sum));
            assertThat(plan.faults()).as("an outage in seed %d", seed).containsAnyOf(Fault.CUT, Fault.FLAPPING);
            assertThat(people(plan)).isEqualTo(2L * 6 * 3 * 40);
        }
        assertThat(people(Plan.of(5))).isEqualTo(2L * 12 * 7 * 40);
        // A world without any outage would be calm; so the cut comes where the link does not flap.
        for (Fault fault : EnumSet.complementOf(EnumSet.of(Fault.CUT))) {
            assertThat(400 - on.getOrDefault(fault, 0)).as("seeds of 400 without %s", fault).isBetween(100, 360);
        }
    }

    private static long people(Plan plan) {
        return plan.deeds().stream().filter(deed -> !(deed instanceof Deed.Broken) && deed.storey() < 2).count();
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
