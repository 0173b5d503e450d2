package dev.lintel.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.copy.Floor2;
import dev.lintel.edge.door.DoorClock;
import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.door.NoShowWatch;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.line.DoorPosition;
import dev.lintel.protocol.line.Mark;
import dev.lintel.protocol.line.Snapshot;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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

    /// The same in both rooms.
    private void quietFloorUntil(String time) {
        TestSensors birch = new TestSensors(agent, Floor2.BIRCH);
        for (Instant next = agent.time(); next.isBefore(at(time)); next = agent.time()) {
            birch.quietUntil(next);
            Instant minute = next.plus(Duration.ofMinutes(1));
            sensors().quietUntil(minute.isBefore(at(time)) ? minute : at(time));
        }
        birch.quietUntil(at(time));
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

    private long releases() {
        return agent.part(DoorDesk.class)
                .state()
                .map(state -> Stream.of(Floor2.ASPEN, Floor2.BIRCH)
                        .flatMap(state::bookings)
                        .filter(booking -> booking.phase() instanceof Phase.Released)
                        .count())
                .orElse(0L);
    }

    private void oneMoreBeat() throws Exception {
        agent.pass(Duration.ofSeconds(1));
        long before = beats();
        Awaitility.await().until(() -> beats() > before + 1);
    }

    /// Both rooms are booked for the same minute, and nobody comes to either; a fifth of two rooms is one.
    @Test
    void ofTwoRoomsInOneMinuteOneIsGivenBackAndTakenBackItStillCounts() throws Exception {
        agent.now.set(at("08:58:00"));
        BookingId other = BookingId.of("01890000-0000-7000-8000-00000000b002");
        agent.part(DoorDesk.class)
                .touch(touch(), new BookingCommand.Book(other, Floor2.BIRCH, Floor2.standup().slot(), Optional.empty(),
                        Optional.empty(), Origin.DOOR))
                .get(10, TimeUnit.SECONDS);
        quietFloorUntil("09:12:00");
        Awaitility.await()
                .until(() -> agent.part(NoShowWatch.class).announced(Floor2.ASPEN).isPresent()
                        && agent.part(NoShowWatch.class).announced(Floor2.BIRCH).isPresent());
        quietFloorUntil("09:15:00");
        Awaitility.await().until(() -> releases() > 0);
        oneMoreBeat();
        assertThat(releases()).as("in the same minute").isEqualTo(1);
        Awaitility.await()
                .until(() -> agent.get("/health")
                        .body()
                        .contains("\"kept\":\"enough rooms of this floor were given back lately; it waits for its turn.\""));
        BookingId released = agent.part(NoShowWatch.class).released(other).isPresent() ? other : Floor2.STANDUP;
        agent.part(DoorDesk.class).touch(touch(), new BookingCommand.UndoRelease(released)).get(10, TimeUnit.SECONDS);
        quietFloorUntil("09:20:00");
        oneMoreBeat();
        assertThat(releases()).as("after it was taken back").isZero();
        quietFloorUntil("09:26:00");
        Awaitility.await().until(() -> releases() == 1);
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

    /// The line stands at nine tomorrow; what begins after it is the cloud's.
    @Test
    void whatBeginsPastTheLineIsNotGivenBackAndNotAnnounced() throws Exception {
        BookingId past = BookingId.of("01890000-0000-7000-8000-00000000b003");
        agent.now.set(at("08:58:00").plus(Duration.ofDays(1)));
        Booking held = new Booking(past, Floor2.ASPEN, Slot.of(Floor2.NINE.plus(Duration.ofMinutes(24 * 60 + 5)),
                Duration.ofMinutes(30)), 1, Optional.empty(), Optional.empty(), Origin.CLOUD, Floor2.NOON_YESTERDAY,
                new Phase.Confirmed());
        DoorPosition at = agent.part(DoorDesk.class).state().orElseThrow().at();
        agent.part(DoorDesk.class)
                .swap(new Snapshot(at.epoch(), new Generation(new UUID(7, 7)), at.line(), new Mark(3, Mark.START.hash()),
                        Mark.START, Mark.START, List.of(Floor2.space(Floor2.ASPEN, "Aspen")), Map.of(), List.of(held),
                        List.of()))
                .get(10, TimeUnit.SECONDS);
        sensors().quietUntil(agent.time().plus(Duration.ofMinutes(15)));
        oneMoreBeat();
        assertThat(agent.part(NoShowWatch.class).announced(Floor2.ASPEN)).isEmpty();
        sensors().quietUntil(agent.time().plus(Duration.ofMinutes(4)));
        oneMoreBeat();
        assertThat(agent.part(DoorDesk.class).state().orElseThrow().at().log().seq()).as("entries in the log").isZero();
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
            assertThat(agent.get("/health").body()).containsPattern("\"kept\":\"somebody was sensed, last at \\d\\d:07\\.\"");
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

    /// Birch is booked after the doubt is over, for a meeting whose evidence begins before it.
    @Test
    void aClockThatWasInDoubtIsRememberedForEveryBooking() throws Exception {
        agent.now.set(at("08:58:00"));
        quietFloorUntil("09:02:00");
        agent.synchronised = false;
        agent.wrongBy.set(Duration.ofHours(1));
        Awaitility.await().until(() -> !agent.part(DoorClock.class).moment().quality().permitsRelease());
        oneMoreBeat();
        agent.wrongBy.set(Duration.ZERO);
        agent.synchronised = true;
        Awaitility.await().until(() -> agent.part(DoorClock.class).moment().quality().permitsRelease());
        agent.part(DoorDesk.class)
                .touch(touch(), new BookingCommand.Book(BookingId.of("01890000-0000-7000-8000-00000000b004"), Floor2.BIRCH,
                        Floor2.standup().slot(), Optional.empty(), Optional.empty(), Origin.DOOR))
                .get(10, TimeUnit.SECONDS);
        quietFloorUntil("09:12:30");
        oneMoreBeat();
        assertThat(agent.part(NoShowWatch.class).announced(Floor2.ASPEN)).isEmpty();
        assertThat(agent.part(NoShowWatch.class).announced(Floor2.BIRCH)).isEmpty();
        assertThat(agent.get("/health").body()).contains(
                "\"kept\":\"the clock of this machine was in doubt since that began.\"",
                "Birch is not given back before its booking ends: the clock of this machine was in doubt");
        assertThat(agent.get("/health").body()).contains(
                "Aspen is not given back before its booking ends: the clock of this machine was in doubt since that began.",
                "Birch is not given back before its booking ends: the clock of this machine was in doubt since that began.");
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
        assertThat(agent.get("/health").body()).contains(
                "Aspen is not given back before its booking ends: its sensors could not be believed all the time since that began.");
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
