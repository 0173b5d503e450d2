package dev.lintel.cloud.account;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Slows guessing down without locking anybody out for ever: after five failures an account waits, twice as long after
/// each further one, a minute at most.
///
/// Kept in memory of this replica and bounded; what falls out of it starts again at nothing. Guarded by its monitor.
@Singleton
class SignInBrake {

    private static final int FREE_FAILURES = 5;
    private static final Duration LONGEST = Duration.ofMinutes(1);
    /// Accounts remembered at once: a few hundred bytes each.
    private static final int ACCOUNTS = 10_000;

    private record Failures(int count, Instant until) {}

    private final InstantSource clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > ACCOUNTS;
        }
    };

    SignInBrake(InstantSource clock) {
        this.clock = clock;
    }

    /// How long the account must still wait, if it must.
    synchronized Optional<Duration> wait(String account) {
        var known = failures.get(account);
        var now = clock.instant();
        return known == null || !now.isBefore(known.until())
                ? Optional.empty()
                : Optional.of(Duration.between(now, known.until()).plusMillis(999));
    }

    synchronized void failed(String account) {
        var before = failures.get(account);
        var count = before == null ? 1 : before.count() + 1;
        var beyond = count - FREE_FAILURES;
        var pause = beyond < 0 ? Duration.ZERO : Duration.ofSeconds(1L << Math.min(beyond, 6));
        failures.put(account, new Failures(count, clock.instant().plus(pause.compareTo(LONGEST) > 0 ? LONGEST : pause)));
    }

    synchronized void succeeded(String account) {
        failures.remove(account);
    }
}
