package dev.lintel.protocol.line;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An immutable map whose next version shares most of the old one, because a door makes a new state for every touch and keeps thousands of rows.
///
/// Small tables are one bucket; from 32 rows on there are 256, so that a change copies a few dozen of the at most 10,000 rows of a floor.
final class Table<K, V> {

    private static final int SMALL = 32;
    private static final int WIDE = 256;

    private final List<Map<K, V>> buckets;
    private final int size;
    /// Kept for who asks again: a screen looks through its room several times for one picture.
    private @Nullable List<V> all;

    private Table(List<Map<K, V>> buckets, int size) {
        this.buckets = buckets;
        this.size = size;
    }

    static <K, V> Table<K, V> empty() {
        return new Table<>(List.of(Map.of()), 0);
    }

    @Nullable
    V get(K key) {
        return buckets.get(index(key, buckets.size())).get(key);
    }

    Table<K, V> with(K key, V value) {
        Table<K, V> room = size == SMALL && buckets.size() == 1 ? widened() : this;
        int at = index(key, room.buckets.size());
        Map<K, V> bucket = new HashMap<>(room.buckets.get(at));
        boolean added = bucket.put(key, value) == null;
        return room.replaced(at, bucket, added ? size + 1 : size);
    }

    Table<K, V> without(K key) {
        int at = index(key, buckets.size());
        if (!buckets.get(at).containsKey(key)) {
            return this;
        }
        Map<K, V> bucket = new HashMap<>(buckets.get(at));
        bucket.remove(key);
        return replaced(at, bucket, size - 1);
    }

    /// Threads that ask at the same time may each gather the same list, which none of them changes afterwards.
    Stream<V> values() {
        List<V> known = all;
        if (known == null) {
            List<V> gathered = new ArrayList<>(size);
            buckets.forEach(bucket -> gathered.addAll(bucket.values()));
            known = List.copyOf(gathered);
            all = known;
        }
        return known.stream();
    }

    Map<K, V> copied() {
        Map<K, V> all = new HashMap<>();
        buckets.forEach(all::putAll);
        return all;
    }

    int size() {
        return size;
    }

    private Table<K, V> replaced(int at, Map<K, V> bucket, int newSize) {
        List<Map<K, V>> next = new ArrayList<>(buckets);
        next.set(at, bucket);
        return new Table<>(next, newSize);
    }

    private Table<K, V> widened() {
        List<Map<K, V>> wide = new ArrayList<>(WIDE);
        for (int i = 0; i < WIDE; i++) {
            wide.add(new HashMap<>());
        }
        copied().forEach((key, value) -> wide.get(index(key, WIDE)).put(key, value));
        return new Table<>(wide, size);
    }

    private static int index(Object key, int count) {
        int hash = key.hashCode();
        return (hash ^ (hash >>> 16)) & (count - 1);
    }
}
