package dev.lintel.cloud.floor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FloorLinkTest {

    @Test
    void replicasThatLostTheBrokerTogetherComeBackSpreadOverAGrowingTime() {
        var chance = new Random(1);
        for (int attempt = 1; attempt <= 20; attempt++) {
            int tries = attempt;
            long bound = Math.min(60_000, 1_000L << Math.min(attempt - 1, 6));
            var delays = IntStream.range(0, 1_000).mapToLong(i -> FloorLink.backOffMillis(tries, chance)).summaryStatistics();
            assertThat(delays.getMin()).isBetween(0L, bound / 20);
            assertThat(delays.getMax()).isBetween(bound * 19 / 20, bound);
        }
    }
}
