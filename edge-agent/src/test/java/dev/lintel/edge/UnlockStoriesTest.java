package dev.lintel.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.copy.CopyFile;
import dev.lintel.edge.copy.Floor2;
import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.door.DoorDesks;
import dev.lintel.edge.unlock.People;
import dev.lintel.protocol.booking.Guard;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.Verifier;
import dev.lintel.protocol.line.Body;
import dev.lintel.protocol.line.DoorPosition;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.Mark;
import dev.lintel.protocol.line.Snapshot;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.PanelMessage.Done;
import dev.lintel.protocol.wire.PanelMessage.PanelAction;
import dev.lintel.protocol.wire.PanelMessage.Refused;
import dev.lintel.protocol.wire.PanelMessage.State;
import dev.lintel.protocol.wire.Unlock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Aspen asks who books it, by PIN or badge, and who checks in, by badge alone. Ada has the door number 0420; there is no
/// cloud in these stories but the feed it wrote before.
@NullMarked
@SuppressWarnings("NullAway.Init")
class UnlockStoriesTest {

    private static final Unlock ADAS_PIN = new Unlock.Pin("0420271828");
    private static final Unlock WRONG_PIN = new Unlock.Pin("0420000000");
    private static final Unlock ADAS_BADGE = new Unlock.Badge("04:A2:11:7F");
    private static final PersonId BOB = PersonId.of("01890000-0000-7000-8000-0000000000b0");
    private static final PanelAction WALK_UP = new PanelAction.Book(Optional.of(Floor2.NINE.plus(Duration.ofHours(2))), 30);

    @TempDir
    Path folder;

    private TestAgent agent;
    private int touches;

    @BeforeEach
    void start() throws Exception {
        agent = TestAgent.onFloor2(folder);
        agent.told(new Body.SpaceSet(guarded()), new Body.VerifiersSet(true, List.of(), List.of(
                People.pin(Floor2.ADA, "0420", "271828"), People.badge(Floor2.ADA, "04:A2:11:7F"),
                People.pin(BOB, "0815", "314159"))));
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private static Space guarded() {
        Space aspen = Floor2.space(Floor2.ASPEN, "Aspen");
        return new Space(aspen.id(), aspen.name(), aspen.capacity(), aspen.floorName(), aspen.zone(), aspen.policy(),
                aspen.privacy(), Optional.empty(),
                new Guard(new TreeMap<>(Map.of("book", List.of("pin", "badge"), "check-in", List.of("badge"), "end",
                        List.of("iris")))));
    }

    private DoorDesk desk() {
        return agent.part(DoorDesk.class);
    }

    private OperationId touch() {
        touches++;
        return OperationId.of("01890000-0000-7000-8000-000000004%03d".formatted(touches));
    }

    private String refusal(TestPanel aspen, PanelAction action, Unlock unlock) throws Exception {
        aspen.act(touch(), action, unlock);
        return aspen.next(Refused.class).problem().slug();
    }

    private Body.Happened lastEntry() throws Exception {
        List<Entry> log = DoorDesks.log(agent.part(CopyFile.class), 1, 1);
        return (Body.Happened) log.getLast().body();
    }

    @Test
    void aGuardedRoomSaysWhatItAsksForAndRefusesWhoDoesNotSay() throws Exception {
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            State state = aspen.shows(shown -> !shown.room().unlock().isEmpty());
            assertThat(state.room().unlock()).containsEntry("book", List.of("pin", "badge"));
            aspen.act(touch(), WALK_UP);
            Refused refused = aspen.next(Refused.class);
            assertThat(refused.problem().slug()).isEqualTo("unlock-needed");
            assertThat(refused.problem().facts().fields().get("accepts"))
                    .isEqualTo(Json.array(List.of("pin", "badge"), Json.Text::new));
            assertThat(refusal(aspen, new PanelAction.CheckIn(Floor2.STANDUP), ADAS_PIN)).as("a PIN where a badge is asked for")
                    .isEqualTo("unlock-needed");
            assertThat(refusal(aspen, new PanelAction.End(Floor2.STANDUP), ADAS_BADGE)).as("what this agent cannot check")
                    .isEqualTo("unlock-needed");
            assertThat(desk().state().orElseThrow().at().log().seq()).as("entries in the log").isZero();
        }
    }

    /// To recognise somebody takes a while, and several may wait for it: the room's screens do not.
    @Test
    void whatTheCloudSaysIsShownWhileSomebodyIsBeingRecognised() throws Exception {
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            aspen.shows(shown -> !shown.room().unlock().isEmpty());
            Counter changes = agent.part(MeterRegistry.class).counter("lintel.panel.pictures", "for", "change");
            double before = changes.count();
            for (int i = 0; i < 3; i++) {
                aspen.act(touch(), WALK_UP, WRONG_PIN);
            }
            aspen.next(Refused.class);
            agent.told(new Body.PersonShown(Floor2.ADA, Optional.of("Ada L.")));
            aspen.next(State.class, state -> state.bookings()
                    .stream()
                    .anyMatch(b -> b.organiser().equals(Optional.of("Ada L."))));
            assertThat(changes.count() - before).as("not with an answer, nor by the clock").isEqualTo(1);
        }
    }

    @Test
    void aWalkUpWithAPinIsThePersonsOwnAndTheLogSaysWhoItWas() throws Exception {
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            OperationId walkUp = touch();
            aspen.act(walkUp, WALK_UP, ADAS_PIN);
            assertThat(aspen.next(Done.class).event()).isEqualTo("booked");
            assertThat(lastEntry().by()).contains(Floor2.ADA);
            assertThat(lastEntry().booking().organiser()).contains(Floor2.ADA);
            aspen.shows(state -> state.bookings()
                    .stream()
                    .anyMatch(b -> b.organiser().equals(Optional.of("Ada"))
                            && !b.id().equals(Floor2.STANDUP)));
            aspen.act(walkUp, WALK_UP);
            assertThat(aspen.next(Done.class).operation()).as("asked again, with nothing shown").isEqualTo(walkUp);
            aspen.act(touch(), new PanelAction.CheckIn(Floor2.STANDUP), ADAS_BADGE);
            assertThat(aspen.next(Done.class).event()).isEqualTo("checked-in");
            assertThat(lastEntry().by()).contains(Floor2.ADA);
        }
    }

    @Test
    void whatNobodyGuardsNeedsNobodysName() throws Exception {
        try (TestPanel birch = agent.panel(TestAgent.BIRCH_KEY)) {
            birch.act(touch(), WALK_UP);
            assertThat(birch.next(Done.class).event()).isEqualTo("booked");
            assertThat(lastEntry().by()).isEmpty();
        }
    }

    @Test
    void wrongTriesLockThePersonAtEveryPanelAndARestartForgivesNone() throws Exception {
        agent.told(new Body.SpaceSet(new Space(Floor2.BIRCH, "Birch", 6, "2nd floor", guarded().zone(), guarded().policy(),
                guarded().privacy(), Optional.empty(), guarded().guard())));
        Instant locked;
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY); TestPanel birch = agent.panel(TestAgent.BIRCH_KEY)) {
            for (int left = 4; left > 0; left--) {
                TestPanel panel = left % 2 == 0 ? aspen : birch;
                panel.act(touch(), WALK_UP, WRONG_PIN);
                Refused refused = panel.next(Refused.class);
                assertThat(refused.problem().slug()).isEqualTo("unlock-wrong");
                assertThat(refused.problem().facts().fields().get("triesLeft")).isEqualTo(new Json.Num(left));
            }
            assertThat(refusal(aspen, WALK_UP, WRONG_PIN)).isEqualTo("unlock-locked");
            assertThat(refusal(birch, WALK_UP, ADAS_PIN)).as("the right one, at another panel").isEqualTo("unlock-locked");
            birch.act(touch(), WALK_UP, new Unlock.Pin("0815314159"));
            assertThat(birch.next(Done.class).event()).as("somebody else").isEqualTo("booked");
            locked = agent.time();
        }
        agent.close();
        agent = TestAgent.again(folder);
        agent.now.set(locked.plusSeconds(29));
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            assertThat(refusal(aspen, WALK_UP, ADAS_PIN)).as("after a restart").isEqualTo("unlock-locked");
            agent.pass(Duration.ofSeconds(2));
            aspen.act(touch(), WALK_UP, ADAS_PIN);
            assertThat(aspen.next(Done.class).event()).isEqualTo("booked");
        }
    }

    @Test
    void aPanelWhereNumbersAreTriedOutIsLockedWhoeverIsTried() throws Exception {
        // A page that is loaded anew has a new socket, and is the same panel.
        try (TestPanel before = agent.panel(TestAgent.ASPEN_KEY); TestPanel after = agent.panel(TestAgent.ASPEN_KEY)) {
            List<String> slugs = new ArrayList<>();
            for (int number = 0; number < 11; number++) {
                TestPanel aspen = number < 6 ? before : after;
                slugs.add(refusal(aspen, WALK_UP, new Unlock.Pin("10%02d271828".formatted(number))));
                if (number == 8) {
                    aspen.act(touch(), WALK_UP, ADAS_PIN);
                    assertThat(aspen.next(Done.class).event()).as("a right one gives the panel no new tries")
                            .isEqualTo("booked");
                }
            }
            assertThat(slugs.subList(0, 9)).containsOnly("unlock-wrong");
            assertThat(slugs.subList(9, 11)).containsOnly("unlock-locked");
        }
    }

    @Test
    void whoseVerifiersAreWithdrawnIsKnownNoMore() throws Exception {
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            agent.told(new Body.VerifiersSet(false, List.of(Floor2.ADA), List.of()));
            assertThat(refusal(aspen, WALK_UP, ADAS_PIN)).isEqualTo("unlock-wrong");
            assertThat(refusal(aspen, WALK_UP, ADAS_BADGE)).isEqualTo("unlock-wrong");
        }
    }

    @Test
    void aSnapshotBringsEverybodysVerifiersAndNobodyElses() throws Exception {
        DoorPosition at = desk().state().orElseThrow().at();
        Snapshot snapshot = new Snapshot(at.epoch() + 1, new Generation(new UUID(7, 7)), at.line(), Mark.START, Mark.START,
                Mark.START, List.of(guarded()), Map.of(), List.of(), List.of())
                .with(List.of(People.pin(Floor2.ADA, "0007", "161803")));
        desk().swap(snapshot).get(10, TimeUnit.SECONDS);
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            assertThat(refusal(aspen, WALK_UP, new Unlock.Pin("0815314159"))).isEqualTo("unlock-wrong");
            aspen.act(touch(), WALK_UP, new Unlock.Pin("0007161803"));
            assertThat(aspen.next(Done.class).event()).isEqualTo("booked");
        }
    }

    @Test
    void whoWaitsToBeRecognisedHoldsNobodyElseUp() throws Exception {
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY); TestPanel birch = agent.panel(TestAgent.BIRCH_KEY)) {
            for (int i = 0; i < 8; i++) {
                aspen.act(touch(), WALK_UP, new Unlock.Pin("20%02d271828".formatted(i)));
            }
            birch.act(touch(), WALK_UP);
            long beside = birch.place(birch.next(Done.class));
            long last = 0;
            for (int i = 0; i < 8; i++) {
                last = Math.max(last, aspen.place(aspen.next(Refused.class)));
            }
            assertThat(beside).as("answered before the last of those that take their time").isLessThan(last);
        }
    }

    @Test
    void theFloorsFileHoldsNothingThatCouldBeTriedAgainst() throws Exception {
        Verifier ada = People.pin(Floor2.ADA, "0420", "271828");
        String held = agent.part(CopyFile.class).read(reader -> {
            try (Statement statement = reader.createStatement();
                    ResultSet row = statement.executeQuery("SELECT group_concat(sealed || salt) FROM verifier")) {
                row.next();
                return row.getString(1);
            }
        });
        assertThat(held).contains(ada.salt()).doesNotContain(ada.hash());
    }
}
