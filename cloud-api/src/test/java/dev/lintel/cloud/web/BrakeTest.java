package dev.lintel.cloud.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BrakeTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-02T09:00:00Z"));
    private final Brake window = new Brake(new Brake.Policy.Window(MINUTE, 120, 10), now::get);
    private final Brake doubling = new Brake(new Brake.Policy.Doubling(5, MINUTE), now::get);

    @Test
    void whoeverFailsTenTimesAMinuteWaitsForTheNextAndNobodyElseDoes() {
        for (int i = 0; i < 10; i++) {
            assertThat(window.admit("a")).isEmpty();
            window.failed("a");
        }
        assertThat(window.admit("a")).hasValueSatisfying(wait -> assertThat(wait.toSeconds()).isBetween(1L, 61L));
        assertThat(window.admit("b")).isEmpty();
        later(MINUTE);
        assertThat(window.admit("a")).isEmpty();
    }

    @Test
    void goodAttemptsAreBoundedToo() {
        for (int i = 0; i < 120; i++) {
            assertThat(window.admit("a")).isEmpty();
            window.succeeded("a");
        }
        assertThat(window.admit("a")).isPresent();
    }

    @Test
    void guessingTakesEverLongerAndNobodyIsLockedOutForEver() {
        for (int i = 0; i < 5; i++) {
            assertThat(doubling.admit("a")).isEmpty();
            doubling.failed("a");
        }
        assertThat(doubling.admit("a")).hasValueSatisfying(wait -> assertThat(wait.toSeconds()).isEqualTo(1));
        later(Duration.ofSeconds(1));
        doubling.failed("a");
        assertThat(doubling.admit("a")).hasValueSatisfying(wait -> assertThat(wait.toSeconds()).isEqualTo(2));
        for (int i = 0; i < 100; i++) {
            doubling.failed("a");
        }
        later(MINUTE);
        assertThat(doubling.admit("a")).isEmpty();
        doubling.succeeded("a");
        doubling.failed("a");
        assertThat(doubling.admit("a")).isEmpty();
    }

    @Test
    void ofOneAddressOnlyAFewGuessesAreUnderWayAtOnce() {
        var few = new Brake(new Brake.Policy.Window(MINUTE, 120, 10, 2), now::get);
        assertThat(few.admitGuess("a")).isEmpty();
        assertThat(few.admitGuess("a")).isEmpty();
        assertThat(few.admitGuess("a")).contains(Duration.ofSeconds(1));
        assertThat(few.admitGuess("b")).isEmpty();
        few.failed("a");
        assertThat(few.admitGuess("a")).isEmpty();
        few.succeeded("a");
        assertThat(few.admitGuess("a")).isEmpty();
    }

    @Test
    void ofManyGuessesAtOnceOnlyAsManyAreAdmittedAsMayFail() {
        for (int i = 0; i < 5; i++) {
            assertThat(doubling.admitGuess("a")).isEmpty();
        }
        assertThat(doubling.admitGuess("a")).contains(Duration.ofSeconds(1));
        doubling.excused("a");
        assertThat(doubling.admitGuess("a")).isEmpty();
        for (int i = 0; i < 5; i++) {
            doubling.failed("a");
        }
        assertThat(doubling.admitGuess("a")).isPresent();
        later(Duration.ofSeconds(1));
        assertThat(doubling.admitGuess("a")).isEmpty();
        assertThat(doubling.admitGuess("a")).isPresent();
        doubling.succeeded("a");
        assertThat(doubling.admitGuess("a")).isEmpty();
    }

    @Test
    void anAddressMayHaveManyGoodGuessesOneAfterTheOther() {
        for (int i = 0; i < 100; i++) {
            assertThat(window.admitGuess("a")).isEmpty();
            window.succeeded("a");
        }
        for (int i = 0; i < 10; i++) {
            assertThat(window.admitGuess("a")).isEmpty();
        }
        assertThat(window.admitGuess("a")).contains(Duration.ofSeconds(1));
    }

    @Test
    void aSubscribersWholeNetworkIsOneAddress() throws UnknownHostException {
        assertThat(key("2001:db8:0:1::1")).isEqualTo(key("2001:db8:0:1:ffff::2")).isNotEqualTo(key("2001:db8:0:2::1"));
        assertThat(key("192.0.2.1")).isNotEqualTo(key("192.0.2.2"));
    }

    private static String key(String address) throws UnknownHostException {
        return Brake.key(InetAddress.getByName(address));
    }

    private void later(Duration by) {
        now.updateAndGet(at -> at.plus(by));
    }
}
