package dev.lintel.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.copy.Floor2;
import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.door.NoShowWatch;
import dev.lintel.edge.hardware.Pins.Opened;
import dev.lintel.edge.hardware.PresenceSensor;
import dev.lintel.edge.hardware.SensorPump;
import dev.lintel.edge.hardware.pi.MockPi;
import dev.lintel.edge.presence.PresenceFeed;
import dev.lintel.edge.wiring.Pull;
import dev.lintel.edge.wiring.Source;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.presence.Presence;
import dev.lintel.protocol.presence.Reading;
import dev.lintel.protocol.presence.SensorHealth;
import dev.lintel.protocol.presence.Technology;
import dev.lintel.protocol.wire.PanelMessage.PanelAction;
import dev.lintel.protocol.wire.PanelMessage.State;
import dev.lintel.protocol.wire.RoomShown;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A PIR on GPIO17 and a radar on GPIO27 look at Aspen, as far as Pi4J's mock has pins. The stand-up is booked there from
/// 09:05 to 09:35, and the grace is ten minutes.
@NullMarked
@SuppressWarnings("NullAway.Init")
class SensorStoriesTest {

    @TempDir
    Path folder;

    private TestAgent agent;
    private final MockPi pi = new MockPi();

    @AfterEach
    void stop() {
        agent.close();
        pi.close();
    }

    private void starts(String... settings) throws Exception {
        agent = TestAgent.onFloor2(folder, settings);
    }

    private void connect(String name, int pin, Technology technology) {
        Opened<PresenceSensor> opened = pi.pins().input(name, new Source.Gpio(pin, Pull.UP), false);
        agent.part(SensorPump.class).attach("Aspen", name, technology, ((Opened.Open<PresenceSensor>) opened).part());
        // What it shows counts once it has lasted.
        Awaitility.await().until(() -> {
            agent.pass(Duration.ofMillis(60));
            return agent.part(PresenceFeed.class).readings(Floor2.ASPEN).stream().anyMatch(each -> each.sensor().equals(name));
        });
    }

    private Optional<Presence> presence() {
        return agent.part(PresenceFeed.class).presence(Floor2.ASPEN, agent.time());
    }

    private SensorHealth health(String sensor) {
        return presence().map(Presence::health).map(all -> all.get(sensor)).orElseThrow();
    }

    private static String word(State state) {
        return state.room().presence().map(RoomShown.PresenceShown::state).orElse("none");
    }

    private long readings() {
        return agent.part(PresenceFeed.class).readings(Floor2.ASPEN).size();
    }

    /// Lets time pass in steps within which every sensor gives its sign of life.
    private void quietUntil(String time) {
        quietUntil(time, Duration.ofSeconds(30));
    }

    private void quietUntil(String time, Duration step) {
        Instant end = Instant.parse("2026-03-03T" + time + "Z");
        while (agent.time().isBefore(end)) {
            Instant at = agent.time();
            agent.pass(step);
            Awaitility.await()
                    .until(() -> agent.part(PresenceFeed.class)
                            .readings(Floor2.ASPEN)
                            .stream()
                            .filter(reading -> reading.at().isAfter(at))
                            .map(reading -> reading.technology())
                            .distinct()
                            .count() == 2);
        }
    }

    @Test
    void aPinThatGoesHighIsSomebodyOnTheDoorPage() throws Exception {
        starts();
        agent.run();
        connect("ceiling", 17, Technology.PIR);
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            aspen.shows(state -> word(state).equals("absent"));
            for (int i = 0; i < 3; i++) {
                pi.drive("ceiling", true);
                aspen.shows(state -> word(state).equals("present"));
                pi.drive("ceiling", false);
                agent.pass(Duration.ofMinutes(1));
                aspen.shows(state -> word(state).equals("absent"));
            }
        }
    }

    @Test
    void nobodyComesAndTwoPinsGiveTheRoomBack() throws Exception {
        starts();
        agent.now.set(Instant.parse("2026-03-03T08:58:00Z"));
        connect("ceiling", 17, Technology.PIR);
        connect("table", 27, Technology.RADAR);
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            quietUntil("09:12:30");
            aspen.shows(state -> state.room().release().isPresent());
            quietUntil("09:15:30");
            aspen.shows(state -> state.bookings().stream().anyMatch(each -> each.phase().equals("released")));
        }
    }

    @Test
    void whoeverSitsStillBeforeTheRadarKeepsTheRoom() throws Exception {
        starts();
        agent.now.set(Instant.parse("2026-03-03T08:58:00Z"));
        connect("ceiling", 17, Technology.PIR);
        connect("table", 27, Technology.RADAR);
        pi.drive("table", true);
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            quietUntil("09:20:00");
            aspen.shows(state -> word(state).equals("present"));
            assertThat(agent.part(DoorDesk.class).state().orElseThrow().booking(Floor2.STANDUP).orElseThrow().phase().slug())
                    .isEqualTo("confirmed");
        }
    }

    @Test
    void anInputThatIsTornToAndFroChatters() throws Exception {
        starts();
        connect("ceiling", 17, Technology.PIR);
        for (int i = 0; i < 36; i++) {
            long before = readings();
            pi.drive("ceiling", i % 2 == 0);
            // The agent's time runs no faster than ours: all of it is over within its minute, also where the pump is slow.
            Awaitility.await().pollInterval(Duration.ofMillis(10)).until(() -> {
                agent.pass(Duration.ofMillis(10));
                return readings() > before;
            });
        }
        assertThat(health("ceiling")).isEqualTo(SensorHealth.CHATTERING);
    }

    private void say(String scene) throws Exception {
        assertThat(agent.post("/simulated/presence", "{\"space\":\"Aspen\",\"scene\":\"" + scene + "\"}").statusCode())
                .isEqualTo(204);
    }

    /// Nobody has typed anything yet: every room has its sensors from the start.
    private void startsAsTheDemoDoes() throws Exception {
        agent = TestAgent.onFloor2(folder, Instant.parse("2026-03-03T08:58:00Z"), "--lintel.presence.simulated=true");
        Awaitility.await().until(() -> {
            agent.pass(Duration.ofMillis(60));
            return readings() >= 2;
        });
    }

    @Test
    void onTheDemoNobodyComesAndTheReleaseIsAnnouncedMadeAndTakenBack() throws Exception {
        startsAsTheDemoDoes();
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            quietUntil("09:12:30");
            aspen.shows(state -> state.room().release().isPresent());
            quietUntil("09:15:30");
            State released = aspen.shows(state -> phases(state).contains("released"));
            aspen.act(OperationId.of("01890000-0000-7000-8000-000000005001"),
                    new PanelAction.UndoOf(released.room().undo().getFirst().operation()));
            aspen.shows(state -> phases(state).contains("checked-in"));
        }
    }

    @Test
    void onTheDemoASensorWithoutPowerNeverGivesARoomBack() throws Exception {
        startsAsTheDemoDoes();
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            quietUntil("09:12:30");
            aspen.shows(state -> state.room().release().isPresent());
            say("silent");
            for (int i = 0; i < 30; i++) {
                agent.pass(Duration.ofSeconds(30));
            }
            aspen.shows(state -> state.room().release().isEmpty() && word(state).equals("unknown"));
            assertThat(agent.get("/health").body()).contains("Aspen is not given back: its sensor pir is stale.",
                    "\"presence\":\"unknown\",\"release\":\"on\",\"sensors\":{\"pir\":\"stale\",\"radar\":\"stale\"},\"space\":\"Aspen\"}");
            assertThat(agent.bookings(Floor2.ASPEN)).allSatisfy(each -> assertThat(each.phase().slug()).isEqualTo("confirmed"));
        }
    }

    /// The grace is as long as ever; asked is 20 seconds before its end, and the room was watched from 09:04:55 on.
    @Test
    void onARehearsalSecondsAreEnough() throws Exception {
        starts("--lintel.presence.simulated=true", "--lintel.presence.rehearsal=true");
        agent.now.set(Instant.parse("2026-03-03T09:04:40Z"));
        Awaitility.await().until(() -> {
            agent.pass(Duration.ofMillis(60));
            return readings() >= 2;
        });
        Awaitility.await().until(() -> {
            agent.pass(Duration.ofMillis(60));
            return agent.get("/health").body().contains("No-shows are rehearsed in seconds.");
        });
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            quietUntil("09:14:20", Duration.ofSeconds(10));
            assertThat(agent.part(NoShowWatch.class).announced(Floor2.ASPEN)).isEmpty();
            quietUntil("09:14:45", Duration.ofSeconds(6));
            aspen.shows(state -> state.room().release().isPresent());
            quietUntil("09:15:20", Duration.ofSeconds(10));
            aspen.shows(state -> phases(state).contains("released"));
        }
    }

    private static List<String> phases(State state) {
        return state.bookings().stream().map(each -> each.phase()).toList();
    }

    @Test
    void aScriptMovesSensorsThatAreSimulated() throws Exception {
        Path script = Files.writeString(folder.resolve("scenes"), "00:00:00 empty Aspen\n00:00:01 occupied Aspen\n");
        starts("--lintel.rooms.aspen.sensors.ceiling=pir simulated", "--lintel.presence.script=" + script);
        agent.run();
        Awaitility.await().until(() -> presence().map(Presence::word).equals(Optional.of("present")));
    }

    @Test
    void aScriptMovesTheRoomsOfTheDemoByTheirNames() throws Exception {
        Path script = Files.writeString(folder.resolve("scenes"), "00:00:01 occupied aspen\n");
        starts("--lintel.presence.simulated=true", "--lintel.presence.script=" + script);
        agent.run();
        Awaitility.await().until(() -> presence().map(Presence::word).equals(Optional.of("present")));
    }

    @Test
    void aScriptAboutARoomThatTheFloorDoesNotHaveIsSaid() throws Exception {
        Path script = Files.writeString(folder.resolve("scenes"), "00:00:00 empty Aspn\n");
        starts("--lintel.presence.simulated=true", "--lintel.presence.script=" + script);
        Awaitility.await().until(() -> agent.get("/health").body().contains("script: this floor has no space"));
    }

    @Test
    void aScriptThatCannotBeReadIsSaidWithItsLine() throws Exception {
        Path script = Files.writeString(folder.resolve("scenes"), "later empty Aspen\n");
        starts("--lintel.presence.script=" + script);
        assertThat(agent.get("/health").body()).contains("scenes line 1:");
    }

    @Test
    void onAMachineWithoutPinsTheAgentStartsAndSaysSo() throws Exception {
        starts("--lintel.rooms.aspen.sensors.ceiling=pir gpio17", "--lintel.rooms.aspen.sensors.table=radar gpio27");
        assertThat(agent.get("/health").body()).contains("sensor aspen.ceiling: This machine has no GPIO pins");
        assertThat(agent.get("/health").statusCode()).as("the doors answer").isEqualTo(200);
        assertThat(agent.part(SensorPump.class).attached()).isEmpty();
    }

    /// As an input of an expander that was without power when the agent started.
    private static final PresenceSensor SILENT = new PresenceSensor() {

        @Override
        public Optional<Boolean> sees() {
            return Optional.empty();
        }

        @Override
        public void listen(Edges edges) {
            // It has nothing to tell.
        }

        @Override
        public void close() {
            // It was never open.
        }
    };

    @Test
    void aSensorThatWasNeverHeardIsNamed() throws Exception {
        starts();
        agent.part(SensorPump.class).attach("Aspen", "ceiling", Technology.PIR, SILENT);
        connect("table", 27, Technology.RADAR);
        Awaitility.await().until(() -> {
            agent.pass(Duration.ofSeconds(2));
            return agent.get("/health")
                    .body()
                    .contains("sensor ceiling of Aspen: nothing was heard of it since this agent started.");
        });
        assertThat(agent.get("/health").body()).doesNotContain("sensor table of Aspen");
    }

    @Test
    void aContactThatDoesNotMoveIsNoReasonToKeepARoom() throws Exception {
        starts();
        agent.part(PresenceFeed.class)
                .report(Floor2.ASPEN, new Reading("door", Technology.DOOR_CONTACT, agent.time(), false));
        agent.pass(Duration.ofMinutes(3));
        assertThat(agent.get("/health").body()).contains("\"door\":\"stale\"").doesNotContain("is not given back");
    }

    @Test
    void oneSpaceUnderTwoNamesIsSaid() throws Exception {
        starts("--lintel.rooms.aspen.space=Aspen", "--lintel.rooms.corner.space=" + Floor2.ASPEN,
                "--lintel.rooms.corner.release=off");
        assertThat(agent.get("/health").body()).contains("lintel.rooms.aspen and lintel.rooms.corner are one space");
    }

    @Test
    void aRoomOfTheSettingsThatTheFloorDoesNotHaveIsNamed() throws Exception {
        starts("--lintel.rooms.boiler.sensors.ceiling=pir simulated", "--lintel.rooms.aspen.sensors.ceiling=pir simulated");
        assertThat(agent.get("/health").body()).contains("sensor ceiling: this floor has no space");
        assertThat(agent.part(SensorPump.class).attached()).extracting(SensorPump.Attached::known)
                .isEqualTo(List.of(false, true));
    }
}
