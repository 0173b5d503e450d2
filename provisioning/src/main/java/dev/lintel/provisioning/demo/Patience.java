package dev.lintel.provisioning.demo;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waiting for another process, which can only be asked again and again.
final class Patience {

    private static final Duration BETWEEN_TWO_LOOKS = Duration.ofMillis(150);

    private Patience() {}

    /// Returns when `done` is true; fails with `sentence` when `alive` is no longer, or when `atMost` is over.
    static void await(Duration atMost, BooleanSupplier done, BooleanSupplier alive, String sentence)
            throws InterruptedException {
        long giveUpAt = System.nanoTime() + atMost.toNanos();
        while (!done.getAsBoolean()) {
            if (!alive.getAsBoolean() || System.nanoTime() > giveUpAt) {
                throw new DemoFailure(sentence);
            }
            Thread.sleep(BETWEEN_TWO_LOOKS);
        }
    }
}
