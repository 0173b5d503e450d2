package dev.lintel.cloud;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What PostgreSQL has done so far, as it counts itself: figures that no neighbour on the machine can move.
///
/// @param figures by what they count
record Counted(Map<String, Long> figures) {

    /// PostgreSQL's processes tell what they counted once they have been idle for ten seconds.
    static final Duration TOLD = Duration.ofSeconds(11);

    /// Each with the query that sums it up.
    private static final List<Map.Entry<String, String>> QUERIES = List.of(
            Map.entry("rows written", "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_user_tables"),
            Map.entry("of them in place", "SELECT sum(n_tup_hot_upd) FROM pg_stat_user_tables"),
            Map.entry("index scans", "SELECT sum(idx_scan) FROM pg_stat_user_tables"),
            Map.entry("rows read by them", "SELECT sum(idx_tup_fetch) FROM pg_stat_user_tables"),
            Map.entry("tables read through", "SELECT sum(seq_scan) FROM pg_stat_user_tables"),
            Map.entry("rows read so", "SELECT sum(seq_tup_read) FROM pg_stat_user_tables"),
            Map.entry("transactions", "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = 'postgres'"),
            Map.entry("log records", "SELECT wal_records FROM pg_stat_wal"),
            Map.entry("log bytes", "SELECT wal_bytes FROM pg_stat_wal"),
            Map.entry("of them whole pages", "SELECT wal_fpi * 8192 FROM pg_stat_wal"),
            Map.entry("waits for the disk", "SELECT sum(fsyncs) FROM pg_stat_io WHERE object = 'wal'"));

    static Counted now(Connection owner) throws SQLException {
        var figures = new LinkedHashMap<String, Long>();
        try (var statement = owner.createStatement()) {
            for (Map.Entry<String, String> query : QUERIES) {
                try (var row = statement.executeQuery(query.getValue())) {
                    row.next();
                    figures.put(query.getKey(), row.getLong(1));
                }
            }
        }
        return new Counted(figures);
    }

    /// How much of each was done for one of some bookings, by what it counts.
    Map<String, Double> since(Counted before, long bookings) {
        var each = new LinkedHashMap<String, Double>();
        figures.forEach((name, value) -> each.put(name,
                (value - Objects.requireNonNull(before.figures().get(name))) / (double) Math.max(1, bookings)));
        return each;
    }
}
