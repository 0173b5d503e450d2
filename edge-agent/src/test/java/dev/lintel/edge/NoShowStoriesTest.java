package dev.lintel.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.copy.Floor2;
import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.door.NoShowWatch;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.presence.Keeping;
import dev.lintel.protocol.presence.Technology;
import dev.lintel.protocol.time.Moment;
import dev.lintel.protocol.wire.PanelMessage.Done;
import dev.lintel.protocol.wire.PanelMessage.Found;
import dev.lintel.protocol.wire.PanelMessage.PanelAction;
import dev.lintel.protocol.wire.PanelMessage.Refused;
import dev.lintel.protocol.wire.PanelMessage.State;
import dev.lintel.protocol.wire.RoomShown;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The stand-up is booked in Aspen from 09:05 to 09:35; nobody checks in. The grace is ten minutes.
@NullMarked
@SuppressWarnings("NullAway.Init")
class NoShowStoriesTest {

    @TempDir
    Path folder;

    private TestAgent agent;
    private int touches;

    @BeforeEach
    void start() throws Exception {
        agent = TestAgent.onFloor2(folder);
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private static Instant at(String time) {
        return Instant.parse("2026-03-03T" + time + "Z");
    }

    private OperationId touch() {
        touches++;
        return OperationId.of("01890000-0000-7000-8000-000000003%03d".formatted(touches));
    }

    private TestSensors sensors() {
        return new TestSensors(agent, Floor2.ASPEN);
    }

    private void say(Technology technology, boolean active) {
        sensors().say(technology, active);
    }

    private void quietUntil(String time) {
        sensors().quietUntil(at(time));
    }

    private static String phase(State state, BookingId id) {
        return state.bookings().stream().filter(b -> b.id().equals(id)).findFirst().orElseThrow().phase();
    }

    private State announced(TestPanel aspen) throws Exception {
        return aspen.shows(state -> state.room().release().isPresent());
    }

    private State released(TestPanel aspen) throws Exception {
        return aspen.shows(state -> phase(state, Floor2.STANDUP).equals("released"));
    }

    private void startsWithQuietSensors() {
        agent.now.set(at("08:58:00"));
        quietUntil("09:01:00");
    }

    @Test
    void nobodyComesSoTheRoomIsAnnouncedAndGivenBack() throws Exception {
        startsWithQuietSensors();
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            assertThat(aspen.shows(state -> state.room().presence().isPresent())
                    .room()
                    .presence()
                    .map(RoomShown.PresenceShown::state)).contains("absent");
            quietUntil("09:12:00");
            assertThat(announced(aspen).room().release()).contains(
                    new RoomShown.ReleaseShown(Floor2.STANDUP, at("09:15:00"), false));
            quietUntil("09:15:00");
            State free = released(aspen);
            assertThat(free.room().release()).isEmpty();
            assertThat(free.room().undo()).extracting(RoomShown.UndoShown::event).containsExactly("released");
            assertThat(agent.get("/metrics").body()).contains("lintel_noshow_strikes 1.0");
        }
    }

    @Test
    void aReleaseIsTakenBackWithinFiveMinutesAndIsNoStrike() throws Exception {
        startsWithQuietSensors();
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            quietUntil("09:12:00");
            announced(aspen);
            quietUntil("09:15:00");
            RoomShown.UndoShown undo = released(aspen).room().undo().getFirst();
            agent.pass(Duration.ofMinutes(4));
            aspen.act(touch(), new PanelAction.UndoOf(undo.operation()));
            assertThat(aspen.next(Done.class).event()).isEqualTo("release-undone");
            aspen.shows(state -> phase(state, Floor2.STANDUP).equals("checked-in"));
            Awaitility.await()
                    .untilAsserted(() -> assertThat(agent.get("/metrics").body()).contains("lintel_noshow_strikes 0.0"));
        }
    }

    @Test
    void somebodyAtThePanelPutsTheReleaseOffOnce() throws Exception {
        startsWithQuietSensors();
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            quietUntil("09:12:00");
            announced(aspen);
            OperationId first = touch();
            aspen.act(first, new PanelAction.Keep(Floor2.STANDUP));
            assertThat(aspen.next(Done.class).event()).isEqualTo("kept");
            aspen.shows(state -> state.room().release().isEmpty());
            aspen.act(first, new PanelAction.Keep(Floor2.STANDUP));
            assertThat(aspen.next(Done.class).event()).as("the same touch, said again").isEqualTo("kept");
            aspen.act(touch(), new PanelAction.Keep(Floor2.STANDUP));
            assertThat(aspen.next(Refused.class).problem().slug()).isEqualTo("already-kept");
            quietUntil("09:14:00");
            State again = announced(aspen);
            assertThat(again.room().release().orElseThrow().snoozed()).isTrue();
            assertThat(again.room().release().orElseThrow().releasesAt()).isEqualTo(at("09:17:00"));
            quietUntil("09:17:00");
            released(aspen);
        }
    }

    @Test
    void ofTwoTouchesAtTheSameMomentOnePutsTheReleaseOff() throws Exception {
        startsWithQuietSensors();
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            quietUntil("09:12:00");
            announced(aspen);
        }
        CompletableFuture<Void> busy = new CompletableFuture<>();
        var _ = agent.part(DoorDesk.class).keep(connection -> busy.join());
        NoShowWatch watch = agent.part(NoShowWatch.class);
        var one = watch.keep(touch(), Floor2.STANDUP, Moment.synchronised(agent.time()));
        var other = watch.keep(touch(), Floor2.STANDUP, Moment.synchronised(agent.time()));
        busy.complete(null);
        assertThat(one.get(10, TimeUnit.SECONDS)).isInstanceOf(Keeping.PutOff.class);
        assertThat(other.get(10, TimeUnit.SECONDS)).isInstanceOf(Keeping.Already.class);
    }

    @Test
    void aTouchThatPutTheReleaseOffGetsItsFirstAnswerAlsoAfterARestart() throws Exception {
        startsWithQuietSensors();
        OperationId first = touch();
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            quietUntil("09:12:00");
            announced(aspen);
            aspen.act(first, new PanelAction.Keep(Floor2.STANDUP));
            aspen.next(Done.class);
        }
        Instant now = agent.time();
        agent.close();
        agent = TestAgent.again(folder);
        agent.now.set(now);
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            aspen.act(first, new PanelAction.Keep(Floor2.STANDUP));
            assertThat(aspen.next(Done.class).event()).isEqualTo("kept");
        }
    }

    @Test
    void aSignOfAnybodyKeepsTheMeeting() throws Exception {
        startsWithQuietSensors();
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            quietUntil("09:07:00");
            say(Technology.RADAR, true);
            agent.pass(Duration.ofSeconds(20));
            say(Technology.RADAR, false);
            quietUntil("09:20:00");
            assertNothingHappens(aspen);
        }
    }

    @Test
    void oneSensorAloneIsNoEvidence() throws Exception {
        agent.now.set(at("08:58:00"));
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            while (agent.time().isBefore(at("09:20:00"))) {
                say(Technology.PIR, false);
                agent.pass(Duration.ofMinutes(1));
            }
            assertNothingHappens(aspen);
        }
    }

    @Test
    void aSensorThatFallsSilentMakesTheDoorDoubt() throws Exception {
        startsWithQuietSensors();
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            quietUntil("09:12:00");
            announced(aspen);
            for (int minute = 0; minute < 6; minute++) {
                say(Technology.PIR, false);
                agent.pass(Duration.ofMinutes(1));
            }
            aspen.shows(state -> state.room().release().isEmpty());
            assertNothingHappens(aspen);
        }
    }

    @Test
    void aCheckInDuringTheCountdownEndsIt() throws Exception {
        startsWithQuietSensors();
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            quietUntil("09:12:00");
            announced(aspen);
            aspen.act(touch(), new PanelAction.CheckIn(Floor2.STANDUP));
            assertThat(aspen.next(Done.class).event()).isEqualTo("checked-in");
            State state = aspen.shows(shown -> shown.room().release().isEmpty());
            assertThat(phase(state, Floor2.STANDUP)).isEqualTo("checked-in");
        }
    }

    @Test
    void afterARestartWithinTheGraceTheDoorHasNotSeenEnough() throws Exception {
        startsWithQuietSensors();
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            quietUntil("09:12:00");
            announced(aspen);
        }
        Instant now = agent.time();
        agent.close();
        agent = TestAgent.again(folder);
        agent.now.set(now);
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            quietUntil("09:20:00");
            assertNothingHappens(aspen);
        }
    }

    @Test
    void aReleaseAndItsUndoSurviveARestart() throws Exception {
        startsWithQuietSensors();
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            quietUntil("09:12:00");
            announced(aspen);
            quietUntil("09:15:00");
            released(aspen);
        }
        agent.close();
        agent = TestAgent.again(folder);
        agent.now.set(at("09:17:00"));
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            assertThat(released(aspen).room().undo()).hasSize(1);
            aspen.act(touch(), new PanelAction.Undo(Floor2.STANDUP));
            assertThat(aspen.next(Done.class).event()).isEqualTo("release-undone");
        }
    }

    /// Two more beats of the door, seen by what it writes meanwhile, change nothing about the meeting.
    private void assertNothingHappens(TestPanel aspen) throws Exception {
        for (int i = 0; i < 2; i++) {
            agent.pass(Duration.ofSeconds(1));
            long before = beats();
            Awaitility.await().until(() -> beats() > before);
        }
        assertThat(agent.part(NoShowWatch.class).announced(Floor2.ASPEN)).as("an announced release").isEmpty();
        aspen.act(touch(), new PanelAction.Find(Optional.empty(), 15, Optional.empty()));
        aspen.next(Found.class);
        assertThat(agent.part(DoorDesk.class)
                .state()
                .orElseThrow()
                .booking(Floor2.STANDUP)
                .orElseThrow()
                .phase()
                .slug()).isEqualTo("confirmed");
        assertThat(agent.get("/metrics").body()).contains("lintel_noshow_releases_total 0.0");
    }

    private long beats() throws Exception {
        return agent.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("lintel_noshow_beats_total"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }
}
