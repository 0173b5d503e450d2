package dev.lintel.edge.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A floor's file of an earlier version is taken over with what people were promised.
@NullMarked
@SuppressWarnings("NullAway.Init")
class MigrationTest {

    @TempDir
    Path folder;

    @Test
    void aReleaseThatWasPutOffUnderAnEarlierVersionIsNotPutOffAgain() throws Exception {
        Path floor = folder.resolve("floor.db");
        String url = "jdbc:sqlite:" + floor;
        Flyway.configure().dataSource(url, null, null).locations("classpath:db/edge").target("6").load().migrate();
        try (Connection earlier = DriverManager.getConnection(url); Statement statement = earlier.createStatement()) {
            statement.execute("INSERT INTO snooze (booking_id, snoozed_at) VALUES ('" + Floor2.STANDUP + "', 1)");
        }
        try (CopyFile file = CopyFile.open(floor)) {
            String kept = file.read(reader -> {
                try (Statement statement = reader.createStatement();
                        ResultSet row = statement.executeQuery("SELECT booking_id || ' ' || snoozed_at FROM snooze")) {
                    return row.next() ? row.getString(1) : "nothing";
                }
            });
            assertThat(kept).isEqualTo(Floor2.STANDUP + " 1");
        }
    }
}
