package dev.lintel.edge.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lintel.edge.process.PanelClient.Answered;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.wire.PanelMessage.PanelAction;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Scenario 18 on the packaged agent: the kernel lets no file grow any further, as a full card does, and later it does again.
/// The limit is the process's own (`ulimit -f`), so the test needs no disk of its own and no privilege.
@SuppressWarnings("NullAway.Init")
class FullDiskIT {

    /// More than the largest file that the agent unpacks at its start, the SQLite library.
    private static final int LIMIT_KILOBYTES = 1_400;
    private static final int ROOMS = 8;
    private static final int TOUCHES_EACH = 9;
    private static final int LIVES_LIMIT = 12;

    @TempDir
    Path folder;

    private final List<OperationId> acknowledged = new ArrayList<>();
    private long operations;

    @Test
    void aFullDiskIsSaidAtOnceLosesNothingAndPasses() throws Exception {
        House house = House.build(folder.resolve("data"), ROOMS, Instant.now());
        try (PackagedAgent agent = PackagedAgent.limited(house.data(), LIMIT_KILOBYTES)) {
            fill(agent);
            agent.kill();
        }
        // Started again on the full disk, it shows its doors and says what is wrong, as before.
        try (PackagedAgent agent = PackagedAgent.limited(house.data(), LIMIT_KILOBYTES)) {
            PanelClient shown = agent.panel(1);
            assertThat(shown.state().bookings()).isNotEmpty();
            shown.close();
            fill(agent);

            new ProcessBuilder("prlimit", "--pid", Long.toString(agent.process.pid()), "--fsize=unlimited:unlimited").start()
                    .onExit()
                    .join();
            await().atMost(Duration.ofSeconds(30)).until(() -> health(agent).contains("What is decided is saved."));
            PanelClient panel = agent.panel(0);
            assertThat(touch(panel).outcome()).as("without a technician").isEqualTo("done");
            panel.close();
            agent.kill();
        }
        assertThat(kept(house)).as("acknowledged, before and after").containsAll(acknowledged);
    }

    private void fill(PackagedAgent agent) throws Exception {
        Optional<Answered> refused = Optional.empty();
        for (int life = 0; life < LIVES_LIMIT && refused.isEmpty(); life++) {
            refused = untilRefused(agent);
        }
        assertThat(refused).as("touches until the disk was full")
                .hasValueSatisfying(answer -> assertThat(answer.about()).isEqualTo("not-saved"));
        assertThat(acknowledged).isNotEmpty();
        assertThat(health(agent)).contains("\"id\":\"disk\"", "so nothing is decided")
                .containsPattern("disk (is full|reports)");
    }

    private Optional<Answered> untilRefused(PackagedAgent agent) throws Exception {
        for (int room = 0; room < ROOMS; room++) {
            PanelClient panel = agent.panel(room);
            try {
                for (int i = 0; i < TOUCHES_EACH; i++) {
                    Answered answer = touch(panel);
                    if (answer.outcome().equals("refused") && !answer.about().equals("too-many-requests")
                            && !answer.about().equals("taken")) {
                        return Optional.of(answer);
                    }
                }
            } finally {
                panel.close();
            }
        }
        return Optional.empty();
    }

    private Answered touch(PanelClient panel) throws Exception {
        operations++;
        OperationId operation = new OperationId(new UUID(0x0189_0000_0000_7000L, 0x8000_0000_0300_0000L + operations));
        Instant start = Instant.now().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofMinutes(60 + 15 * operations));
        Answered answer = panel.touch(operation, new PanelAction.Book(Optional.of(start), 15)).get(20, TimeUnit.SECONDS);
        if (answer.outcome().equals("done")) {
            acknowledged.add(operation);
        }
        return answer;
    }

    private static String health(PackagedAgent agent) throws Exception {
        URI health = agent.address().resolve("/health");
        return agent.http.send(HttpRequest.newBuilder(health).build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    private static List<OperationId> kept(House house) throws Exception {
        List<OperationId> kept = new ArrayList<>();
        try (Connection file = DriverManager.getConnection("jdbc:sqlite:" + house.data().resolve("floor.db"));
                Statement statement = file.createStatement();
                ResultSet row = statement.executeQuery("SELECT id FROM operation")) {
            while (row.next()) {
                kept.add(OperationId.of(row.getString(1)));
            }
        }
        return kept;
    }
}
