package dev.lintel.cloud.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lintel.cloud.TestCloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/// The tables have one history: numbers from 1 without a gap, applied in that order and in no other.
class MigrationsTest {

    private static final Pattern NAME = Pattern.compile("V([0-9]+)__[a-z_]+\\.sql");

    @Test
    void theyAreNumberedFromOneWithoutAGap() throws IOException {
        List<Integer> numbers;
        try (var files = Files.list(Path.of("src/main/resources/db/cloud"))) {
            numbers = files.map(file -> NAME.matcher(file.getFileName().toString()))
                    .peek(name -> assertThat(name.matches()).as("a migration is called V<number>__<words>.sql").isTrue())
                    .map(name -> Integer.valueOf(name.group(1)))
                    .sorted()
                    .toList();
        }
        assertThat(numbers).isEqualTo(IntStream.rangeClosed(1, numbers.size()).boxed().toList());
    }

    /// Two branches that both add the next number, or one that lands late with a lower one, are found out at the first start.
    @Test
    void aDatabaseThatWentPastAMigrationDoesNotTakeItAfterwards() throws SQLException, IOException {
        var source = scratch();
        Database.migrations(source).migrate();
        try (var connection = source.getConnection(); var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("DELETE FROM flyway_schema_history WHERE version = '9'")).isEqualTo(1);
        }

        assertThatThrownBy(() -> Database.migrations(source).migrate()).hasMessageContaining("not applied to database: 9");
    }

    private static PGSimpleDataSource scratch() throws SQLException, IOException {
        var folder = TestCloud.running().folder();
        var url = "jdbc:postgresql://127.0.0.1:" + Files.readString(folder.resolve("postgres-port")).strip() + "/";
        var password = Files.readString(folder.resolve("database-password")).strip();
        try (var connection = DriverManager.getConnection(url + "postgres", EmbeddedPostgres.OWNER, password);
                var statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS migrations_test");
            statement.execute("CREATE DATABASE migrations_test");
        }
        var source = new PGSimpleDataSource();
        source.setUrl(url + "migrations_test");
        source.setUser(EmbeddedPostgres.OWNER);
        source.setPassword(password);
        return source;
    }
}
