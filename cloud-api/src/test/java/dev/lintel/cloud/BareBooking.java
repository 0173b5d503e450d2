package dev.lintel.cloud;

import dev.lintel.protocol.identity.IdSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// The transaction of a booking, statement by statement, by a program that does nothing else: what SQL alone costs.
///
/// It writes the product's own tables in rooms of its own, as the product's role and so through the same row-level security,
/// foreign keys and exclusion constraint, with ids of the same kind and statements planned as rarely: as many rows and about as
/// many bytes, which the benchmark counts. It trusts what it is given: no rule is asked, no hash computed, nobody's name looked up.
///
/// Used by one thread.
final class BareBooking implements AutoCloseable {

    /// As the product writes them for a booking with a short title; the benchmark prints the bytes that both write.
    private static final String BODY = "x".repeat(360);
    private static final String HASH = "0".repeat(64);

    private final Connection connection;
    private final PreparedStatement fence;
    private final PreparedStatement lock;
    private final PreparedStatement free;
    private final List<PreparedStatement> writes = new ArrayList<>();
    private final PreparedStatement floor;
    private final UUID tenant;
    private final IdSource ids;

    /// @param connection of the tables' owner, who may work as the product's role
    BareBooking(Connection connection, IdSource ids) throws SQLException {
        this.connection = connection;
        this.ids = ids;
        try (var statement = connection.createStatement()) {
            try (var row = statement.executeQuery("SELECT id FROM tenant")) {
                row.next();
                tenant = row.getObject(1, UUID.class);
            }
            statement.execute("SET ROLE lintel_app");
            statement.execute("SET plan_cache_mode = force_generic_plan");
        }
        connection.setAutoCommit(false);
        fence = connection.prepareStatement("SELECT set_config('lintel.tenant', ?, true)");
        lock = connection.prepareStatement("""
                SELECT site_id, feed_seq, feed_hash FROM floor WHERE tenant_id = ? AND id = ? FOR UPDATE
                """);
        free = connection.prepareStatement(
                """
                        SELECT id FROM booking WHERE tenant_id = ? AND space_id = ? AND (ends_at, starts_at) > (?, 'infinity') AND starts_at < ?
                        AND phase IN ('requested', 'confirmed', 'checked-in')
                        """);
        writes.add(connection.prepareStatement("""
                INSERT INTO booking (tenant_id, id, floor_id, space_id, starts_at, ends_at, version, organiser, phase, body)
                VALUES (?, ?, ?, ?, ?, ?, 1, ?, 'confirmed', ?)
                """));
        writes.add(connection.prepareStatement(
                "INSERT INTO answer (tenant_id, op, floor_id, body, at) VALUES (?, ?, ?, ?, now())"));
        writes.add(connection.prepareStatement("""
                INSERT INTO feed (tenant_id, floor_id, epoch, seq, op, hash, body, written_at)
                VALUES (?, ?, 1, ?, ?, ?, ?, now())
                """));
        writes.add(connection.prepareStatement("""
                INSERT INTO audit (tenant_id, id, at, op, actor, action, subject, detail)
                VALUES (?, ?, now(), ?, ?, 'booking-confirmed', ?, ?)
                """));
        writes.add(connection.prepareStatement("""
                INSERT INTO live_event (tenant_id, at, op, site_id, floor_id, space_id, kind, body)
                VALUES (?, now(), ?, ?, ?, ?, 'booking', ?)
                """));
        floor = connection.prepareStatement("UPDATE floor SET feed_seq = ?, feed_hash = ? WHERE tenant_id = ? AND id = ?");
    }

    void book(UUID floorId, UUID space, Instant from, Instant to) throws SQLException {
        var start = from.atOffset(ZoneOffset.UTC);
        var end = to.atOffset(ZoneOffset.UTC);
        var op = ids.next();
        var booking = ids.next();
        run(fence, tenant.toString());
        lock.setObject(1, tenant);
        lock.setObject(2, floorId);
        UUID site;
        long seq;
        try (var row = lock.executeQuery()) {
            row.next();
            site = row.getObject(1, UUID.class);
            seq = row.getLong(2) + 1;
        }
        run(free, tenant, space, start, end);
        run(writes.get(0), tenant, booking, floorId, space, start, end, op, BODY);
        run(writes.get(1), tenant, op, floorId, BODY);
        run(writes.get(2), tenant, floorId, seq, op, HASH, BODY);
        run(writes.get(3), tenant, ids.next(), op, "person:" + op, "booking:" + booking, BODY);
        run(writes.get(4), tenant, op, site, floorId, space, BODY);
        run(floor, seq, HASH, tenant, floorId);
        connection.commit();
    }

    private static void run(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        statement.execute();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
