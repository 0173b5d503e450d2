package dev.lintel.edge.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.door.DoorDesks;
import dev.lintel.protocol.Limits;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.Line;
import dev.lintel.protocol.line.Mark;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a door forgets, and what it must not.
@NullMarked
@SuppressWarnings("NullAway.Init")
class TidyTest {

    @TempDir
    Path folder;

    private CopyFile file;
    private DoorDesk desk;
    private Instant now = Floor2.NINE;

    @BeforeEach
    void open() throws Exception {
        file = CopyFile.open(folder.resolve("floor.db"));
        Floor2.seed(file);
        desk = DoorDesks.over(file, DoorDesks.clock(() -> now));
        desk.start();
    }

    @AfterEach
    void close() throws Exception {
        desk.close();
        file.close();
    }

    private BookingId walkUp(int number) throws Exception {
        BookingId id = new BookingId(new UUID(0x01890000_0000_7000L, 0x8000_0000_0000_3000L + number));
        desk.touch(new OperationId(new UUID(0x01890000_0000_7000L, 0x8000_0000_0000_4000L + number)),
                new BookingCommand.Book(id, number < 100 ? Floor2.BIRCH : Floor2.ASPEN,
                        Slot.of(now.plus(Duration.ofMinutes(15L * (number % 100))), Duration.ofMinutes(15)),
                        Optional.empty(), Optional.empty(), Origin.DOOR))
                .get(10, TimeUnit.SECONDS);
        return id;
    }

    private void acknowledgeAll() throws Exception {
        desk.acknowledged(desk.state().orElseThrow().at().log()).get(10, TimeUnit.SECONDS);
    }

    private void tidyAll() throws Exception {
        while (desk.tidy().get(10, TimeUnit.SECONDS).more()) {
            assertThat(desk.alive()).isTrue();
        }
    }

    /// As a grant would, without the cloud that writes one: what is before it by the longest horizon has passed.
    private void vouchedFor(Instant time) throws Exception {
        granted(time.plus(Limits.LONGEST_HORIZON));
    }

    private void granted(Instant line) throws Exception {
        desk.close();
        try (Connection other = file.reader(); Statement statement = other.createStatement()) {
            statement.execute("UPDATE door SET line_at = " + new Line(line).at().toEpochMilli());
        }
        desk = DoorDesks.over(file, DoorDesks.clock(() -> now));
        desk.start();
    }

    private List<Entry> log() throws SQLException {
        return DoorDesks.log(file, 1, 1);
    }

    private long rows(String table) throws SQLException {
        return file.read(connection -> {
            try (Statement statement = connection.createStatement();
                    var row = statement.executeQuery("SELECT count(*) FROM " + table)) {
                return row.getLong(1);
            }
        });
    }

    @Test
    void bookingsGoTwoDaysAfterTheirEnd() throws Exception {
        BookingId old = walkUp(1);
        now = now.plus(Duration.ofDays(1));
        vouchedFor(now);
        tidyAll();
        assertThat(desk.state().orElseThrow().booking(old)).isPresent();
        now = now.plus(Duration.ofDays(2));
        vouchedFor(now);
        tidyAll();
        assertThat(desk.state().orElseThrow().booking(old)).isEmpty();
        assertThat(desk.state().orElseThrow().bookings()).as("in memory as on the disk").hasSize((int) rows("booking"));
    }

    @Test
    void entriesAreKeptFor35DaysAfterTheyWereAcknowledged() throws Exception {
        walkUp(1);
        now = now.plus(Duration.ofDays(60));
        vouchedFor(now);
        tidyAll();
        assertThat(log()).as("two months old, and nobody else has it").hasSize(1);
        acknowledgeAll();
        tidyAll();
        now = now.plus(Duration.ofDays(34));
        vouchedFor(now);
        tidyAll();
        assertThat(log()).hasSize(1);
        now = now.plus(Duration.ofDays(2));
        vouchedFor(now);
        tidyAll();
        assertThat(log()).isEmpty();
    }

    @Test
    void anAnswerIsRememberedAsLongAsItsEntry() throws Exception {
        walkUp(1);
        now = now.plus(Duration.ofDays(34));
        vouchedFor(now);
        tidyAll();
        assertThat(rows("operation")).isEqualTo(1);
        now = now.plus(Duration.ofDays(2));
        vouchedFor(now);
        tidyAll();
        assertThat(rows("operation")).isZero();
        assertThat(desk.state().orElseThrow().answers()).isEmpty();
    }

    @Test
    void aClockThatIsAYearAheadRemovesNothing() throws Exception {
        BookingId kept = walkUp(1);
        acknowledgeAll();
        tidyAll();
        now = now.plus(Duration.ofDays(365));
        // A battery clock that was set wrong before the start looks as good as any.
        vouchedFor(Floor2.NINE);
        tidyAll();
        assertThat(desk.state().orElseThrow().booking(kept)).as("the cloud never granted a line so far ahead").isPresent();
        assertThat(log()).hasSize(1);
        assertThat(desk.state().orElseThrow().at().logAcked()).isNotEqualTo(Mark.START);
    }

    /// The line is fourteen days ahead, and a battery clock that is ten days ahead looks as good as any.
    @Test
    void aClockThatIsAheadWithinALongHorizonForgetsNoBookingThatIsStillToCome() throws Exception {
        granted(now.plus(Limits.LONGEST_HORIZON));
        now = now.plus(Duration.ofDays(3));
        BookingId toCome = walkUp(1);
        now = now.plus(Duration.ofDays(7));
        tidyAll();
        assertThat(desk.state().orElseThrow().booking(toCome)).as("its slot would be given away again").isPresent();
    }

    @Test
    void whatIsNeededDoesNotHideWhatIsNot() throws Exception {
        granted(now.plus(Limits.LONGEST_HORIZON));
        Set<BookingId> needed = new HashSet<>();
        for (int i = 0; i < TidyStore.ROWS; i++) {
            needed.add(walkUp(i));
        }
        now = now.plus(Duration.ofDays(2));
        BookingId newest = walkUp(TidyStore.ROWS);
        desk.close();
        TidyStore.Tidied tidied = Stores.tidy(file).tidy(now, now.plus(Duration.ofDays(30)), needed);
        assertThat(tidied.bookings()).contains(newest).doesNotContainAnyElementsOf(needed);
        assertThat(rows("booking")).isEqualTo(TidyStore.ROWS);
    }

    @Test
    void muchIsRemovedInManySmallSteps() throws Exception {
        for (int i = 0; i < 90; i++) {
            walkUp(i);
        }
        for (int i = 105; i < 190; i++) {
            walkUp(i);
        }
        assertThat(rows("booking")).isEqualTo(176);
        now = now.plus(Duration.ofDays(30));
        vouchedFor(now);
        int steps = 1;
        while (desk.tidy().get(10, TimeUnit.SECONDS).more()) {
            steps++;
        }
        assertThat(steps).as("steps of " + TidyStore.ROWS + " rows").isGreaterThan(1);
        assertThat(desk.state().orElseThrow().bookings()).isEmpty();
    }
}
