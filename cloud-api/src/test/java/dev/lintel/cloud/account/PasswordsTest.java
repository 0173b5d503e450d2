package dev.lintel.cloud.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PasswordsTest {

    private final Passwords passwords = new Passwords(new SecureRandom());

    @AfterEach
    void close() {
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
        int people = 30;
        var asking = new CountDownLatch(people);
        var added = IntStream.range(0, people).mapToObj(_ -> inTheBackground(() -> {
            asking.countDown();
            return passwords.verifier("correct horse battery");
        })).toList();
        assertThatCode(asking::await).doesNotThrowAnyException();

        assertThat(passwords.matches("a guess", Optional.empty())).contains(false);

        assertThat(added.stream().filter(one -> !one.isDone()).count()).isGreaterThan(people / 3);
        CompletableFuture.allOf(added.toArray(CompletableFuture[]::new)).join();
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
    void aFloodOfStrangersIsTurnedAwayInsteadOfKept() throws InterruptedException, ExecutionException {
        int flood = 200;
        var together = new CountDownLatch(flood);
        var asked = new ArrayList<Future<Optional<Boolean>>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < flood; i++) {
                asked.add(threads.submit(() -> {
                    together.countDown();
                    together.await();
                    return passwords.matches("a guess", Optional.empty());
                }));
            }
        }
        int turnedAway = 0;
        for (var one : asked) {
            turnedAway += one.get().isEmpty() ? 1 : 0;
        }
        // How many come to their turn meanwhile depends on the machine; that most do not is the point.
        assertThat(turnedAway).isGreaterThan(flood / 2).isLessThanOrEqualTo(flood - Passwords.STRANGERS);
        assertThat(passwords.matches("a guess", Optional.empty())).contains(false);
    }
}
