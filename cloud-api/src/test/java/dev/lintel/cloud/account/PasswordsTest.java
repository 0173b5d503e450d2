package dev.lintel.cloud.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PasswordsTest {

    private static final Duration SOON = Duration.ofMinutes(1);

    private final ThreadPoolExecutor turns = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    private final Passwords passwords = new Passwords(new SecureRandom(), turns);
    private final CountDownLatch go = new CountDownLatch(1);

    /// From now on whoever asks waits, until the test lets them go on: who comes first is not left to the machine.
    private void holdUp() {
        turns.execute(() -> {
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @AfterEach
    void close() {
        go.countDown();
        passwords.close();
    }

    @Test
    void aPasswordIsKnownByItsVerifierAndNothingElseIs() {
        var verifier = Optional.of(passwords.verifier("correct horse battery"));
        assertThat(passwords.matches("correct horse battery", verifier)).contains(true);
        assertThat(passwords.matches("correct horse batterY", verifier)).contains(false);
        assertThat(passwords.matches("nobody has this password", Optional.empty())).contains(false);
    }

    @Test
    void whoeverWaitsAtTheEndStillGetsAnAnswer() {
        var asked = IntStream.range(0, 20)
                .mapToObj(_ -> inTheBackground(() -> passwords.matches("a guess", Optional.empty())))
                .toList();
        CompletableFuture.anyOf(asked.toArray(CompletableFuture[]::new)).join();

        passwords.close();

        // Who comes later is turned away, and that is an answer too.
        assertThat(CompletableFuture
                .allOf(asked.stream().map(one -> one.exceptionally(_ -> Optional.empty())).toArray(CompletableFuture[]::new)))
                .succeedsWithin(Duration.ofSeconds(30));
    }

    @Test
    void whoeverAddsManyPeopleHoldsUpNoSignIn() {
        holdUp();
        int people = 30;
        var asking = new CountDownLatch(people);
        var added = IntStream.range(0, people).mapToObj(_ -> inTheBackground(() -> {
            asking.countDown();
            return passwords.verifier("correct horse battery");
        })).toList();
        assertThatCode(asking::await).doesNotThrowAnyException();
        await().atMost(SOON).until(() -> turns.getQueue().size() == Passwords.SIGNED_IN);

        var guess = inTheBackground(() -> passwords.matches("a guess", Optional.empty()));

        await().atMost(SOON).until(() -> turns.getQueue().size() == Passwords.SIGNED_IN + 1);
        go.countDown();
        assertThat(guess).succeedsWithin(SOON).isEqualTo(Optional.of(false));
        assertThat(CompletableFuture.allOf(added.toArray(CompletableFuture[]::new))).succeedsWithin(SOON);
    }

    private static <T> CompletableFuture<T> inTheBackground(Supplier<T> work) {
        var result = new CompletableFuture<T>();
        Thread.startVirtualThread(() -> {
            try {
                result.complete(work.get());
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    @Test
    void aFloodOfStrangersIsTurnedAwayInsteadOfKept() {
        holdUp();
        int flood = 200;
        var asked = IntStream.range(0, flood)
                .mapToObj(_ -> inTheBackground(() -> passwords.matches("a guess", Optional.empty())))
                .toList();

        await().atMost(SOON)
                .until(() -> asked.stream().filter(CompletableFuture::isDone).count() == flood - Passwords.STRANGERS);
        assertThat(asked.stream().filter(CompletableFuture::isDone)).allSatisfy(one -> assertThat(one.join()).isEmpty());
        go.countDown();
        assertThat(CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))).succeedsWithin(SOON);
        assertThat(asked.stream().filter(one -> one.join().isPresent())).hasSize(Passwords.STRANGERS);

        assertThat(passwords.matches("a guess", Optional.empty())).contains(false);
    }
}
