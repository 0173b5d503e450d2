package dev.lintel.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lintel.edge.copy.Floor2;
import dev.lintel.edge.door.DoorDesk;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.line.Standing;
import dev.lintel.protocol.wire.PanelMessage.Done;
import dev.lintel.protocol.wire.PanelMessage.PanelAction;
import dev.lintel.protocol.wire.PanelMessage.Refused;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A night, a card that dies, and a technician who does what docs/operations.md says.
@NullMarked
@SuppressWarnings("NullAway.Init")
class BackupStoriesTest {

    private static final OperationId BEFORE = OperationId.of("01890000-0000-7000-8000-000000006001");
    private static final OperationId AFTER = OperationId.of("01890000-0000-7000-8000-000000006002");
    private static final OperationId WALK_UP = OperationId.of("01890000-0000-7000-8000-000000006003");

    @TempDir
    Path folder;

    /// A page of the calendar goes bad while the agent is off.
    @Test
    void aDamagedFileIsSetAsideAndTheDoorSaysWhatItWaitsFor() throws Exception {
        try (TestAgent agent = TestAgent.onFloor2(folder); TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            aspen.act(BEFORE, new PanelAction.CheckIn(Floor2.STANDUP));
            aspen.next(Done.class);
        }
        Floor2.ruin(folder.resolve("floor.db"), "booking");
        try (TestAgent agent = TestAgent.again(folder); TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            await().until(() -> agent.get("/health").body().contains("Nothing is decided here: copy-damaged."));
            assertThat(agent.get("/metrics").body()).as("from the start on").contains("lintel_copy_set_aside 1.0");
            assertThat(agent.part(DoorDesk.class).state().orElseThrow().answer(BEFORE)).as("the log was saved").isPresent();
            aspen.act(WALK_UP, new PanelAction.Book(Optional.empty(), 30));
            assertThat(aspen.next(Refused.class).problem().slug()).isEqualTo("floor-stopped");
        }
    }

    private static Path nightly(TestAgent agent, Path folder) throws Exception {
        await().until(() -> {
            agent.pass(Duration.ofMinutes(1));
            return agent.get("/metrics").body().contains("lintel_backup_taken_total 1.0");
        });
        assertThat(agent.get("/health").body()).contains("\"id\":\"backup\"", "and has been checked");
        try (var files = Files.list(folder.resolve("backups"))) {
            return files.findFirst().orElseThrow();
        }
    }

    @Test
    void aRestoredBackupKeepsTheLogAndDecidesNothingUntilTheCloudHasSpoken() throws Exception {
        Path backup;
        try (TestAgent agent = TestAgent.onFloor2(folder); TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            aspen.act(BEFORE, new PanelAction.CheckIn(Floor2.STANDUP));
            aspen.next(Done.class);
            backup = nightly(agent, folder);
            aspen.act(AFTER, new PanelAction.Book(Optional.of(agent.time().plus(Duration.ofHours(3))), 30));
            aspen.next(Done.class);
        }
        for (String part : new String[]{"", "-wal", "-shm"}) {
            Files.deleteIfExists(folder.resolve("floor.db" + part));
        }
        Files.copy(backup, folder.resolve("floor.db"));

        try (TestAgent agent = TestAgent.again(folder); TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            DoorDesk desk = agent.part(DoorDesk.class);
            await().until(() -> desk.state().orElseThrow().at().standing() instanceof Standing.Doubting);
            assertThat(desk.state().orElseThrow().answer(BEFORE)).isPresent();
            assertThat(desk.state().orElseThrow().answer(AFTER)).as("after the backup").isEmpty();
            aspen.act(WALK_UP, new PanelAction.Book(Optional.empty(), 30));
            assertThat(aspen.next(Refused.class).problem().slug()).isEqualTo("floor-stopped");
            assertThat(agent.get("/health").body()).contains("copy-restored", "the cloud sends");
        }
        try (TestAgent agent = TestAgent.again(folder)) {
            assertThat(agent.part(DoorDesk.class).state().orElseThrow().at().standing()).as("also after another start")
                    .isEqualTo(new Standing.Doubting("copy-restored"));
        }
    }
}
