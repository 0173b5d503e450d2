package dev.lintel.cloud.web;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Slows guessing down without locking anybody out for ever, by account, by address, or by whatever else the attempts are
/// to be counted.
///
/// Kept in memory of this replica and bounded; what falls out of it starts again at nothing. Guarded by its monitor.
public final class Brake {

    /// Remembered at once: a few hundred bytes each.
    private static final int KEYS = 10_000;

    private final Policy policy;
    private final InstantSource clock;
    private final Map<String, Count> counts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
            return size() > KEYS;
        }
    };

    /// How much is free, and how long one waits after it.
    public sealed interface Policy {

        /// So many failures and so many attempts in a window; then one waits for the next.
        ///
        /// @param atOnce guesses that may be under way, so that one key does not take all the places where they are looked at
        record Window(Duration length, int attempts, int failures, int atOnce) implements Policy {

            public Window(Duration length, int attempts, int failures) {
                this(length, attempts, failures, failures);
            }
        }

        /// So many failures; then a second, and twice as long after each further one. A success clears the account.
        record Doubling(int failures, Duration longest) implements Policy {}
    }

    /// @param since when the window began, or the last failure was
    /// @param guesses admitted, and not yet known to be right or wrong
    private record Count(Instant since, int attempts, int failures, int guesses) {}

    public Brake(Policy policy, InstantSource clock) {
        this.policy = policy;
        this.clock = clock;
    }

    /// An address as a key: an IPv6 subscriber owns a /64, so that counts as one.
    public static String key(InetAddress address) {
        var bytes = address.getAddress();
        return HexFormat.of().formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, 8) : bytes);
    }

    /// Counts an attempt; how long whoever makes it must wait instead, if they must.
    public synchronized Optional<Duration> admit(String key) {
        var now = clock.instant();
        var count = count(key, now);
        var left = Duration.between(now, until(count));
        if (left.isPositive()) {
            return Optional.of(left.plusMillis(999));
        }
        counts.put(key, new Count(count.since(), count.attempts() + 1, count.failures(), count.guesses()));
        return Optional.empty();
    }

    /// The same for a guess, which weighs as much as a failure until it has [#failed], [#succeeded] or was [#excused]: of a
    /// thousand sent at once all would else be admitted before the first one has failed.
    public synchronized Optional<Duration> admitGuess(String key) {
        var before = count(key, clock.instant());
        if (before.guesses() >= atOnce() || (before.guesses() > 0 && before.guesses() + before.failures() >= most())) {
            return Optional.of(Duration.ofSeconds(1));
        }
        var wait = admit(key);
        if (wait.isEmpty()) {
            var count = count(key, clock.instant());
            counts.put(key, new Count(count.since(), count.attempts(), count.failures(), count.guesses() + 1));
        }
        return wait;
    }

    public synchronized void failed(String key) {
        var now = clock.instant();
        var count = count(key, now);
        var since = policy instanceof Policy.Doubling ? now : count.since();
        counts.put(key, new Count(since, count.attempts(), count.failures() + 1, Math.max(0, count.guesses() - 1)));
    }

    public synchronized void succeeded(String key) {
        excused(key);
        if (policy instanceof Policy.Doubling) {
            counts.computeIfPresent(key, (_, count) -> count.guesses() == 0
                    ? null
                    : new Count(count.since(), 0, 0, count.guesses()));
        }
    }

    /// The guess was never looked at.
    public synchronized void excused(String key) {
        counts.computeIfPresent(key, (_, count) -> new Count(count.since(), count.attempts(), count.failures(),
                Math.max(0, count.guesses() - 1)));
    }

    private int most() {
        return switch (policy) {
            case Policy.Window(_, _, int failures, _) -> failures;
            case Policy.Doubling(int failures, _) -> failures;
        };
    }

    private int atOnce() {
        return policy instanceof Policy.Window window ? window.atOnce() : most();
    }

    private Count count(String key, Instant now) {
        var known = counts.get(key);
        var over = known != null && policy instanceof Policy.Window(Duration length, _, _, _)
                && !now.isBefore(known.since().plus(length));
        if (known == null) {
            return new Count(now, 0, 0, 0);
        }
        return over ? new Count(now, 0, 0, known.guesses()) : known;
    }

    private Instant until(Count count) {
        return count.since().plus(switch (policy) {
            case Policy.Window(Duration length, int attempts, int failures, _) ->
                count.failures() >= failures || count.attempts() >= attempts ? length : Duration.ZERO;
            case Policy.Doubling(int failures, Duration longest) -> pause(count.failures() - failures, longest);
        });
    }

    private static Duration pause(int beyond, Duration longest) {
        // A second doubled 30 times outlasts every account.
        var pause = beyond < 0 ? Duration.ZERO : Duration.ofSeconds(1L << Math.min(beyond, 30));
        return pause.compareTo(longest) > 0 ? longest : pause;
    }
}
