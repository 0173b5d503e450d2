package dev.lintel.cloud.booking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.cloud.TestCloud;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/// What stands in the way of a slot is found in the index of what holds slots, never in the one by age, which holds the bookings
/// of all tenants: between the two PostgreSQL chose by its statistics, and with a year of bookings it chose wrong.
class HoldingPlanTest {

    private static final String DATABASE = "plans_test";
    private static final String ROOMS = """
            CREATE TEMP TABLE room AS SELECT gen_random_uuid() AS id, f AS floor FROM generate_series(1, 4) f, generate_series(1, 5)
            """;
    private static final String FLOORS = """
            INSERT INTO floor (tenant_id, id, site_id, name, created_at, generation, standing)
            SELECT t.id, ('00000000-0000-7000-8000-00000000000' || f)::uuid, s.id, 'Floor ' || f, now(), s.id, '{}'
            FROM tenant t, site s, generate_series(1, 4) f
            """;
    private static final String BOOKINGS = """
            INSERT INTO booking (tenant_id, id, floor_id, space_id, starts_at, ends_at, version, phase, body)
            SELECT t.id, gen_random_uuid(), ('00000000-0000-7000-8000-00000000000' || r.floor)::uuid, r.id,
                now() - interval '15 min' * n, now() - interval '15 min' * (n - 1), 1, 'confirmed', repeat('x', 330)
            FROM generate_series(1, 100) n, room r, tenant t
            """;

    @BeforeAll
    static void aHundredBookingsInEachOfTwentyRooms() throws SQLException, IOException {
        try (var connection = open("postgres"); var statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + DATABASE);
            statement.execute("CREATE DATABASE " + DATABASE);
        }
        var source = new PGSimpleDataSource();
        source.setUrl(url(DATABASE));
        source.setUser("lintel_owner");
        source.setPassword(password());
        Flyway.configure(HoldingPlanTest.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:db/cloud")
                .placeholderReplacement(false)
                .load()
                .migrate();
        try (var connection = open(DATABASE); var statement = connection.createStatement()) {
            statement
                    .execute("INSERT INTO tenant (id, slug, name, created_at) VALUES (gen_random_uuid(), 'plans', 'P', now())");
            statement.execute("""
                    INSERT INTO site (tenant_id, id, name, time_zone, created_at)
                    SELECT id, gen_random_uuid(), 'S', 'UTC', now() FROM tenant
                    """);
            for (String sql : List.of(FLOORS, ROOMS, BOOKINGS, "ANALYZE")) {
                statement.execute(sql);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"one booking's", "a door's batch's", "an equivalent's"})
    void whatHoldsASlotIsFoundInItsOwnIndex(String whose) throws SQLException, IOException {
        assertThat(plan(sql(whose))).contains("booking_holding").doesNotContain("booking_age");
    }

    @ParameterizedTest
    @ValueSource(strings = {"one booking's", "a door's batch's", "an equivalent's"})
    void norCanTheIndexByAgeServeItWhereThereIsNoOther(String whose) throws SQLException, IOException {
        assertThat(plan(sql(whose), "DROP INDEX booking_holding", "DROP INDEX booking_by_space",
                "SET LOCAL enable_indexscan = off"))
                .contains("Bitmap Heap Scan on booking")
                .doesNotContain("booking_age");
    }

    private static String sql(String whose) {
        return switch (whose) {
            case "one booking's" -> LineStore.AROUND;
            case "a door's batch's" -> LineStore.IN_THE_WAY;
            default -> AlternativeStore.BUSY.replace(":tenant", "?::uuid")
                    .replace(":spaces", "?::uuid[]")
                    .replace(":self", "?::uuid")
                    .replace(":from", "?::timestamptz")
                    .replace(":to", "?::timestamptz");
        };
    }

    /// As the product's connections have it made: once, for any values.
    private static String plan(String sql, String... before) throws SQLException, IOException {
        var number = new int[1];
        var numbered = Pattern.compile("\\?").matcher(sql).replaceAll(_ -> "\\$" + ++number[0]);
        var lines = new StringBuilder();
        try (var connection = open(DATABASE); var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String change : before) {
                statement.execute(change);
            }
            statement.execute("SET LOCAL enable_seqscan = off");
            statement.execute("SET LOCAL ROLE lintel_app");
            try (var rows = statement.executeQuery("EXPLAIN (GENERIC_PLAN) " + numbered)) {
                while (rows.next()) {
                    lines.append(rows.getString(1)).append('\n');
                }
            }
            connection.rollback();
        }
        return lines.toString();
    }

    private static Connection open(String database) throws SQLException, IOException {
        // Parameters of a plan are no parameters of the driver's.
        return DriverManager.getConnection(url(database) + "?preferQueryMode=simple", "lintel_owner", password());
    }

    private static String url(String database) throws IOException {
        return "jdbc:postgresql://127.0.0.1:" + Files.readString(TestCloud.running().folder().resolve("postgres-port")).strip()
                + "/" + database;
    }

    private static String password() throws IOException {
        return Files.readString(TestCloud.running().folder().resolve("database-password")).strip();
    }
}
