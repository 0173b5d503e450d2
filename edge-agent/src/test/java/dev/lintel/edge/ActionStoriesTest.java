package dev.lintel.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.copy.Floor2;
import dev.lintel.protocol.booking.Policy;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.line.Body;
import dev.lintel.protocol.wire.PanelMessage;
import dev.lintel.protocol.wire.PanelMessage.Done;
import dev.lintel.protocol.wire.PanelMessage.PanelAction;
import dev.lintel.protocol.wire.PanelMessage.Refused;
import dev.lintel.protocol.wire.PanelMessage.State;
import dev.lintel.protocol.wire.RoomShown;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Everything a finger can ask for at a door, with the floor cut off from everybody.
@NullMarked
@SuppressWarnings("NullAway.Init")
class ActionStoriesTest {

    private static final Instant NINE = Floor2.NINE;

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
        return OperationId.of("01890000-0000-7000-8000-000000002%03d".formatted(touches));
    }

    private static Instant minutes(int after) {
        return NINE.plus(Duration.ofMinutes(after));
    }

    private Done done(TestPanel panel, PanelAction action) throws Exception {
        OperationId operation = touch();
        panel.act(operation, action);
        return panel.next(Done.class, done -> done.operation().equals(operation));
    }

    private Refused refused(TestPanel panel, PanelAction action) throws Exception {
        OperationId operation = touch();
        panel.act(operation, action);
        return panel.next(Refused.class, refused -> refused.operation().equals(operation));
    }

    private static PanelMessage.BookingShown shown(State state, BookingId id) {
        return state.bookings().stream().filter(booking -> booking.id().equals(id)).findFirst().orElseThrow();
    }

    @Test
    void aMeetingInAFreeRoomStartsEarly() throws Exception {
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            assertThat(done(aspen, new PanelAction.StartEarly(Floor2.STANDUP)).event()).isEqualTo("started-early");
            State state = aspen.shows(now -> shown(now, Floor2.STANDUP).phase().equals("checked-in"));
            assertThat(shown(state, Floor2.STANDUP).slot().start()).isEqualTo(NINE);
        }
    }

    @Test
    void anExtensionIsGrantedUpToTheLatestEndThatTheScreenNamed() throws Exception {
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            done(aspen, new PanelAction.Book(Optional.of(minutes(60)), 30));
            Instant latest = shown(aspen.shows(state -> state.bookings().size() == 2), Floor2.STANDUP)
                    .latestEndAt()
                    .orElseThrow();
            assertThat(latest).isEqualTo(minutes(60));
            Refused refused = refused(aspen, new PanelAction.ExtendTo(Floor2.STANDUP, minutes(75)));
            assertThat(refused.problem().slug()).isEqualTo("taken");
            assertThat(refused.next().latestEndAt()).contains(minutes(60));
            assertThat(refused.next().rooms()).extracting(PanelMessage.RoomFound::name).containsExactly("Birch");
            assertThat(done(aspen, new PanelAction.ExtendTo(Floor2.STANDUP, latest)).event()).isEqualTo("extended");
        }
    }

    @Test
    void minutesAreAddedToTheEndAsItIs() throws Exception {
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            done(aspen, new PanelAction.Extend(Floor2.STANDUP, 15));
            State state = aspen.shows(now -> shown(now, Floor2.STANDUP).slot().end().equals(minutes(50)));
            assertThat(shown(state, Floor2.STANDUP).version()).isEqualTo(2);
        }
    }

    @Test
    void aMeetingIsShortenedAndCancelled() throws Exception {
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            assertThat(done(aspen, new PanelAction.Shorten(Floor2.STANDUP, minutes(20))).event()).isEqualTo("shortened");
            assertThat(done(aspen, new PanelAction.Cancel(Floor2.STANDUP)).event()).isEqualTo("cancelled");
            assertThat(aspen.shows(state -> state.bookings().isEmpty()).room().undo()).hasSize(2);
        }
    }

    @Test
    void laterTodayCanBeBookedAndIsNotCheckedIn() throws Exception {
        try (TestPanel birch = agent.panel(TestAgent.BIRCH_KEY)) {
            Done booked = done(birch, new PanelAction.Book(Optional.of(minutes(120)), 45));
            State state = birch.shows(now -> !now.bookings().isEmpty());
            assertThat(shown(state, booked.booking()).phase()).isEqualTo("confirmed");
            assertThat(shown(state, booked.booking()).slot()).isEqualTo(new Slot(minutes(120), minutes(165)));
        }
    }

    @Test
    void whateverASlipOfTheFingerDidIsTakenBackWithinSeconds() throws Exception {
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY); TestPanel birch = agent.panel(TestAgent.BIRCH_KEY)) {
            Done booked = done(birch, new PanelAction.Book(Optional.empty(), 30));
            assertThat(booked.undoUntil()).contains(NINE.plusSeconds(5));
            assertThat(done(birch, new PanelAction.Undo(booked.booking())).event()).isEqualTo("undone");
            birch.shows(state -> state.bookings().isEmpty());

            Done checkedIn = done(aspen, new PanelAction.CheckIn(Floor2.STANDUP));
            assertThat(done(aspen, new PanelAction.UndoOf(checkedIn.operation())).event()).isEqualTo("undone");
            aspen.shows(state -> shown(state, Floor2.STANDUP).phase().equals("confirmed"));

            done(aspen, new PanelAction.CheckIn(Floor2.STANDUP));
            done(aspen, new PanelAction.End(Floor2.STANDUP));
            done(aspen, new PanelAction.Undo(Floor2.STANDUP));
            aspen.shows(state -> shown(state, Floor2.STANDUP).phase().equals("checked-in")
                    && shown(state, Floor2.STANDUP).slot().end().equals(minutes(35)));
        }
    }

    @Test
    void anUndoIsOfferedForFiveSecondsAndThenGone() throws Exception {
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            OperationId operation = touch();
            aspen.act(operation, new PanelAction.CheckIn(Floor2.STANDUP));
            RoomShown.UndoShown offered = aspen.shows(state -> !state.room().undo().isEmpty())
                    .room()
                    .undo()
                    .getFirst();
            assertThat(offered).isEqualTo(
                    new RoomShown.UndoShown(operation, Floor2.STANDUP, "checked-in", NINE.plusSeconds(5)));
            agent.pass(Duration.ofSeconds(5));
            assertThat(aspen.shows(state -> state.room().undo().isEmpty()).room().undo()).isEmpty();
            agent.pass(Duration.ofSeconds(6));
            assertThat(refused(aspen, new PanelAction.UndoOf(operation)).problem().slug()).isEqualTo("nothing-to-undo");
        }
    }

    @Test
    void aRepeatedUndoGetsItsFirstAnswer() throws Exception {
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            done(aspen, new PanelAction.CheckIn(Floor2.STANDUP));
            OperationId undo = touch();
            aspen.act(undo, new PanelAction.Undo(Floor2.STANDUP));
            assertThat(aspen.next(Done.class).event()).isEqualTo("undone");
            aspen.act(undo, new PanelAction.Undo(Floor2.STANDUP));
            assertThat(aspen.next(Done.class).event()).isEqualTo("undone");
        }
    }

    @Test
    void aRefusedWalkUpIsOfferedTheNearestRoomAndTheNextTime() throws Exception {
        Files.writeString(folder.resolve("floor-map.json"), """
                {"doors":[{"space":"%s","x":0,"y":0,"looking":0},{"space":"%s","x":0,"y":12,"looking":180}]}"""
                .formatted(Floor2.ASPEN, Floor2.BIRCH));
        agent.close();
        agent = TestAgent.again(folder);
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            Refused refused = refused(aspen, new PanelAction.Book(Optional.empty(), 30));
            assertThat(refused.problem().slug()).isEqualTo("taken");
            PanelMessage.RoomFound birch = refused.next().rooms().getFirst();
            assertThat(birch.name()).isEqualTo("Birch");
            assertThat(birch.metres()).contains(12);
            assertThat(birch.hint()).contains("left");
            assertThat(refused.next().time()).contains(Slot.of(minutes(35), Duration.ofMinutes(30)));
        }
    }

    @Test
    void aFreeRoomIsFoundWithTheTimeItIsFreeUntil() throws Exception {
        try (TestPanel birch = agent.panel(TestAgent.BIRCH_KEY); TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            done(birch, new PanelAction.Book(Optional.of(minutes(90)), 30));
            aspen.act(touch(), new PanelAction.Find(Optional.empty(), 30, Optional.of(4)));
            PanelMessage.RoomFound found = aspen.next(PanelMessage.Found.class).rooms().getFirst();
            assertThat(found.name()).isEqualTo("Birch");
            assertThat(found.freeFrom()).isEqualTo(NINE);
            assertThat(found.freeUntil()).contains(minutes(90));
            aspen.act(touch(), new PanelAction.Find(Optional.empty(), 30, Optional.of(40)));
            assertThat(aspen.next(PanelMessage.Found.class).rooms()).as("none with forty seats").isEmpty();
        }
    }

    @Test
    void aBrokenScreenIsReportedOnceAndShownToAllWhoCome() throws Exception {
        OperationId report = touch();
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            aspen.act(report, new PanelAction.Report("display", Optional.empty(), Optional.empty()));
            assertThat(aspen.next(PanelMessage.Reported.class).issue()).isEqualTo("display");
            aspen.act(report, new PanelAction.Report("display", Optional.empty(), Optional.empty()));
            assertThat(aspen.next(PanelMessage.Reported.class).operation()).isEqualTo(report);
            assertThat(refused(aspen, new PanelAction.Report("gossip", Optional.empty(), Optional.empty())).problem().slug())
                    .isEqualTo("unknown-action");
        }
        agent.close();
        agent = TestAgent.again(folder);
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            assertThat(aspen.next(State.class).room().issues()).containsExactly(
                    new RoomShown.IssueShown(report, "display", NINE));
        }
    }

    @Test
    void whatTheScreenOffersIsWhatTheRulesGrant() throws Exception {
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            State state = aspen.next(State.class);
            assertThat(state.room().openings()).first().extracting(Slot::end).isEqualTo(minutes(5));
            assertThat(shown(state, Floor2.STANDUP).earliestStartAt()).isPresent();
            assertThat(state.link().lineAt()).contains(NINE.plus(Duration.ofHours(24)));
            assertThat(state.room().presence()).as("a room without sensors").isEmpty();
        }
    }

    /// The stand-up begins at five past nine; in this house its check-in closes at a quarter past.
    @Test
    void whoCheckedInWhileThePanelWasCutOffWasThereInTime() throws Exception {
        Policy usual = Policy.USUAL;
        Space room = Floor2.space(Floor2.ASPEN, "Aspen");
        agent.told(new Body.SpaceSet(new Space(room.id(), room.name(), room.capacity(), room.floorName(), room.zone(),
                new Policy(usual.checkInOpens(), usual.grace(), usual.minimum(), usual.maximum(), usual.ahead(), usual.buffer(),
                        usual.keptFrom(), Optional.of(Duration.ofMinutes(10))),
                room.privacy(), Optional.empty())));
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            agent.pass(Duration.ofMinutes(20));
            OperationId tooLate = OperationId.of("01890000-0000-7000-8000-00000000ca01");
            aspen.act(tooLate, new PanelAction.CheckIn(Floor2.STANDUP));
            assertThat(aspen.next(PanelMessage.Refused.class).operation()).isEqualTo(tooLate);
            aspen.act(OperationId.of("01890000-0000-7000-8000-00000000ca02"), new PanelAction.CheckIn(Floor2.STANDUP),
                    minutes(60));
            aspen.next(PanelMessage.Refused.class);
            aspen.act(OperationId.of("01890000-0000-7000-8000-00000000ca03"), new PanelAction.CheckIn(Floor2.STANDUP),
                    minutes(6));
            assertThat(aspen.next(PanelMessage.Done.class).event()).isEqualTo("checked-in");
        }
    }

    @Test
    void theSamePictureHasTheSameNumberOnEveryPanelAndAfterARestartAHigherOne() throws Exception {
        long before;
        try (TestPanel left = agent.panel(TestAgent.ASPEN_KEY); TestPanel right = agent.panel(TestAgent.ASPEN_KEY)) {
            before = left.next(State.class).seq();
            assertThat(right.next(State.class).seq()).isEqualTo(before);
            done(left, new PanelAction.CheckIn(Floor2.STANDUP));
            long after = left.shows(state -> shown(state, Floor2.STANDUP).phase().equals("checked-in")).seq();
            assertThat(after).isGreaterThan(before);
            assertThat(right.shows(state -> state.seq() == after).bookings()).hasSize(1);
        }
        agent.close();
        agent = TestAgent.again(folder);
        agent.now.set(NINE.plusSeconds(30));
        agent.close();
        agent = TestAgent.again(folder);
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            assertThat(aspen.next(State.class).seq()).isGreaterThanOrEqualTo(before);
        }
    }
}
