package dev.lintel.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.copy.Floor2;
import dev.lintel.edge.hardware.satellite.Satellites;
import dev.lintel.edge.hardware.satellite.Satellites.Answer;
import dev.lintel.edge.pairing.Secrets;
import dev.lintel.edge.presence.PresenceFeed;
import dev.lintel.protocol.presence.Presence;
import dev.lintel.protocol.presence.SensorHealth;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A radar at Aspen's table reports over the network.
@NullMarked
@SuppressWarnings("NullAway.Init")
class SatelliteStoriesTest {

    private static final String KEY = "kq4Tz0rC8uJ3yQe6VhV2mA1sW5dX7bN9pL0oI8uY6tR";
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private TestAgent agent;

    @BeforeEach
    void start() throws Exception {
        register("table", KEY);
        agent = TestAgent.onFloor2(folder);
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private void register(String name, String key) throws Exception {
        Path file = Files.createDirectories(folder.resolve("satellites")).resolve(name + ".json");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file,
                "{\"space\":\"Aspen\",\"kind\":\"radar\",\"keySha256\":\"" + Secrets.hash(key) + "\"}");
    }

    private HttpResponse<String> reports(String key, String body) throws Exception {
        return agent.post("/satellites/report", body, "Authorization", "Bearer " + key);
    }

    private static String report(boolean sees, long count) {
        return "{\"sees\":" + sees + ",\"count\":" + count + "}";
    }

    private Optional<Presence> presence() {
        return agent.part(PresenceFeed.class).presence(Floor2.ASPEN, agent.time());
    }

    private void isShown(String word) {
        Awaitility.await().atMost(SOON).until(() -> {
            agent.pass(Duration.ofMillis(60));
            return presence().map(Presence::word).equals(Optional.of(word));
        });
    }

    @Test
    void whatASatelliteReportsIsSeenAtTheDoor() throws Exception {
        assertThat(agent.get("/health").body()).contains("satellite table of Aspen: not heard since this agent started.");
        assertThat(reports(KEY, report(false, 1)).statusCode()).isEqualTo(204);
        isShown("absent");
        assertThat(reports(KEY, report(true, 2)).statusCode()).isEqualTo(204);
        isShown("present");
        assertThat(agent.get("/health").body()).contains("\"satellite.table\":\"healthy\"", "1 of them is a satellite.")
                .doesNotContain("not heard");
    }

    @Test
    void aSatelliteThatFallsSilentIsStale() throws Exception {
        reports(KEY, report(false, 1));
        isShown("absent");
        agent.pass(Duration.ofSeconds(50));
        Awaitility.await()
                .atMost(SOON)
                .until(() -> agent.get("/health").body().contains("satellite table of Aspen: not heard"));
        agent.pass(Duration.ofMinutes(3));
        assertThat(presence().map(Presence::health).map(all -> all.get("satellite.table"))).contains(SensorHealth.STALE);
        assertThat(agent.get("/health").body()).contains("Aspen is not given back: its sensor satellite.table is stale.");
    }

    @Test
    void whatWasSaidOnceIsNotHeardAgainAlsoAfterARestart() throws Exception {
        assertThat(reports(KEY, report(true, 100)).statusCode()).isEqualTo(204);
        HttpResponse<String> again = reports(KEY, report(false, 100));
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
        assertThat(again.body()).contains("already-reported", "Go on counting from 100.");
        assertThat(reports(KEY, report(false, 99)).statusCode()).isEqualTo(409);
        agent.close();
        agent = TestAgent.again(folder);
        assertThat(reports(KEY, report(false, 100)).statusCode()).as("after a restart").isEqualTo(409);
        assertThat(reports(KEY, report(false, 101)).statusCode()).isEqualTo(204);
    }

    @Test
    void theFolderForTheirFilesIsTheAgentsOwnFromItsStart() throws Exception {
        agent.close();
        Files.delete(folder.resolve("satellites/table.json"));
        Files.delete(folder.resolve("satellites"));
        agent = TestAgent.again(folder);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("satellites"))))
                .isEqualTo("rwx------");
    }

    @Test
    void whoHasNoKeyIsToldAndNotHeard() throws Exception {
        HttpResponse<String> stranger = reports("another key", report(true, 1));
        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(stranger.body()).contains("\"error\":\"unauthorised\"");
        assertThat(agent.post("/satellites/report", report(true, 1)).statusCode()).isEqualTo(401);
        assertThat(agent.part(Satellites.class).report("", true, 1)).isEqualTo(new Answer.Unknown());
        assertThat(presence()).isEmpty();
        assertThat(agent.get("/metrics").body()).contains("lintel_satellites_refused_total{reason=\"unknown\"}");
    }

    @Test
    void whatIsNoReportIsRefusedInWords() throws Exception {
        for (String body : new String[]{"", "[]", "{\"sees\":1,\"count\":1}", "{\"sees\":true}",
                "{\"sees\":true,\"count\":1.5}", "{\"sees\":true,\"count\":9223372036854775807}",
                "{\"sees\":true,\"count\":99999999999999999999}"}) {
            assertThat(reports(KEY, body).statusCode()).as(body).isEqualTo(400);
        }
        assertThat(reports(KEY, "{\"sees\":true,\"count\":1,\"note\":\"" + "x".repeat(600) + "\"}").statusCode())
                .isEqualTo(413);
        assertThat(presence()).isEmpty();
    }

    /// More at once than any sensor has to say; which of them is the first that is too many depends on how fast they come.
    @Test
    void aSatelliteThatNeverStopsIsSlowedDown() {
        Satellites satellites = agent.part(Satellites.class);
        long refused = 0;
        for (int i = 1; i <= 2_000; i++) {
            refused += satellites.report(KEY, i % 2 == 0, i) instanceof Answer.TooOften ? 1 : 0;
        }
        assertThat(refused).isPositive();
    }

    @Test
    void oneWhoseFileIsGoneIsHeardNoMoreAndANewOneIsHeardWithoutARestart() throws Exception {
        String other = "another-key-of-256-bits-of-another-satellite";
        reports(KEY, report(false, 1));
        Files.delete(folder.resolve("satellites/table.json"));
        register("shelf", other);
        Awaitility.await().atMost(SOON).until(() -> reports(KEY, report(false, System.nanoTime())).statusCode() == 401);
        Awaitility.await().atMost(SOON).until(() -> reports(other, report(true, 1)).statusCode() == 204);
        isShown("present");
        Files.delete(folder.resolve("satellites/shelf.json"));
        register("table", KEY);
        Awaitility.await().atMost(SOON).until(() -> reports(KEY, report(false, 1)).statusCode() == 409);
    }

    /// The demo's sensors see nobody until they are told: a real one beside them would be half a witness.
    @Test
    void besideSensorsThatAreSimulatedNoneIsHeard() throws Exception {
        agent.close();
        agent = TestAgent.again(folder, "--lintel.presence.simulated=true");
        assertThat(reports(KEY, report(true, 1)).statusCode()).isEqualTo(401);
        assertThat(agent.get("/health").body()).contains("satellites: none is heard while sensors are simulated.");
    }

    @Test
    void duringARehearsalNoneIsHeard() throws Exception {
        agent.close();
        agent = TestAgent.again(folder, "--lintel.presence.rehearsal=true");
        assertThat(reports(KEY, report(true, 1)).statusCode()).isEqualTo(401);
        assertThat(agent.get("/health").body()).contains("satellites: none is heard while no-shows are rehearsed.");
    }
}
