package dev.lintel.cloud.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Several statements that make one trip to the server, in order, each seeing what those before it did.
///
/// A decision needs some ten statements; sent one by one, waiting for each answer costs more than all of them. The texts
/// must be few and fixed (lists travel as arrays), because each combination of them is prepared once by each connection.
///
/// Used by one thread, once.
public final class Bundle {

    private final StringBuilder text = new StringBuilder();
    private final List<@Nullable Object> parameters = new ArrayList<>();
    private final List<Rows> readers = new ArrayList<>();

    /// Takes one row after the other.
    @FunctionalInterface
    public interface Rows {

        Rows NONE = row -> {};

        void take(ResultSet row) throws SQLException;
    }

    /// An array parameter of a PostgreSQL type.
    private record Listed(String type, List<?> items) {}

    /// @param sql with `?` for each parameter
    public Bundle read(String sql, Rows rows, @Nullable Object... values) {
        if (!text.isEmpty()) {
            text.append(";\n");
        }
        text.append(sql);
        for (Object value : values) {
            parameters.add(value);
        }
        readers.add(rows);
        return this;
    }

    /// These, and then those of another.
    public Bundle and(Bundle later) {
        if (!text.isEmpty() && !later.text.isEmpty()) {
            text.append(";\n");
        }
        text.append(later.text);
        parameters.addAll(later.parameters);
        readers.addAll(later.readers);
        return this;
    }

    public Bundle write(String sql, @Nullable Object... values) {
        return read(sql, Rows.NONE, values);
    }

    public static Object uuids(List<? extends @Nullable UUID> items) {
        return new Listed("uuid", items);
    }

    public static Object texts(List<? extends @Nullable String> items) {
        return new Listed("text", items);
    }

    public static Object numbers(List<Long> items) {
        return new Listed("int8", items);
    }

    public static Object instants(List<Instant> items) {
        return new Listed("timestamptz", items.stream().map(Instant::toString).toList());
    }

    /// Sends all of it; a failure of one statement fails the transaction.
    public void send(Handle transaction) {
        if (readers.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = transaction.getConnection().prepareStatement(text.toString())) {
            for (int i = 0; i < parameters.size(); i++) {
                bind(statement, i + 1, parameters.get(i));
            }
            boolean rows = statement.execute();
            for (Rows reader : readers) {
                if (rows) {
                    try (ResultSet result = Objects.requireNonNull(statement.getResultSet())) {
                        while (result.next()) {
                            reader.take(result);
                        }
                    }
                }
                rows = statement.getMoreResults();
            }
        } catch (SQLException e) {
            throw new BundleFailed(e);
        }
    }

    private static void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        switch (value) {
            case null -> statement.setObject(index, null);
            case Instant at -> statement.setObject(index, at.atOffset(ZoneOffset.UTC));
            case Listed(String type, List<?> items) ->
                statement.setArray(index, statement.getConnection().createArrayOf(type, items.toArray()));
            default -> statement.setObject(index, value);
        }
    }

    /// A statement of the bundle failed, and with it the transaction.
    public static final class BundleFailed extends RuntimeException {

        BundleFailed(SQLException cause) {
            super(cause.getMessage(), cause);
        }
    }
}
