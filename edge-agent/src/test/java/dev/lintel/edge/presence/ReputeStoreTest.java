package dev.lintel.edge.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.copy.CopyFile;
import dev.lintel.edge.copy.DoorStore;
import dev.lintel.edge.copy.Floor2;
import dev.lintel.protocol.presence.Accord;
import dev.lintel.protocol.presence.Repute;
import dev.lintel.protocol.presence.Technology;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is remembered of a room whose satellites change their names.
@NullMarked
@SuppressWarnings("NullAway.Init")
class ReputeStoreTest {

    private static final Instant NINE = Instant.parse("2026-03-03T09:00:00Z");

    @TempDir
    Path folder;

    private CopyFile file;
    private ReputeStore store;

    @BeforeEach
    void open() throws Exception {
        file = CopyFile.open(folder.resolve("floor.db"));
        store = new ReputeStore(file);
        for (int i = 1; i <= 30; i++) {
            run(ReputeStore.saved(Floor2.ASPEN, "satellite.day-" + i,
                    Repute.remembered(Technology.RADAR, Duration.ofHours(i), i, 0, 0),
                    NINE.plus(Duration.ofDays(i))));
        }
        run(ReputeStore.saved(Floor2.BIRCH, "ceiling", Repute.remembered(Technology.PIR, Duration.ZERO, 6, 0, 0), NINE));
    }

    @AfterEach
    void close() throws SQLException {
        file.close();
    }

    private void run(DoorStore.Writing writing) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("floor.db"))) {
            writing.to(connection);
        }
    }

    private Map<String, Repute> aspen() {
        return store.remembered().getOrDefault(Floor2.ASPEN, Accord.NOTHING).sensors();
    }

    private int rows() throws SQLException {
        return file.read(reader -> {
            try (var select = reader.prepareStatement("SELECT count(*) FROM sensor_memory"); var row = select.executeQuery()) {
                return row.getInt(1);
            }
        });
    }

    @Test
    void asManyAreRememberedAsARoomCanHaveAndTheNewestOfThem() {
        assertThat(aspen()).hasSize(8)
                .containsOnlyKeys("satellite.day-23", "satellite.day-24", "satellite.day-25",
                        "satellite.day-26", "satellite.day-27", "satellite.day-28", "satellite.day-29", "satellite.day-30");
        assertThat(store.remembered().getOrDefault(Floor2.BIRCH, Accord.NOTHING).sensors()).containsOnlyKeys("ceiling");
    }

    @Test
    void whatIsBeyondThatOrOldIsDeleted() throws Exception {
        run(ReputeStore.forgotten(NINE.minusSeconds(1)));
        assertThat(rows()).isEqualTo(9);
        assertThat(aspen()).hasSize(8).containsKey("satellite.day-30");
        run(ReputeStore.forgotten(NINE.plus(Duration.ofDays(25))));
        assertThat(rows()).isEqualTo(6);
    }

    @Test
    void whatIsNotUnderstoodKeepsNoDoorFromStarting() throws Exception {
        run(connection -> connection.createStatement()
                .executeUpdate(
                        "INSERT INTO sensor_memory VALUES ('nowhere', 'a', 'PIR', 0, 0, 0, 0, 9000000000000)"));
        run(connection -> connection.createStatement()
                .executeUpdate("INSERT INTO sensor_memory VALUES ('" + Floor2.ASPEN
                        + "', 'warm', 'THERMAL', 0, 0, 0, 0, 9000000000000)"));
        assertThat(aspen()).hasSize(8).doesNotContainKey("warm");
        run(connection -> connection.createStatement().executeUpdate("DROP TABLE sensor_memory"));
        assertThat(store.remembered()).isEmpty();
    }
}
