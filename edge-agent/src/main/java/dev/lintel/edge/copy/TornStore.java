package dev.lintel.edge.copy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A table of a damaged file, row by row up to the first that cannot be read. Failing to read is the end of the table;
/// whoever writes the rows elsewhere meets failures of his own, which are another matter.
final class TornStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TornStore.class);

    private final String name;
    private final @Nullable Statement statement;
    private final @Nullable ResultSet rows;
    private final List<String> columns;
    private int read;

    private TornStore(String name, @Nullable Statement statement, @Nullable ResultSet rows, List<String> columns) {
        this.name = name;
        this.statement = statement;
        this.rows = rows;
        this.columns = List.copyOf(columns);
    }

    static TornStore of(Connection damaged, String name) {
        try {
            Statement statement = damaged.createStatement();
            ResultSet rows = statement.executeQuery("SELECT * FROM " + name);
            List<String> columns = new ArrayList<>();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                columns.add(rows.getMetaData().getColumnName(i));
            }
            return new TornStore(name, statement, rows, columns);
        } catch (SQLException unreadable) {
            LOG.warn("nothing of {} can be read: {}", name, unreadable.getMessage());
            return new TornStore(name, null, null, List.of());
        }
    }

    /// By name, because the file may be of an older version; none where nothing can be read.
    List<String> columns() {
        return columns;
    }

    /// The values of the next row; empty at the end, whichever that is.
    Optional<@Nullable Object[]> next() {
        try {
            if (rows == null || !rows.next()) {
                return Optional.empty();
            }
            @Nullable
            Object[] values = new Object[columns.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = rows.getObject(i + 1);
            }
            read++;
            return Optional.of(values);
        } catch (SQLException torn) {
            LOG.warn("of {} {} rows could be read: {}", name, read, torn.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        try {
            if (statement != null) {
                statement.close();
            }
        } catch (SQLException gone) {
            LOG.debug("while closing {}", name, gone);
        }
    }
}
