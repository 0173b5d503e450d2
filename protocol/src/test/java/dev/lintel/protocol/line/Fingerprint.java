package dev.lintel.protocol.line;

import java.util.stream.Stream;

/// 64 bits of a state. With ten million states the chance that two share one is below one in 100,000.
final class Fingerprint {

    private long value = 0x9E3779B97F4A7C15L;

    Fingerprint add(long part) {
        value = mix(value * 31 + part);
        return this;
    }

    /// A set: the order in which its members come does not matter.
    Fingerprint addAll(Stream<?> members) {
        long sum = members.mapToLong(m -> mix(m.hashCode() * 0xD1342543DE82EF95L + 1)).sum();
        return add(sum);
    }

    long value() {
        return value;
    }

    static long mix(long z) {
        long a = (z ^ (z >>> 33)) * 0xff51afd7ed558ccdL;
        long b = (a ^ (a >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return b ^ (b >>> 33);
    }
}
