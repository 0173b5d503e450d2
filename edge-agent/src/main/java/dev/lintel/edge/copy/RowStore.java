package dev.lintel.edge.copy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// How every store of the floor's file writes a row: numbers as they are, everything else by its text.
public final class RowStore {

    private RowStore() {}

    /// Runs one statement, within whatever transaction the connection is in.
    ///
    /// @return how many rows it concerned
    public static int run(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            return run(statement, values);
        }
    }

    /// Runs a statement that is kept and run again.
    static int run(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value instanceof Long number) {
                statement.setLong(i + 1, number);
            } else if (value instanceof Integer number) {
                statement.setInt(i + 1, number);
            } else {
                statement.setString(i + 1, value == null ? null : value.toString());
            }
        }
        return statement.executeUpdate();
    }
}
