package dev.lintel.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.copy.Floor2;
import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.door.NoShowWatch;
import dev.lintel.edge.door.ShadowReleases;
import dev.lintel.edge.door.ShadowReleases.Tally;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.line.DoorPosition;
import dev.lintel.protocol.line.Mark;
import dev.lintel.protocol.line.Snapshot;
import dev.lintel.protocol.presence.Technology;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Aspen is only tried out. The stand-up is booked there from 09:05 to 09:35; the grace is ten minutes.
@NullMarked
@SuppressWarnings("NullAway.Init")
class ShadowStoriesTest {

    private static final String SHADOW = "--lintel.rooms.aspen.release=shadow";

    @TempDir
    Path folder;

    private TestAgent agent;

    @AfterEach
    void stop() {
        agent.close();
    }

    private static Instant at(String time) {
        return Instant.parse("2026-03-03T" + time + "Z");
    }

    private void starts(String setting) throws Exception {
        agent = TestAgent.onFloor2(folder, setting);
        agent.now.set(at("08:58:00"));
    }

    private TestSensors sensors() {
        return new TestSensors(agent, Floor2.ASPEN);
    }

    /// The door has looked at least once since whatever happened before.
    private void looked() throws Exception {
        double before = beats();
        Awaitility.await().until(() -> beats() > before + 1);
    }

    private double beats() throws Exception {
        return agent.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("lintel_noshow_beats_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    private Tally tally() {
        return agent.part(ShadowReleases.class).tally(Floor2.ASPEN);
    }

    private String phase() {
        return agent.bookings(Floor2.ASPEN)
                .stream()
                .filter(each -> each.id().equals(Floor2.STANDUP))
                .map(each -> each.phase().slug())
                .findFirst()
                .orElseThrow();
    }

    /// Up to where the room would have been given back.
    private void nobodyComesInTime() throws Exception {
        sensors().quietUntil(at("09:12:00"));
        looked();
        assertThat(agent.part(NoShowWatch.class).announced(Floor2.ASPEN)).as("asked for at the panel").isEmpty();
        sensors().quietUntil(at("09:15:30"));
        Awaitility.await().until(() -> tally().released() == 1);
        assertThat(phase()).isEqualTo("confirmed");
    }

    @Test
    void nobodyIsAskedAndARoomThatStayedEmptyWouldHaveBeenGivenBackRightly() throws Exception {
        starts(SHADOW);
        nobodyComesInTime();
        sensors().quietUntil(at("09:34:00"));
        looked();
        assertThat(tally()).as("before its end").isEqualTo(new Tally(1, 0, 0, 0));
        assertThat(agent.get("/health").body()).contains("of 0 nobody can tell, 1 not over yet.");
        sensors().quietUntil(at("09:35:10"));
        Awaitility.await().until(() -> tally().equals(new Tally(1, 1, 0, 0)));
        assertThat(phase()).isEqualTo("confirmed");
        assertThat(agent.get("/health").body()).contains("Aspen: 1 booking would have been given back as a no-show;"
                + " to 0 somebody came after all, 1 stayed empty, of 0 nobody can tell.",
                "\"release\":\"shadow\"", "\"shadow\":{\"released\":1,\"right\":1,\"unknown\":0,\"wrong\":0}");
        assertThat(agent.get("/metrics").body()).contains("lintel_noshow_shadow_total{verdict=\"right\"} 1.0");
    }

    @Test
    void whoeverIsSeenLaterShowsThatItWouldHaveBeenWrong() throws Exception {
        starts(SHADOW);
        nobodyComesInTime();
        sensors().quietUntil(at("09:20:00"));
        sensors().say(Technology.PIR, true);
        agent.pass(Duration.ofSeconds(20));
        Awaitility.await().until(() -> tally().equals(new Tally(1, 0, 1, 0)));
    }

    @Test
    void whoeverChecksInLaterShowsItToo() throws Exception {
        starts(SHADOW);
        nobodyComesInTime();
        agent.part(DoorDesk.class)
                .touch(OperationId.of("01890000-0000-7000-8000-000000006001"), new BookingCommand.CheckIn(Floor2.STANDUP))
                .get(10, TimeUnit.SECONDS);
        Awaitility.await().until(() -> tally().equals(new Tally(1, 0, 1, 0)));
    }

    @Test
    void whatASilentSensorDidNotSeeNobodyKnows() throws Exception {
        starts(SHADOW);
        nobodyComesInTime();
        for (int minute = 0; minute < 5; minute++) {
            sensors().say(Technology.PIR, false);
            agent.pass(Duration.ofMinutes(1));
        }
        looked();
        sensors().quietUntil(at("09:36:00"));
        Awaitility.await().until(() -> tally().equals(new Tally(1, 0, 0, 1)));
    }

    @Test
    void whatHappenedWhileTheAgentDidNotRunNobodyKnowsAndWhatWasCountedStays() throws Exception {
        starts(SHADOW);
        nobodyComesInTime();
        Instant now = agent.time();
        agent.close();
        agent = TestAgent.again(folder, SHADOW);
        agent.now.set(now);
        assertThat(tally()).isEqualTo(new Tally(1, 0, 0, 0));
        sensors().quietUntil(at("09:36:00"));
        Awaitility.await().until(() -> tally().equals(new Tally(1, 0, 0, 1)));
        agent.close();
        agent = TestAgent.again(folder, SHADOW);
        assertThat(tally()).as("after another start").isEqualTo(new Tally(1, 0, 0, 1));
        assertThat(agent.get("/health").body()).as("although no sensor has spoken yet")
                .contains("Aspen: 1 booking would have been given back");
    }

    /// Its trial is settled; then it is moved to ten past ten, and the room is to be given back from now on.
    @Test
    void aBookingThatIsMovedAfterItsTrialIsLikeAnyOther() throws Exception {
        starts(SHADOW);
        nobodyComesInTime();
        sensors().quietUntil(at("09:35:10"));
        Awaitility.await().until(() -> tally().equals(new Tally(1, 1, 0, 0)));
        DoorPosition door = agent.part(DoorDesk.class).state().orElseThrow().at();
        Booking moved = new Booking(Floor2.STANDUP, Floor2.ASPEN, Slot.of(at("10:10:00"), Duration.ofMinutes(30)), 2,
                Optional.empty(), Optional.empty(), Origin.CLOUD, Floor2.NOON_YESTERDAY, new Phase.Confirmed());
        agent.part(DoorDesk.class)
                .swap(new Snapshot(door.epoch(), new Generation(new UUID(7, 7)), door.line(), new Mark(3, Mark.START.hash()),
                        Mark.START, Mark.START, List.of(Floor2.space(Floor2.ASPEN, "Aspen")), Map.of(), List.of(moved),
                        List.of()))
                .get(10, TimeUnit.SECONDS);
        agent.close();
        agent = TestAgent.again(folder);
        agent.now.set(at("10:00:00"));
        sensors().quietUntil(at("10:17:30"));
        Awaitility.await().until(() -> agent.part(NoShowWatch.class).announced(Floor2.ASPEN).isPresent());
    }

    @Test
    void aRoomThatIsOffIsNotWatchedAtAll() throws Exception {
        starts("--lintel.rooms.aspen.release=off");
        sensors().quietUntil(at("09:12:00"));
        looked();
        assertThat(agent.part(NoShowWatch.class).announced(Floor2.ASPEN)).isEmpty();
        sensors().quietUntil(at("09:16:00"));
        looked();
        assertThat(tally().released()).isZero();
        assertThat(phase()).isEqualTo("confirmed");
    }

    @Test
    void aTriedRoomThatThisFloorDoesNotHaveIsNamed() throws Exception {
        starts("--lintel.rooms.boiler.release=shadow");
        assertThat(agent.get("/health").body()).contains("lintel.rooms.boiler.release: this floor has no space");
    }
}
