package dev.lintel.provisioning.world.ground;

import java.util.List;
import java.util.UUID;

/// All chance of a world, from one seed. A part that draws more or less must not change what another part draws, so each gets a branch of its own.
///
/// SplitMix64: the same on every machine and in every version of Java, which a seed printed today relies on.
public final class Chance {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long seed;
    private long state;

    public Chance(long seed) {
        this.seed = mix(seed + GOLDEN);
        this.state = this.seed;
    }

    /// The same for the same name, however much was drawn here meanwhile.
    public Chance branch(String name) {
        long mixed = seed;
        for (int i = 0; i < name.length(); i++) {
            mixed = mix(mixed + GOLDEN * (name.charAt(i) + 1L));
        }
        return new Chance(mixed);
    }

    /// The same for the same number.
    public Chance branch(long number) {
        return new Chance(mix(seed ^ mix(number + GOLDEN)));
    }

    public long next() {
        state += GOLDEN;
        return mix(state);
    }

    /// From 0 up to below the bound.
    public int below(int bound) {
        return (int) Long.remainderUnsigned(next(), bound);
    }

    /// Both ends included.
    public int between(int from, int to) {
        return from + below(to - from + 1);
    }

    public boolean percent(int share) {
        return below(100) < share;
    }

    public <T> T of(List<T> all) {
        return all.get(below(all.size()));
    }

    public UUID id() {
        return new UUID((next() & ~0xF000L) | 0x7000L, (next() & ~(3L << 62)) | (2L << 62));
    }

    static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
