package dev.lintel.protocol.booking;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which actions at a space's door ask who it is. Words of a later version are kept as they are: a door that knows none of
/// the means an action asks for refuses that action.
///
/// @param asks by action, such as `check-in` or `book`: any one of these means (`pin`, `badge`) has to come with it
public record Guard(SortedMap<String, List<String>> asks) {

    public static final Guard OPEN = new Guard(new TreeMap<>());

    public Guard {
        TreeMap<String, List<String>> copy = new TreeMap<>();
        asks.forEach((action, means) -> {
            if (!means.isEmpty()) {
                copy.put(action, List.copyOf(means));
            }
        });
        asks = Collections.unmodifiableSortedMap(copy);
    }

    /// What has to come with an action; empty: nothing.
    public List<String> of(String action) {
        return asks.getOrDefault(action, List.of());
    }

    public boolean isOpen() {
        return asks.isEmpty();
    }
}
