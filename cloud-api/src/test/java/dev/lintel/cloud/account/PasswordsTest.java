package dev.lintel.cloud.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
