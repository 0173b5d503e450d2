package dev.lintel.protocol.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Chance walks through the worlds that are too large to visit whole; a failure names the seed that repeats it.
@Tag("slow")
class WalksTest {

    private static final int WALKS = 400;
    private static final int STEPS = 60;

    @Test
    void noWalkThroughALargeWorldBreaksAPromise() {
        List<World> worlds = Worlds.large();
        for (int seed = 0; seed < WALKS; seed++) {
            World world = worlds.get(seed % worlds.size());
            assertThat(walk(world, seed)).as("world '%s', seed %d", world.name(), seed).isEmpty();
        }
    }

    private static List<String> walk(World world, int seed) {
        RandomGenerator chance = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<String> story = new ArrayList<>();
        WorldState state = world.start();
        for (int step = 0; step < STEPS; step++) {
            List<World.Next> open = world.next(state);
            if (open.isEmpty()) {
                return List.of();
            }
            World.Next next = open.get(chance.nextInt(open.size()));
            story.add(next.words());
            Sometimes.reached(next.outcome());
            Optional<String> wrong = world.wrongStep(state, next).or(() -> world.violation(next.state()));
            if (wrong.isPresent()) {
                story.add("=> " + wrong.get());
                return story;
            }
            state = next.state();
        }
        return List.of();
    }
}
