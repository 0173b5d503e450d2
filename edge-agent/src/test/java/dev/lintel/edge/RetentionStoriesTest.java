package dev.lintel.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lintel.edge.copy.CopyFile;
import dev.lintel.edge.copy.Floor2;
import dev.lintel.edge.door.DoorDesk;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole agent, a clock that is moved, and what is on its disk the next morning.
@NullMarked
@SuppressWarnings("NullAway.Init")
class RetentionStoriesTest {

    private static final String REMOVED = "lintel_retention_removed_total{what=\"bookings\"} 1.0";

    @TempDir
    Path folder;

    private static boolean known(TestAgent agent) {
        return agent.part(DoorDesk.class).state().orElseThrow().booking(Floor2.STANDUP).isPresent();
    }

    /// As if the cloud had granted the line while the agent was off: what is before it by the longest horizon is past.
    private void granted(Instant until) throws Exception {
        try (CopyFile file = CopyFile.open(folder.resolve("floor.db")); Statement statement = file.writer().createStatement()) {
            statement.execute("UPDATE door SET line_at = " + until.toEpochMilli());
        }
    }

    @Test
    void whatIsTwoDaysOldIsGoneTheNextNight() throws Exception {
        Floor2.seed(folder);
        granted(Floor2.NINE.plus(Duration.ofDays(28)));
        try (TestAgent agent = TestAgent.again(folder)) {
            await().until(() -> {
                agent.pass(Duration.ofMinutes(1));
                return agent.get("/metrics").body().contains("lintel_retention_rounds_total 1.0");
            });
            assertThat(known(agent)).isTrue();
            agent.pass(Duration.ofDays(2));
            agent.pass(Duration.ofDays(1));
            await().until(() -> !known(agent));
            await().until(() -> agent.get("/metrics").body().contains(REMOVED));
        }
    }

    @Test
    void aMachineThatIsOffEveryNightTidiesSoonAfterItsStart() throws Exception {
        Floor2.seed(folder);
        granted(Floor2.NINE.plus(Duration.ofDays(28)));
        try (TestAgent agent = TestAgent.again(folder)) {
            agent.now.set(Floor2.NINE.plus(Duration.ofDays(5)));
            await().until(() -> {
                agent.pass(Duration.ofMinutes(1));
                return agent.get("/metrics").body().contains(REMOVED);
            });
            assertThat(known(agent)).isFalse();
        }
    }
}
