package dev.lintel.protocol.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Every state of the small worlds, on the production code.
@Tag("slow")
class ExplorationTest {

    @Test
    void noStateOfAnyWorldBreaksAPromise() {
        explore(Worlds.small(), Explorer.Order.NEAREST);
    }

    @Test
    @Tag("deep")
    void noStateOfALargerWorldBreaksAPromise() {
        List<Small<?>> worlds = new ArrayList<>(Worlds.large());
        worlds.addAll(HouseWorlds.large());
        explore(worlds, Explorer.Order.DEEPEST);
    }

    private static void explore(List<? extends Small<?>> worlds, Explorer.Order order) {
        long began = System.nanoTime();
        List<Explorer.Result> results = worlds.parallelStream().map(world -> explored(world, order)).toList();
        String stories = results.stream()
                .filter(result -> !result.clean())
                .map(Explorer.Result::told)
                .collect(Collectors.joining(System.lineSeparator()));
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf("states: %d in %.1f s%n", results.stream().mapToLong(Explorer.Result::states).sum(), seconds);
        System.out.printf("violations: %d in %.1f s%n%s%n", results.stream().filter(result -> !result.clean()).count(), seconds,
                stories);
        assertThat(stories).isEmpty();
    }

    private static Explorer.Result explored(Small<?> world, Explorer.Order order) {
        Explorer.Result result = new Explorer<>(world, order).run();
        System.out.printf("world '%s': %d states, %d transitions, %.1f s%n", result.world(), result.states(),
                result.transitions(), result.seconds());
        return result;
    }
}
