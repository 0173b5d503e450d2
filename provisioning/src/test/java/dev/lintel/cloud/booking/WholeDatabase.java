package dev.lintel.cloud.booking;

import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.line.Standing;
import dev.lintel.protocol.wire.LineJson;
import dev.lintel.provisioning.world.ground.Site;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A database as administrators have it in their hands: emptied, furnished, copied away and put back.
final class WholeDatabase {

    /// Those that a backup holds and worlds write to.
    private static final List<String> TABLES = List.of("floor", "space", "booking", "request", "unread", "answer", "named",
            "feed",
            "door_log", "edge", "edge_floor", "edge_boot", "copy_part", "late_cursor", "notice", "audit");

    private final Connection owner;

    WholeDatabase(Connection owner) {
        this.owner = owner;
    }

    /// Of a database that is thrown away nobody asks whether it would outlive the power: that makes the script four times as fast.
    void careless() throws SQLException {
        run("ALTER SYSTEM SET synchronous_commit = off");
        run("ALTER SYSTEM SET fsync = off");
        run("SELECT pg_reload_conf()");
    }

    void empty() throws SQLException {
        run("TRUNCATE tenant CASCADE");
        run("DO $$ DECLARE name text; BEGIN FOR name IN SELECT nspname FROM pg_namespace WHERE nspname LIKE 'backup_%' LOOP"
                + " EXECUTE 'DROP SCHEMA ' || name || ' CASCADE'; END LOOP; END $$");
    }

    void furnish(Site site, Generation generation) throws SQLException {
        for (Site.Storey storey : site.storeys()) {
            UUID tenant = storey.tenant().value();
            run("INSERT INTO tenant (id, slug, name, created_at) VALUES (?, ?, 'Tenant', now()) ON CONFLICT DO NOTHING", tenant,
                    "t" + storey.tenant().value().getLeastSignificantBits());
            run("INSERT INTO site (tenant_id, id, name, time_zone, created_at) VALUES (?, ?, 'Site', 'Z', now())"
                    + " ON CONFLICT DO NOTHING", tenant, tenant);
            run("INSERT INTO floor (tenant_id, id, site_id, name, created_at, generation, standing) VALUES (?, ?, ?, ?, now(), ?, ?)",
                    tenant, storey.floor().value(), tenant, storey.rooms().getFirst().floorName(), generation.value(),
                    LineJson.standing(new Standing.Deciding()).canonical());
            for (Site.Person person : site.people().get(storey.number())) {
                run("INSERT INTO person (tenant_id, id, email, name, role, created_at) VALUES (?, ?, ?, ?, 'member', now())"
                        + " ON CONFLICT DO NOTHING", tenant, person.id().value(), person.id() + "@example.org", person.name());
            }
        }
    }

    void enrol(TenantId tenant, FloorId floor, EdgeId edge) throws SQLException {
        run("INSERT INTO edge (tenant_id, id, name, state, created_at) VALUES (?, ?, 'Edge', 'enrolled', now())"
                + " ON CONFLICT DO NOTHING", tenant.value(), edge.value());
        run("INSERT INTO edge_floor (tenant_id, edge_id, floor_id) VALUES (?, ?, ?)", tenant.value(), edge.value(),
                floor.value());
    }

    /// As the desk of places writes it, before the floor is told.
    void put(TenantId tenant, FloorId floor, Space space) throws SQLException {
        var policy = space.policy();
        run("""
                INSERT INTO space (tenant_id, floor_id, id, kind, name, capacity, closed, privacy, check_in_opens_seconds,
                    grace_seconds, minimum_seconds, maximum_seconds, ahead_seconds, buffer_seconds, kept_from_seconds,
                    check_in_closes_seconds, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::integer, now())
                ON CONFLICT (tenant_id, id) DO UPDATE SET closed = excluded.closed
                """, tenant.value(), floor.value(), space.id().value(), space.doorless() ? "desk" : "room", space.name(),
                space.capacity(), space.closed().orElse(null), space.privacy().name().toLowerCase(Locale.ROOT),
                policy.checkInOpens().toSeconds(), policy.grace().toSeconds(), policy.minimum().toSeconds(),
                policy.maximum().toSeconds(), policy.ahead().toSeconds(), policy.buffer().toSeconds(),
                policy.keptFrom().toSeconds(), policy.checkInCloses().map(after -> (int) after.toSeconds()).orElse(null));
    }

    void backUp(int number) throws SQLException {
        run("CREATE SCHEMA backup_" + number);
        for (String table : TABLES) {
            run("CREATE TABLE backup_" + number + "." + table + " AS TABLE public." + table);
        }
    }

    /// A backup knows nothing of what was written since.
    void restore(int number) throws SQLException {
        owner.setAutoCommit(false);
        run("SET LOCAL session_replication_role = replica");
        for (String table : TABLES) {
            run("DELETE FROM public." + table);
            run("INSERT INTO public." + table + " OVERRIDING SYSTEM VALUE SELECT * FROM backup_" + number + "." + table);
        }
        owner.commit();
        owner.setAutoCommit(true);
    }

    private void run(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = owner.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }
}
