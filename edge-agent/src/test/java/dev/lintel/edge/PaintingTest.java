package dev.lintel.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lintel.edge.copy.Floor2;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingEvent;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.line.Body;
import dev.lintel.protocol.wire.PanelMessage;
import dev.lintel.protocol.wire.PanelMessage.PanelAction;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How much is painted for a touch, counted: pictures are what a touch costs beside its commit.
@NullMarked
@SuppressWarnings("NullAway.Init")
class PaintingTest {

    private static final int TOUCHES = 8;

    @TempDir
    Path folder;

    private TestAgent agent;

    @BeforeEach
    void start() throws Exception {
        agent = TestAgent.onFloor2(folder);
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private double pictures(String cause) {
        return agent.part(MeterRegistry.class).counter("lintel.panel.pictures", "for", cause).count();
    }

    private static OperationId op(int number) {
        return OperationId.of("01890000-0000-7000-8000-0000000002%02d".formatted(number));
    }

    @Test
    void aTouchPaintsItsOwnRoomOnceForAllItsScreensAndNoOther() throws Exception {
        try (TestPanel left = agent.panel(TestAgent.BIRCH_KEY);
                TestPanel right = agent.panel(TestAgent.BIRCH_KEY);
                TestPanel nextDoor = agent.panel(TestAgent.ASPEN_KEY)) {
            left.next(PanelMessage.State.class);
            right.next(PanelMessage.State.class);
            nextDoor.next(PanelMessage.State.class);
            double before = pictures("change");
            for (int i = 0; i < TOUCHES; i++) {
                int booked = i + 1;
                left.act(op(i), new PanelAction.Book(
                        Optional.of(Floor2.NINE.plus(Duration.ofMinutes(30L * i))), 30));
                // Shown on both screens, and here before it is said.
                left.shows(state -> state.bookings().size() == booked);
                assertThat(left.next(PanelMessage.Done.class).operation()).isEqualTo(op(i));
                right.shows(state -> state.bookings().size() == booked);
            }
            assertThat(pictures("answer")).isEqualTo(TOUCHES);
            assertThat(pictures("change") - before).isZero();
            assertThat(List.of(left.pictures(), right.pictures(), nextDoor.pictures())).as("sent to each screen")
                    .containsExactly(1 + TOUCHES, 1 + TOUCHES, 1);
        }
    }

    /// Past the line the door can only ask; what the cloud says to it is an answer like any other.
    @Test
    void whatTheCloudDecidedIsShownBeforeItIsSaid() throws Exception {
        agent.pass(Duration.ofHours(25));
        try (TestPanel birch = agent.panel(TestAgent.BIRCH_KEY)) {
            birch.act(op(1), new PanelAction.Book(Optional.empty(), 30));
            BookingId asked = birch.next(PanelMessage.Proposed.class).booking();
            birch.shows(state -> state.bookings().size() == 1);
            Booking booking = agent.bookings(Floor2.BIRCH).getFirst();
            agent.told(op(1), new Body.Accepted(new BookingEvent.Booked(), booking.as(new Phase.Confirmed())));
            assertThat(birch.next(PanelMessage.Done.class).booking()).isEqualTo(asked);
            assertThat(birch.shown()).hasValueSatisfying(state -> assertThat(state.bookings()).singleElement()
                    .satisfies(row -> assertThat(row.awaiting()).isEmpty()));
        }
    }

    @Test
    void aChangeFromElsewherePaintsTheRoomThatItConcerns() throws Exception {
        try (TestPanel birch = agent.panel(TestAgent.BIRCH_KEY); TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            birch.next(PanelMessage.State.class);
            aspen.next(PanelMessage.State.class);
            double before = pictures("change");
            agent.told(new Body.SpaceSet(Floor2.space(Floor2.BIRCH, "Birch, newly painted")));
            birch.shows(state -> state.space().name().equals("Birch, newly painted"));
            await().until(() -> pictures("change") - before == 1);
            assertThat(pictures("answer")).isZero();
        }
    }
}
