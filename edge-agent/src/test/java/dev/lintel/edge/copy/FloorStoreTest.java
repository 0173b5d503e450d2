package dev.lintel.edge.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.identity.OperationId;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullMarked
@SuppressWarnings("NullAway.Init")
class FloorStoreTest {

    @TempDir
    Path folder;

    private static OperationId op(int number) {
        return new OperationId(new UUID(0x0189000000007000L, 0x8000000000000000L | number));
    }

    /// It is asked on the door's thread, and a month of facts is megabytes.
    @Test
    void whoAsksAgainIsLookedForAmongTheLatestEntriesOnly() throws Exception {
        try (CopyFile file = CopyFile.open(folder.resolve("floor.db"))) {
            try (PreparedStatement insert = file.writer()
                    .prepareStatement("INSERT INTO door_log (epoch, seq, hash, operation_id, written_at, body)"
                            + " VALUES (2, ?, '', ?, 0, '')")) {
                file.writer().setAutoCommit(false);
                for (int seq = 1; seq <= 2 * FloorStore.ASKED_AGAIN_WITHIN; seq++) {
                    insert.setInt(1, seq);
                    insert.setString(2, op(seq).toString());
                    insert.executeUpdate();
                }
                file.writer().setAutoCommit(true);
            }
            FloorStore floor = Stores.floor(file);
            assertThat(floor.logged(2, op(2 * FloorStore.ASKED_AGAIN_WITHIN))).isTrue();
            assertThat(floor.logged(2, op(FloorStore.ASKED_AGAIN_WITHIN + 1))).isTrue();
            assertThat(floor.logged(2, op(FloorStore.ASKED_AGAIN_WITHIN))).isFalse();
            assertThat(floor.logged(1, op(2 * FloorStore.ASKED_AGAIN_WITHIN))).as("in an epoch that is over").isFalse();
        }
    }
}
