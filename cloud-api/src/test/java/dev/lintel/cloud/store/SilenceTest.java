package dev.lintel.cloud.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.cloud.TestCloud;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What holds others up must end by itself, and what nobody asked for must not begin too soon.
class SilenceTest {

    private final TestCloud cloud = TestCloud.running();

    @Test
    void whoeverFallsSilentInATransactionLosesItsLocksWithinSeconds() {
        var settings = List.of("idle_in_transaction_session_timeout", "lock_timeout");
        assertThat(settings).allSatisfy(setting -> assertThat(Duration.ofMillis(cloud.bean(Transactions.class)
                .<Long>unfenced(handle -> handle.createQuery("SELECT setting::bigint FROM pg_settings WHERE name = :name")
                        .bind("name", setting)
                        .mapTo(Long.class)
                        .one())))
                .as(setting)
                .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(20)));
    }

    @Test
    void aPumpWaitsUntilTheCloudIsOpen() throws InterruptedException {
        var opening = new Opening();
        var rounds = new AtomicInteger();
        var first = new CountDownLatch(1);
        try (var pump = new Rounds("waits", Duration.ofMillis(1), _ -> {
            rounds.incrementAndGet();
            first.countDown();
        })) {
            pump.start(opening);
            pump.wake();
            assertThat(first.await(100, TimeUnit.MILLISECONDS)).isFalse();
            opening.open();
            assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(rounds).hasPositiveValue();
    }
}
