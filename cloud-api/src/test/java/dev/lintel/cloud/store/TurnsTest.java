package dev.lintel.cloud.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.identity.FloorId;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private final FloorId floor = new FloorId(new UUID(0, 1));

    @Test
    void whoeverWantsAFloorThatIsTakenWaitsAndOthersDoNot()
            throws InterruptedException, ExecutionException, TimeoutException {
        var turns = new Turns(Duration.ofMinutes(1));
        var inside = new CountDownLatch(1);
        var leave = new CompletableFuture<String>();
        var order = new ConcurrentLinkedQueue<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> turns.at(floor, () -> {
                inside.countDown();
                var left = leave.join();
                order.add("first");
                return left;
            }));
            inside.await();
            var second = threads.submit(() -> turns.at(floor, () -> order.add("second")));
            var elsewhere = threads.submit(() -> turns.at(new FloorId(new UUID(0, 2)), () -> "at once"));
            try {
                assertThat(elsewhere.get(20, TimeUnit.SECONDS)).isEqualTo("at once");
                assertThat(order).isEmpty();
            } finally {
                leave.complete("done");
            }
            assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo("done");
            second.get(20, TimeUnit.SECONDS);
            assertThat(order).containsExactly("first", "second");
        }
    }

    @Test
    void aDoorThatHasWaitedLongEnoughGoesOnForTheRowDecidesAndAPersonIsToldSo()
            throws InterruptedException, ExecutionException, TimeoutException {
        var turns = new Turns(Duration.ofMillis(20));
        var inside = new CountDownLatch(1);
        var leave = new CompletableFuture<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> turns.at(floor, () -> {
                inside.countDown();
                return leave.join();
            }));
            inside.await();
            var second = threads.submit(() -> turns.at(floor, () -> "without a turn"));
            var person = threads.submit(() -> turns.inTime(floor, () -> "without a turn"));
            try {
                assertThat(person.get(30, TimeUnit.SECONDS)).isEmpty();
                assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo("without a turn");
            } finally {
                leave.complete("done");
            }
            assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo("done");
        }
        assertThat(turns.inTime(floor, () -> "in turn")).contains("in turn");
    }
}
