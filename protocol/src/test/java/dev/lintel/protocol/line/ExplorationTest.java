package dev.lintel.protocol.line;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Every state of the small worlds, on the production code.
@Tag("slow")
class ExplorationTest {

    private static final long UNBOUNDED = Long.MAX_VALUE;

    @Test
    void noStateOfAnyWorldBreaksAPromise() {
        Rows rows = new Rows();
        long states = 0;
        double seconds = 0;
        int violations = 0;
        StringBuilder stories = new StringBuilder();
        for (World world : Worlds.all()) {
            Explorer.Result result = new Explorer(world, rows, UNBOUNDED).run();
            System.out.printf("world '%s': %,d states, %,d transitions, %.1f s%n", result.world(), result.states(),
                    result.transitions(), result.seconds());
            states += result.states();
            seconds += result.seconds();
            if (!result.clean()) {
                violations++;
                stories.append(result.told()).append(System.lineSeparator());
            }
        }
        System.out.printf("states: %d in %.1f s%nviolations: %d%n%s%n", states, seconds, violations, stories);
        System.out.println(rows.reached());
        assertThat(stories.toString()).isEmpty();
    }
}
