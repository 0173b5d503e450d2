package dev.lintel.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.lintel.edge.copy.Floor2;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.wire.PanelMessage;
import dev.lintel.protocol.wire.PanelMessage.PanelAction;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// What people at a door and their panels live through, over real sockets and a real file, with no cloud anywhere.
@NullMarked
@SuppressWarnings("NullAway.Init")
class PanelStoriesTest {

    private static final OperationId TOUCH = OperationId.of("01890000-0000-7000-8000-0000000000c1");
    private static final OperationId OTHER_TOUCH = OperationId.of("01890000-0000-7000-8000-0000000000c2");

    private static final int GOING_AWAY = 1001;

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

    private static PanelMessage.BookingShown only(PanelMessage.State state) {
        assertThat(state.bookings()).hasSize(1);
        return state.bookings().getFirst();
    }

    @Test
    void aPanelIsToldWhoItIsAndWhatIsGoingOn() throws Exception {
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            PanelMessage.Hello hello = aspen.next(PanelMessage.Hello.class);
            assertThat(hello.space()).isEqualTo(Floor2.ASPEN);
            assertThat(hello.timeZone().getId()).isEqualTo("Europe/Berlin");
            PanelMessage.State state = aspen.next(PanelMessage.State.class);
            assertThat(state.space().name()).isEqualTo("Aspen");
            assertThat(state.link().state()).isEqualTo("local");
            assertThat(only(state).title()).contains("Stand-up");
            assertThat(only(state).organiser()).contains("Ada");
            assertThat(only(state).phase()).isEqualTo("confirmed");
        }
    }

    @Test
    void aCheckInIsAnsweredAndShownOnEveryPanelOfTheRoomAndSurvivesARestart() throws Exception {
        try (TestPanel left = agent.panel(TestAgent.ASPEN_KEY); TestPanel right = agent.panel(TestAgent.ASPEN_KEY)) {
            right.next(PanelMessage.State.class);
            left.act(TOUCH, new PanelAction.CheckIn(Floor2.STANDUP));
            assertThat(left.next(PanelMessage.Done.class))
                    .isEqualTo(new PanelMessage.Done(TOUCH, "checked-in", Floor2.STANDUP,
                            Optional.of(Floor2.NINE.plusSeconds(5))));
            assertThat(only(right.next(PanelMessage.State.class)).phase()).isEqualTo("checked-in");
        }
        agent.close();
        agent = TestAgent.again(folder);
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            assertThat(only(aspen.next(PanelMessage.State.class)).phase()).isEqualTo("checked-in");
        }
    }

    @Test
    void aRepeatedOperationGetsTheFirstAnswer() throws Exception {
        try (TestPanel birch = agent.panel(TestAgent.BIRCH_KEY)) {
            birch.act(TOUCH, new PanelAction.Book(Optional.empty(), 30));
            PanelMessage.Done first = birch.next(PanelMessage.Done.class);
            birch.act(TOUCH, new PanelAction.Book(Optional.empty(), 30));
            assertThat(birch.next(PanelMessage.Done.class)).isEqualTo(first);
        }
    }

    @Test
    void aWalkUpThatWouldRunIntoAMeetingIsRefusedWithTheFacts() throws Exception {
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            aspen.act(TOUCH, new PanelAction.Book(Optional.empty(), 30));
            PanelMessage.Refused refused = aspen.next(PanelMessage.Refused.class);
            assertThat(refused.problem().slug()).isEqualTo("taken");
            assertThat(refused.problem().facts().canonical()).contains("2026-03-03T09:05:00Z");
        }
    }

    @Test
    void checkInBeforeTheWindowIsRefused() throws Exception {
        agent.now.set(Floor2.NINE.minus(Duration.ofMinutes(30)));
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            aspen.act(TOUCH, new PanelAction.CheckIn(Floor2.STANDUP));
            assertThat(aspen.next(PanelMessage.Refused.class).problem().slug()).isEqualTo("check-in-not-open-yet");
        }
    }

    @Test
    void bookedAtTheDoorAndEndedAgainLeavesTheRoomFree() throws Exception {
        try (TestPanel birch = agent.panel(TestAgent.BIRCH_KEY)) {
            birch.act(TOUCH, new PanelAction.Book(Optional.empty(), 60));
            PanelMessage.Done booked = birch.next(PanelMessage.Done.class);
            assertThat(booked.event()).isEqualTo("booked");
            agent.now.set(Floor2.NINE.plus(Duration.ofMinutes(20)));
            birch.act(OTHER_TOUCH, new PanelAction.End(booked.booking()));
            // The screen is right before the answer says so.
            PanelMessage.State state = birch
                    .shows(shown -> shown.bookings().stream().allMatch(booking -> booking.phase().equals("completed")));
            assertThat(only(state).slot().end()).isEqualTo(Floor2.NINE.plus(Duration.ofMinutes(20)));
            assertThat(birch.next(PanelMessage.Done.class).event()).isEqualTo("ended");
        }
    }

    @Test
    void aPanelCannotTouchAnotherRoomsMeeting() throws Exception {
        try (TestPanel birch = agent.panel(TestAgent.BIRCH_KEY)) {
            birch.act(TOUCH, new PanelAction.CheckIn(Floor2.STANDUP));
            assertThat(birch.next(PanelMessage.Refused.class).problem().slug()).isEqualTo("not-allowed");
        }
    }

    @Test
    void whatIsNotUnderstoodNeverEndsTheSocket() throws Exception {
        try (TestPanel birch = agent.panel(TestAgent.BIRCH_KEY)) {
            birch.say("this is no JSON");
            birch.say("{\"type\":\"sing\"}");
            birch.say("{\"type\":\"action\",\"op\":\"" + TOUCH + "\",\"action\":{\"kind\":\"levitate\"}}");
            assertThat(birch.next(PanelMessage.Refused.class).problem().slug()).isEqualTo("unknown-action");
            birch.act(OTHER_TOUCH, new PanelAction.Book(Optional.empty(), 15));
            assertThat(birch.next(PanelMessage.Done.class).event()).isEqualTo("booked");
        }
    }

    @Test
    void anOversizedFrameEndsTheSocketAndNothingElse() throws Exception {
        try (TestPanel flood = agent.panel(TestAgent.BIRCH_KEY); TestPanel birch = agent.panel(TestAgent.BIRCH_KEY)) {
            flood.say("x".repeat(5_000));
            assertThat(flood.closed.get(10, TimeUnit.SECONDS)).isNotNull();
            birch.act(TOUCH, new PanelAction.Book(Optional.empty(), 15));
            assertThat(birch.next(PanelMessage.Done.class).event()).isEqualTo("booked");
        }
    }

    @Test
    void aStormOfTouchesIsRefusedPolitely() throws Exception {
        try (TestPanel birch = agent.panel(TestAgent.BIRCH_KEY)) {
            for (int i = 0; i < 40; i++) {
                birch.act(OperationId.of("01890000-0000-7000-8000-0000000001%02d".formatted(i)),
                        new PanelAction.Book(Optional.empty(), 15));
            }
            assertThat(birch.next(PanelMessage.Refused.class, refused -> refused.problem().slug().equals("too-many-requests")))
                    .isNotNull();
        }
    }

    @Test
    void pastTheLineAnUnlinkedDoorSaysThatItIsStale() throws Exception {
        agent.now.set(Floor2.NINE.plus(Duration.ofHours(25)));
        try (TestPanel birch = agent.panel(TestAgent.BIRCH_KEY)) {
            assertThat(birch.next(PanelMessage.State.class).link().state()).isEqualTo("stale");
            birch.act(TOUCH, new PanelAction.Book(Optional.empty(), 30));
            assertThat(birch.next(PanelMessage.Proposed.class).operation()).isEqualTo(TOUCH);
        }
    }

    @Test
    void aTouchAtTheEndOfAllTimeIsAnsweredAndTheNextOneWorks() throws Exception {
        try (TestPanel birch = agent.panel(TestAgent.BIRCH_KEY)) {
            OperationId wild = OperationId.of("01890000-0000-7000-8000-00000000dead");
            birch.act(wild, new PanelAction.Book(Optional.of(Instant.MAX), 60));
            PanelMessage.Refused refused = birch.next(PanelMessage.Refused.class);
            assertThat(refused.operation()).isEqualTo(wild);
            assertThat(refused.problem().slug()).isEqualTo("unknown-action");
            birch.act(OperationId.of("01890000-0000-7000-8000-00000000beef"), new PanelAction.Book(Optional.empty(), 15));
            assertThat(birch.next(PanelMessage.Done.class).event()).isEqualTo("booked");
        }
    }

    @Test
    void anAgentThatStopsLetsItsPanelsGoWithoutAComplaint() throws Exception {
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.start();
        Logger framework = (Logger) LoggerFactory.getLogger("io.micronaut");
        framework.addAppender(said);
        try (TestPanel birch = agent.panel(TestAgent.BIRCH_KEY); TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            birch.next(PanelMessage.State.class);
            aspen.next(PanelMessage.State.class);
            agent.stops();
            assertThat(birch.closed.get(10, TimeUnit.SECONDS)).as("a farewell, not a hanging line").isEqualTo(GOING_AWAY);
            assertThat(aspen.closed.get(10, TimeUnit.SECONDS)).isEqualTo(GOING_AWAY);
        } finally {
            framework.detachAppender(said);
        }
        assertThat(said.list).filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN)).isEmpty();
    }

    @Test
    void aPanelHearsThatTheEdgeIsAlive() throws Exception {
        try (TestPanel birch = agent.panel(TestAgent.BIRCH_KEY)) {
            assertThat(birch.next(PanelMessage.Ping.class).now()).isEqualTo(Floor2.NINE);
        }
    }
}
