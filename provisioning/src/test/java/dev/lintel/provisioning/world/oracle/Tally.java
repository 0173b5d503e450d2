package dev.lintel.provisioning.world.oracle;

import java.util.Map;
import java.util.TreeMap;

/// How often what was reached: a world in which nothing happens breaks no promise either.
public final class Tally {

    private final Map<String, Long> counts = new TreeMap<>();

    public void count(String what) {
        counts.merge(what, 1L, Long::sum);
    }

    public void count(String what, long times) {
        counts.merge(what, times, Long::sum);
    }

    public void add(Tally other) {
        other.counts.forEach((what, times) -> counts.merge(what, times, Long::sum));
    }

    public long of(String what) {
        return counts.getOrDefault(what, 0L);
    }

    public Map<String, Long> all() {
        return Map.copyOf(counts);
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
