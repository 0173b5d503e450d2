package dev.lintel.cloud.account;

import jakarta.inject.Singleton;
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

/// Bounds how often one address may fail to sign in, whichever accounts it tries: thirty times a minute, which a whole
/// company behind one address does not reach by mistyping.
///
/// An IPv6 subscriber owns a /64, so that counts as one address. Kept in memory of this replica and bounded. Guarded by its
/// monitor.
@Singleton
class AddressBrake {

    static final int FAILURES = 30;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int ADDRESSES = 10_000;

    private record Failures(int count, Instant since) {}

    private final InstantSource clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > ADDRESSES;
        }
    };

    AddressBrake(InstantSource clock) {
        this.clock = clock;
    }

    /// How long the address must still wait, if it must.
    synchronized Optional<Duration> wait(InetAddress address) {
        var known = failures.get(key(address));
        if (known == null || known.count() < FAILURES) {
            return Optional.empty();
        }
        var left = Duration.between(clock.instant(), known.since().plus(WINDOW));
        return left.isPositive() ? Optional.of(left.plusMillis(999)) : Optional.empty();
    }

    synchronized void failed(InetAddress address) {
        var now = clock.instant();
        failures.compute(key(address), (_, known) -> known == null || !now.isBefore(known.since().plus(WINDOW))
                ? new Failures(1, now)
                : new Failures(known.count() + 1, known.since()));
    }

    private static String key(InetAddress address) {
        var bytes = address.getAddress();
        return HexFormat.of().formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, 8) : bytes);
    }
}
