package dev.lintel.protocol.wire;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The members of a JSON object in the order of their names: two arrays that nobody changes, because each entry of a log is built, hashed, sent and read as dozens of small objects.
final class Members extends AbstractMap<String, Json> {

    static final Members NONE = new Members(new String[0], new Json[0]);

    private final String[] names;
    private final Json[] values;

    private Members(String[] names, Json[] values) {
        this.names = names;
        this.values = values;
    }

    static Members of(Map<String, Json> fields) {
        if (fields instanceof Members members) {
            return members;
        }
        Map<String, Json> sorted = new TreeMap<>(fields);
        return new Members(sorted.keySet().toArray(String[]::new), sorted.values().toArray(Json[]::new));
    }

    /// These and one more, or the same with another value.
    Members with(String name, Json value) {
        int at = Arrays.binarySearch(names, name);
        if (at >= 0) {
            Json[] other = values.clone();
            other[at] = value;
            return new Members(names, other);
        }
        return new Members(inserted(names, -at - 1, name), inserted(values, -at - 1, value));
    }

    private static <T> T[] inserted(T[] before, int at, T one) {
        T[] after = Arrays.copyOf(before, before.length + 1);
        System.arraycopy(before, at, after, at + 1, before.length - at);
        after[at] = one;
        return after;
    }

    /// Members as they are read, usually in order; put in order once at the end otherwise.
    static final class Read {

        private String[] names = new String[8];
        private Json[] values = new Json[8];
        private int size;
        private boolean sorted = true;

        void add(String name, Json value) {
            if (size == names.length) {
                names = Arrays.copyOf(names, 2 * size);
                values = Arrays.copyOf(values, 2 * size);
            }
            sorted = sorted && (size == 0 || names[size - 1].compareTo(name) < 0);
            names[size] = name;
            values[size++] = value;
        }

        /// @throws Malformed where a name came twice
        Members whole() {
            if (sorted) {
                return new Members(Arrays.copyOf(names, size), Arrays.copyOf(values, size));
            }
            Map<String, Json> inOrder = new TreeMap<>();
            for (int i = 0; i < size; i++) {
                if (inOrder.put(names[i], values[i]) != null) {
                    throw new Malformed("a name comes twice");
                }
            }
            return of(inOrder);
        }
    }

    @Override
    public @Nullable Json get(@Nullable Object name) {
        int at = name instanceof String text ? Arrays.binarySearch(names, text) : -1;
        return at < 0 ? null : values[at];
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return get(name) != null;
    }

    @Override
    public int size() {
        return names.length;
    }

    @Override
    public Set<Map.Entry<String, Json>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<String, Json>> iterator() {
                return new Walk();
            }

            @Override
            public int size() {
                return names.length;
            }
        };
    }

    private final class Walk implements Iterator<Map.Entry<String, Json>> {

        private int next;

        @Override
        public boolean hasNext() {
            return next < names.length;
        }

        @Override
        public Map.Entry<String, Json> next() {
            if (next == names.length) {
                throw new NoSuchElementException();
            }
            return Map.entry(names[next], values[next++]);
        }
    }
}
