package dev.lintel.cloud.web;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One page of a list.
///
/// @param items in a stable order
/// @param next what to send as `cursor` for the following page; absent on the last one
@Serdeable
public record Page<T>(List<T> items, @Nullable String next) {

    /// So many rows are read and rendered in a few milliseconds; whoever wants more asks again.
    public static final int SIZE = 200;

    /// Cuts `found`, which was asked for with [#SIZE] + 1 rows, and points at the last item that is shown.
    public static <T> Page<T> of(List<T> found, Function<T, String> cursor) {
        if (found.size() <= SIZE) {
            return new Page<>(found, null);
        }
        var items = List.copyOf(found.subList(0, SIZE));
        return new Page<>(items, cursor.apply(items.getLast()));
    }
}
