package dev.lintel.provisioning.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.provisioning.world.oracle.Tally;
import dev.lintel.provisioning.world.plan.Deed;
import dev.lintel.provisioning.world.plan.Fault;
import dev.lintel.provisioning.world.plan.Plan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Weeks of whole houses, and many more of small ones: some in every build, `-Dworlds=N -Dworlds.from=SEED -Dworlds.size=SMALL` of others with `-Pdeep`.
///
/// A failure prints the few lines of its plan that are needed, as a story, and the options that tell it again.
class WholeWorldsTest {

    private static final int WEEKS_EACH_BUILD = 16;
    private static final int WORLDS_EACH_BUILD = 300;
    private static final int SHRINKING = 200;

    @Test
    void noWorldOfEachBuildBreaksAPromiseAndTogetherTheWeeksReachEverything() throws InterruptedException {
        Lives weeks = Lives.lived(0, WEEKS_EACH_BUILD, Plan.Size.WHOLE);
        Lives small = Lives.lived(0, WORLDS_EACH_BUILD - WEEKS_EACH_BUILD, Plan.Size.SMALL);
        System.out.print(weeks.and(small).told());
        assertThat(weeks.broken()).as(() -> story(weeks.broken())).isEmpty();
        assertThat(small.broken()).as(() -> story(small.broken())).isEmpty();
        assertThat(Reached.missing(weeks.tally())).as("what no week has reached").isEmpty();
    }

    @Test
    @Tag("deep")
    void noWorldBreaksAPromise() throws InterruptedException {
        Lives lives = Lives.lived(Long.getLong("worlds.from", WEEKS_EACH_BUILD), Integer.getInteger("worlds", 300), size());
        System.out.print(lives.told());
        assertThat(lives.broken()).as(() -> story(lives.broken())).isEmpty();
    }

    private static Plan.Size size() {
        return Plan.Size.valueOf(System.getProperty("worlds.size", "WHOLE"));
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
    void aWorldIsTheSameWhoeverIsLivedBesideIt() throws InterruptedException {
        List<Long> alone = Stream.of(2L, 3L, 4L, 5L).map(seed -> World.run(Plan.of(seed, Plan.Size.SMALL)).trace()).toList();
        assertThat(Lives.lived(2, 4, Plan.Size.SMALL).traces()).isEqualTo(alone);
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
        Plan plan = Plan.of(Long.getLong("worlds.seed", 5), size());
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
