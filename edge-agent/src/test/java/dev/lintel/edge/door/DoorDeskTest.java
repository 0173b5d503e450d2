package dev.lintel.edge.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.copy.CopyFile;
import dev.lintel.edge.copy.Floor2;
import dev.lintel.edge.copy.Stores;
import dev.lintel.edge.time.Rhythm;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.line.Answer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullMarked
@SuppressWarnings("NullAway.Init")
class DoorDeskTest {

    @TempDir
    Path folder;

    private CopyFile file;
    private DoorDesk desk;
    private SimpleMeterRegistry meters;

    @BeforeEach
    void open() throws Exception {
        file = CopyFile.open(folder.resolve("floor.db"));
        Floor2.seed(file);
        start();
    }

    private void start() throws Exception {
        meters = new SimpleMeterRegistry();
        desk = new DoorDesk(Stores.floor(file), Stores.door(file), Stores.tidy(file),
                DoorDesks.clock(InstantSource.fixed(Floor2.NINE)), Rhythm.USUAL, meters);
        desk.start();
    }

    @AfterEach
    void close() throws Exception {
        desk.close();
        file.close();
    }

    private static OperationId op(int number) {
        return new OperationId(new UUID(0x0189000000007000L, 0x8000000000000000L | number));
    }

    private static <T> T got(CompletableFuture<T> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }

    private Answer answer(OperationId operation, BookingCommand command) throws Exception {
        return ((TouchReply.Answered) got(desk.touch(operation, command))).answer();
    }

    private static BookingCommand.Book walkUp(int number) {
        return new BookingCommand.Book(new BookingId(op(100 + number).value()), Floor2.BIRCH,
                Slot.of(Floor2.NINE, Duration.ofMinutes(30)), Optional.empty(), Optional.empty(), Origin.DOOR);
    }

    @Test
    void aCheckInSurvivesARestart() throws Exception {
        assertThat(answer(op(1), new BookingCommand.CheckIn(Floor2.STANDUP))).isInstanceOf(Answer.Done.class);
        desk.close();
        file.close();
        file = CopyFile.open(folder.resolve("floor.db"));
        start();
        assertThat(desk.state().orElseThrow().booking(Floor2.STANDUP).orElseThrow().phase())
                .isEqualTo(new Phase.CheckedIn(Floor2.NINE));
    }

    @Test
    void theSameTouchTwiceHasOneEffectAndOneAnswer() throws Exception {
        Answer first = answer(op(1), walkUp(1));
        Answer again = answer(op(1), walkUp(2));
        assertThat(again).isEqualTo(first).isInstanceOf(Answer.Done.class);
        assertThat(desk.state().orElseThrow().bookings(Floor2.BIRCH)).hasSize(1);
        assertThat(desk.state().orElseThrow().at().log().seq()).isEqualTo(1);
    }

    @Test
    void theFirstAnswerIsRememberedAcrossARestart() throws Exception {
        Answer first = answer(op(1), walkUp(1));
        desk.close();
        start();
        assertThat(answer(op(1), walkUp(2))).isEqualTo(first);
    }

    @Test
    void whoAsksAStoppedFloorAgainAndAgainIsWrittenDownOnce() throws Exception {
        desk.close();
        Floor2.doubt(file);
        start();
        CountDownLatch offered = new CountDownLatch(1);
        var _ = desk.keep(connection -> await(offered));
        // Two of them in one round, of which nothing is on the disk yet.
        var _ = desk.touch(op(1), new BookingCommand.CheckIn(Floor2.STANDUP));
        var _ = desk.touch(op(1), new BookingCommand.CheckIn(Floor2.STANDUP));
        offered.countDown();
        assertThat(answer(op(1), new BookingCommand.CheckIn(Floor2.STANDUP))).isInstanceOf(Answer.Refused.class);
        desk.close();
        start();
        assertThat(answer(op(1), new BookingCommand.CheckIn(Floor2.STANDUP))).isInstanceOf(Answer.Refused.class);
        assertThat(DoorDesks.log(file, 1, 1)).hasSize(1);
        assertThat(answer(op(2), new BookingCommand.CheckIn(Floor2.STANDUP))).isInstanceOf(Answer.Refused.class);
        assertThat(DoorDesks.log(file, 1, 1)).as("somebody else came as well").hasSize(2);
    }

    @Test
    void twoPeopleAtOnceGetOneRoom() throws Exception {
        assertThat(answer(op(1), walkUp(1))).isInstanceOf(Answer.Done.class);
        assertThat(answer(op(2), walkUp(2))).isInstanceOfSatisfying(Answer.Refused.class,
                refused -> assertThat(refused.why()).isInstanceOf(Rejection.Taken.class));
    }

    @Test
    void aTouchThatCannotBeSavedDidNotHappen() throws Exception {
        try (Connection other = file.reader(); Statement statement = other.createStatement()) {
            statement.execute("DROP TABLE door_log");
        }
        assertThat(got(desk.touch(op(1), new BookingCommand.CheckIn(Floor2.STANDUP)))).isInstanceOf(TouchReply.NotSaved.class);
        assertThat(desk.state().orElseThrow().booking(Floor2.STANDUP)).contains(Floor2.standup());
        assertThat(Stores.floor(file).load().orElseThrow().booking(Floor2.STANDUP)).contains(Floor2.standup());
        assertThat(desk.alive()).isTrue();
    }

    @Test
    void nobodyIsAnsweredBeforeTheCommit() throws Exception {
        CompletableFuture<TouchReply> reply;
        try (Connection other = file.reader(); Statement statement = other.createStatement()) {
            // Another writer holds the file, so the door's commit cannot happen yet.
            statement.execute("BEGIN IMMEDIATE");
            reply = desk.touch(op(1), new BookingCommand.CheckIn(Floor2.STANDUP));
            assertThat(reply.completeOnTimeout(new TouchReply.Busy(), 300, TimeUnit.MILLISECONDS).get())
                    .as("no answer while nothing is on the disk")
                    .isInstanceOf(TouchReply.Busy.class);
            statement.execute("ROLLBACK");
        }
        assertThat(answer(op(1), new BookingCommand.CheckIn(Floor2.STANDUP))).isInstanceOf(Answer.Done.class);
    }

    @Test
    void aFullQueueRefusesAtOnce() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        boolean[] armed = {false};
        desk.watch((state, effects) -> {
            if (armed[0]) {
                busy.countDown();
                await(free);
            }
        });
        armed[0] = true;
        var _ = desk.touch(op(1), new BookingCommand.CheckIn(Floor2.STANDUP));
        await(busy);
        List<CompletableFuture<TouchReply>> waiting = new ArrayList<>();
        for (int i = 0; i < Inbox.LIMIT; i++) {
            waiting.add(desk.touch(op(10 + i), walkUp(i)));
        }
        assertThat(desk.touch(op(9), walkUp(999)).getNow(new TouchReply.Unready())).isInstanceOf(TouchReply.Busy.class);
        armed[0] = false;
        free.countDown();
        for (CompletableFuture<TouchReply> reply : waiting) {
            assertThat(got(reply)).isInstanceOf(TouchReply.Answered.class);
        }
    }

    private static List<BookingCommand> walkUpsInARow(int count) {
        List<BookingCommand> commands = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            commands.add(new BookingCommand.Book(new BookingId(op(100 + i).value()), Floor2.BIRCH,
                    Slot.of(Floor2.NINE.plus(Duration.ofMinutes(15L * i)), Duration.ofMinutes(15)), Optional.empty(),
                    Optional.empty(), Origin.DOOR));
        }
        return commands;
    }

    private double commits() {
        return meters.counter("lintel.door.commits").count();
    }

    private List<BookingId> saved() throws Exception {
        return Stores.floor(file).load().orElseThrow().bookings(Floor2.BIRCH).map(booking -> booking.id()).sorted().toList();
    }

    @Test
    void touchesThatWaitTogetherShareACommit() throws Exception {
        assertThat(atOnce(walkUpsInARow(20))).allSatisfy(
                reply -> assertThat(reply).isInstanceOfSatisfying(TouchReply.Answered.class,
                        answered -> assertThat(answered.answer()).isInstanceOf(Answer.Done.class)));
        assertThat(commits()).as("one for the touch that held the door, one for the others").isEqualTo(2);
        assertThat(saved()).hasSize(20);
    }

    @Test
    void aRefusalInARoundConcernsNobodyElse() throws Exception {
        List<BookingCommand> commands = new ArrayList<>(walkUpsInARow(3));
        commands.add(1, walkUp(50));
        List<TouchReply> replies = atOnce(commands);
        assertThat(replies).allSatisfy(reply -> assertThat(reply).isInstanceOf(TouchReply.Answered.class));
        assertThat(((TouchReply.Answered) replies.get(1)).answer()).isInstanceOf(Answer.Refused.class);
        assertThat(saved()).hasSize(3);
    }

    @Test
    void oneThatCannotBeWrittenConcernsNobodyElse() throws Exception {
        String poisoned = op(101).toString();
        try (Connection other = file.reader(); Statement statement = other.createStatement()) {
            statement.execute("CREATE TRIGGER poison BEFORE INSERT ON booking WHEN NEW.id = '" + poisoned
                    + "' BEGIN SELECT RAISE(ABORT, 'this row does not go in'); END");
        }
        List<TouchReply> replies = atOnce(walkUpsInARow(5));
        assertThat(replies.get(1)).isInstanceOf(TouchReply.NotSaved.class);
        replies.remove(1);
        assertThat(replies).allSatisfy(reply -> assertThat(reply).isInstanceOf(TouchReply.Answered.class));
        assertThat(saved()).hasSize(4).doesNotContain(BookingId.of(poisoned));
        assertThat(desk.state().orElseThrow().bookings(Floor2.BIRCH)).hasSize(4);
        assertThat(desk.saving()).isInstanceOf(Saving.Fine.class);
    }

    @Test
    void whatACompanionFailsAtIsNotWrittenWithoutIt() throws Exception {
        boolean[] failing = {true};
        desk.accompany((before, step) -> {
            if (failing[0]) {
                failing[0] = false;
                throw new IllegalStateException("its row cannot be made");
            }
            return Optional.empty();
        });
        assertThat(got(desk.touch(op(1), walkUp(1)))).isInstanceOf(TouchReply.NotSaved.class);
        assertThat(saved()).isEmpty();
        assertThat(answer(op(2), walkUp(2))).as("its slot is free").isInstanceOf(Answer.Done.class);
        assertThat(saved()).containsExactly(walkUp(2).booking());
    }

    @Test
    void aFullDiskAcknowledgesNothingAndRecoversByItself() throws Exception {
        String pages;
        try (Statement statement = file.writer().createStatement(); var row = statement.executeQuery("PRAGMA page_count")) {
            pages = row.getString(1);
        }
        // The writer's own limit on the file: SQLite answers with the code of a full disk.
        limit(pages);
        int answered = 0;
        TouchReply last = new TouchReply.Busy();
        List<BookingCommand> commands = walkUpsInARow(90);
        while (answered < commands.size() && !(last instanceof TouchReply.NotSaved)) {
            last = got(desk.touch(op(answered), commands.get(answered)));
            answered += last instanceof TouchReply.Answered ? 1 : 0;
        }
        assertThat(last).as("the file was full at last").isInstanceOf(TouchReply.NotSaved.class);
        assertThat(desk.saving()).isInstanceOfSatisfying(Saving.Failing.class,
                failing -> assertThat(failing.reason()).contains("The disk is full"));
        assertThat(saved()).hasSize(answered);
        assertThat(desk.state().orElseThrow().bookings(Floor2.BIRCH)).hasSize(answered);

        CountDownLatch told = new CountDownLatch(1);
        desk.watch((state, effects) -> {
            if (desk.saving() instanceof Saving.Fine) {
                told.countDown();
            }
        });
        limit("1000000");
        await(told);
        assertThat(got(desk.touch(op(answered), commands.get(answered)))).isInstanceOf(TouchReply.Answered.class);
    }

    @Test
    void aDiskThatTurnsReadOnlyIsSaidSoAndRecoversByItself() throws Exception {
        readOnly(true);
        assertThat(got(desk.touch(op(1), walkUp(1)))).isInstanceOf(TouchReply.NotSaved.class);
        assertThat(desk.saving()).isInstanceOfSatisfying(Saving.Failing.class,
                failing -> assertThat(failing.reason()).contains("read-only", "Mount it writable"));
        assertThat(saved()).isEmpty();
        CountDownLatch told = new CountDownLatch(1);
        desk.watch((state, effects) -> {
            if (desk.saving() instanceof Saving.Fine) {
                told.countDown();
            }
        });
        readOnly(false);
        await(told);
        assertThat(got(desk.touch(op(2), walkUp(2)))).isInstanceOf(TouchReply.Answered.class);
    }

    /// SQLite answers a write with the code of a read-only file.
    private void readOnly(boolean yes) throws Exception {
        try (Statement statement = file.writer().createStatement()) {
            statement.execute("PRAGMA query_only = " + yes);
        }
    }

    private void limit(String pages) throws Exception {
        try (Statement statement = file.writer().createStatement()) {
            statement.execute("PRAGMA max_page_count = " + pages);
        }
    }

    @Test
    void theScreenHasTheNewStateWhenTheAnswerComes() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        desk.watch((state, effects) -> state.booking(Floor2.STANDUP)
                .filter(booking -> booking.phase() instanceof Phase.CheckedIn)
                .ifPresent(booking -> order.add("screen")));
        got(desk.touch(op(1), new BookingCommand.CheckIn(Floor2.STANDUP)).thenAccept(reply -> order.add("answer")));
        assertThat(order).containsExactly("screen", "answer");
    }

    @Test
    void aWatcherThatFailsDoesNotEndTheDoor() throws Exception {
        boolean[] armed = {false};
        desk.watch((state, effects) -> {
            if (armed[0]) {
                throw new IllegalStateException("this screen is broken");
            }
        });
        armed[0] = true;
        assertThat(answer(op(1), walkUp(1))).isInstanceOf(Answer.Done.class);
        assertThat(answer(op(2), new BookingCommand.CheckIn(Floor2.STANDUP))).isInstanceOf(Answer.Done.class);
    }

    /// Lets touches pile up behind one that the door is busy with, then sets it free.
    private List<TouchReply> atOnce(List<BookingCommand> commands) throws Exception {
        CountDownLatch holding = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        boolean[] armed = {false};
        desk.watch((state, effects) -> {
            if (armed[0]) {
                armed[0] = false;
                holding.countDown();
                await(go);
            }
        });
        armed[0] = true;
        var _ = desk.touch(op(997), new BookingCommand.CheckIn(new BookingId(op(998).value())));
        await(holding);
        List<CompletableFuture<TouchReply>> waiting = new ArrayList<>();
        for (int i = 0; i < commands.size(); i++) {
            waiting.add(desk.touch(op(i), commands.get(i)));
        }
        go.countDown();
        List<TouchReply> replies = new ArrayList<>();
        for (CompletableFuture<TouchReply> reply : waiting) {
            replies.add(got(reply));
        }
        return replies;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
