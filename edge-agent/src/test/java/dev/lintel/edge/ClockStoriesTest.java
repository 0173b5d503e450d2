package dev.lintel.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lintel.edge.copy.Floor2;
import dev.lintel.edge.door.DoorClock;
import dev.lintel.edge.door.DoorDesk;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.wire.PanelMessage.Done;
import dev.lintel.protocol.wire.PanelMessage.PanelAction;
import dev.lintel.protocol.wire.PanelMessage.Refused;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Scenario 12 on the whole agent: the machine's clock is a year ahead, or back at 1970. Nothing is confirmed twice, and the
/// screen says that the time is not trusted.
@NullMarked
@SuppressWarnings("NullAway.Init")
class ClockStoriesTest {

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

    private OperationId touch() {
        touches++;
        return OperationId.of("01890000-0000-7000-8000-000000005%03d".formatted(touches));
    }

    private static PanelAction.Book book(Instant start) {
        return new PanelAction.Book(Optional.of(start), 30);
    }

    private void wall(String shown) {
        agent.wrongBy.set(Duration.between(agent.time(), Instant.parse(shown)));
        agent.synchronised = false;
    }

    /// Until the door has kept on its disk what it knows of the time.
    private void kept() {
        await().untilAsserted(
                () -> assertThat(agent.get("/metrics").body()).contains("lintel_clock_kept_total 1.0"));
    }

    private void assertThatTheScreenDoubtsTheTime(TestPanel aspen) throws Exception {
        assertThat(aspen.shows(state -> state.clock().equals("unknown")).bookings()).as("check-in and end stay possible")
                .extracting(booking -> booking.id())
                .contains(Floor2.STANDUP);
        aspen.act(touch(), new PanelAction.Book(Optional.empty(), 30));
        assertThat(aspen.next(Refused.class).problem().slug()).isEqualTo("clock-uncertain");
        assertThat(agent.get("/health").body()).contains("\"id\":\"clock\"", "The time is not trusted",
                "Connect the machine to a time server");
        aspen.act(touch(), new PanelAction.CheckIn(Floor2.STANDUP));
        assertThat(aspen.next(Done.class).event()).isEqualTo("checked-in");
    }

    private void assertThatNoMinuteIsConfirmedTwice() {
        List<Booking> held = agent.part(DoorDesk.class)
                .state()
                .orElseThrow()
                .bookings()
                .filter(booking -> booking.phase().decided() && booking.phase().holds())
                .toList();
        assertThat(held).allSatisfy(one -> assertThat(held)
                .filteredOn(other -> other.space().equals(one.space()) && other.slot().overlaps(one.slot()))
                .containsExactly(one));
    }

    @Test
    void theClockIsSetAYearAhead() throws Exception {
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            aspen.act(touch(), book(Floor2.NINE.plus(Duration.ofHours(2))));
            aspen.next(Done.class);
            agent.pass(Duration.ofSeconds(10));
            wall("2027-03-03T09:00:00Z");
            assertThatTheScreenDoubtsTheTime(aspen);
            assertThatNoMinuteIsConfirmedTwice();
        }
    }

    @Test
    void theClockIsBackAt1970AlsoAfterTheAgentWasRestarted() throws Exception {
        kept();
        wall("1970-01-01T00:00:00Z");
        agent.pass(Duration.ofSeconds(10));
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            aspen.shows(state -> state.clock().equals("unknown"));
        }
        agent.close();
        agent = TestAgent.again(folder, machine -> {
            machine.synchronised = false;
            machine.now.set(Floor2.NINE.plusSeconds(40));
            machine.wrongBy.set(Duration.between(Floor2.NINE, Instant.EPOCH));
        });
        assertThat(agent.part(DoorClock.class).moment().now()).as("what the disk remembers, and the time since")
                .isEqualTo(Floor2.NINE.plusSeconds(40));
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            assertThatTheScreenDoubtsTheTime(aspen);
            assertThatNoMinuteIsConfirmedTwice();
        }
    }

    @Test
    void theClockIsAYearAheadWhenTheAgentComesBack() throws Exception {
        kept();
        agent.close();
        agent = TestAgent.again(folder, machine -> {
            machine.synchronised = false;
            machine.wrongBy.set(Duration.ofDays(365));
        });
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            assertThatTheScreenDoubtsTheTime(aspen);
            agent.synchronised = true;
            agent.wrongBy.set(Duration.ZERO);
            agent.pass(Duration.ofSeconds(1));
            assertThat(aspen.shows(state -> !state.clock().equals("unknown")).clock()).as("a time server has spoken")
                    .isEqualTo("good");
        }
    }

    @Test
    void withoutATimeServerTheTimeHoldsOver() throws Exception {
        agent.pass(Duration.ofSeconds(1));
        assertThat(agent.part(DoorClock.class).moment().quality().uncertainty()).isEqualTo(Duration.ofSeconds(1));
        agent.synchronised = false;
        agent.pass(Duration.ofHours(10));
        assertThat(agent.get("/health").body()).contains("No time server has been heard for 10 h");
        assertThat(agent.get("/metrics").body()).contains("lintel_clock_uncertainty_seconds 2.8");
    }
}
