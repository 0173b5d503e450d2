package dev.lintel.edge.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Policy;
import dev.lintel.protocol.booking.Privacy;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.Body;
import dev.lintel.protocol.line.CloudFloor;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.CloudSide;
import dev.lintel.protocol.line.CloudStep;
import dev.lintel.protocol.line.DoorCommit;
import dev.lintel.protocol.line.DoorInput;
import dev.lintel.protocol.line.DoorMemory;
import dev.lintel.protocol.line.DoorPosition;
import dev.lintel.protocol.line.DoorSide;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.DoorStep;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.InMemoryDoor;
import dev.lintel.protocol.line.InMemoryLedger;
import dev.lintel.protocol.line.Snapshot;
import dev.lintel.protocol.time.Moment;
import dev.lintel.protocol.wire.Sha256Chain;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a door asks of its disk, told once and asked of both: the floor's file, and the memory that simulated doors write to. After each commit both must load the same door.
@NullMarked
@SuppressWarnings("NullAway.Init")
class DoorMemoryTest {

    private static final Instant NOW = Instant.parse("2026-03-02T09:01:00Z");
    private static final FloorId FLOOR = new FloorId(id(1, 1));
    private static final Generation GENERATION = new Generation(id(1, 2));
    private static final PersonId PERSON = new PersonId(id(1, 3));
    private static final Space ROOM = new Space(new SpaceId(id(1, 4)), "Aspen", 6, "2nd floor", ZoneOffset.UTC, Policy.USUAL,
            Privacy.TITLE, Optional.empty());

    @TempDir
    Path folder;

    private final DoorSide side = new DoorSide(new Sha256Chain());
    private final List<OperationId> operations = new ArrayList<>();
    private final InMemoryDoor<SQLException> memory = InMemoryDoor.blank();
    private CloudFloor cloud = CloudFloor.fresh(FLOOR, GENERATION);
    private InMemoryLedger ledger = InMemoryLedger.empty();

    private static UUID id(int kind, int number) {
        return new UUID(0x0189000000007000L + kind, 0x8000000000000000L | number);
    }

    private OperationId operation() {
        OperationId next = new OperationId(id(2, operations.size() + 1));
        operations.add(next);
        return next;
    }

    @Test
    void theFileAndTheMemoryRememberTheSameDoor() throws Exception {
        try (CopyFile file = CopyFile.open(folder.resolve("floor.db"))) {
            FloorStore reading = Stores.floor(file);
            DoorStore writing = Stores.door(file);
            assertThat(reading.load()).isEmpty();
            assertThat(memory.load()).isEmpty();
            writing.begin(DoorPosition.fresh(FLOOR, 1), NOW);
            memory.begin(DoorPosition.fresh(FLOOR, 1), NOW);
            DoorState door = same(reading);
            for (List<DoorInput> round : script()) {
                List<DoorStep> steps = new ArrayList<>();
                for (DoorInput input : round) {
                    DoorStep step = side.step(door, input);
                    steps.add(step);
                    door = step.state();
                }
                commit(writing, steps);
                commit(memory, steps);
                door = same(reading);
            }
            Snapshot snapshot = Snapshot.of(cloud, ledger, List.of(ROOM), Map.of(PERSON, "Ada"), ledger.bookings().toList());
            DoorStep swapped = side.step(door, new DoorInput.SnapshotArrived(snapshot,
                    reading.log(1, 1, Integer.MAX_VALUE), Moment.synchronised(NOW)));
            commit(writing, List.of(swapped));
            commit(memory, List.of(swapped));
            assertThat(same(reading).at().feed()).isEqualTo(snapshot.feed());
        }
    }

    private static void commit(DoorCommit<SQLException> disk, List<DoorStep> steps) throws SQLException {
        disk.write(steps, NOW);
    }

    /// A grant, bookings from both sides, one that waits, a check-in, something unreadable, and an acknowledgement; some rounds share a commit.
    private List<List<DoorInput>> script() {
        List<Entry> feed = new ArrayList<>();
        feed.addAll(cloud(new CloudInput.SpaceChanged(operation(), ROOM)));
        feed.addAll(cloud(new CloudInput.PersonNamed(operation(), PERSON, Optional.of("Ada"))));
        feed.addAll(cloud(new CloudInput.GrantDue(operation(), NOW, Duration.ofHours(4))));
        feed.addAll(cloud(new CloudInput.Asked(operation(), book(1, 10, 11, Origin.CLOUD), Moment.synchronised(NOW))));
        List<DoorInput> read = feed.stream().<DoorInput>map(DoorMemoryTest::arrived).toList();
        List<Entry> later = cloud(new CloudInput.Asked(operation(), book(2, 20, 21, Origin.CLOUD), Moment.synchronised(NOW)));
        Entry told = later.getFirst();
        DoorInput unread = arrived(
                new Entry(told.seq(), told.previous(), told.hash(), told.head(), new Body.Unreadable("later", "{}")));
        return List.of(read.subList(0, 3), read.subList(3, read.size()),
                List.of(touched(book(3, 11, 12, Origin.DOOR)), touched(book(4, 11, 12, Origin.DOOR))),
                List.of(touched(book(5, 22, 23, Origin.DOOR))), List.of(touched(new BookingCommand.Cancel(booking(3)))),
                List.of(new DoorInput.Noticed(operation(), "issue", Optional.of(ROOM.id()), Moment.synchronised(NOW))),
                List.of(new DoorInput.Welcomed(GENERATION)), List.of(unread));
    }

    private List<Entry> cloud(CloudInput input) {
        CloudStep step = new CloudSide(new Sha256Chain()).step(cloud, ledger, input);
        cloud = step.floor();
        ledger = ledger.with(step);
        return step.entries();
    }

    private static DoorInput arrived(Entry entry) {
        return new DoorInput.FeedArrived(entry, Optional.empty(), Moment.synchronised(NOW));
    }

    private DoorInput touched(BookingCommand command) {
        return new DoorInput.Touched(operation(), command, Moment.synchronised(NOW));
    }

    private static BookingId booking(int number) {
        return new BookingId(id(3, number));
    }

    private static BookingCommand book(int number, int from, int to, Origin origin) {
        Instant day = NOW.truncatedTo(ChronoUnit.DAYS);
        return new BookingCommand.Book(booking(number), ROOM.id(),
                new Slot(day.plus(Duration.ofHours(from)), day.plus(Duration.ofHours(to))),
                origin == Origin.CLOUD ? Optional.of(PERSON) : Optional.empty(), Optional.of("Plan"), origin);
    }

    private DoorState same(DoorMemory<SQLException> file) throws SQLException {
        DoorState byFile = file.load().orElseThrow();
        DoorState byMemory = memory.load().orElseThrow();
        assertThat(byFile.at()).isEqualTo(byMemory.at());
        assertThat(rows(byFile)).isEqualTo(rows(byMemory));
        assertThat(byFile.requests().collect(Collectors.toSet())).isEqualTo(byMemory.requests().collect(Collectors.toSet()));
        assertThat(byFile.spaces().toList()).isEqualTo(byMemory.spaces().toList());
        assertThat(byFile.name(PERSON)).isEqualTo(byMemory.name(PERSON));
        assertThat(byFile.unread().toList()).isEqualTo(byMemory.unread().toList());
        for (OperationId operation : operations) {
            assertThat(byFile.answer(operation)).as("%s", operation).isEqualTo(byMemory.answer(operation));
            assertThat(file.logged(1, operation)).as("%s", operation).isEqualTo(memory.logged(1, operation));
        }
        assertThat(file.log(1, 1, 100)).isEqualTo(memory.log(1, 1, 100));
        assertThat(file.log(1, 2, 1)).isEqualTo(memory.log(1, 2, 1));
        for (long seq = 0; seq < 12; seq++) {
            assertThat(file.logHash(1, seq)).as("log %d", seq).isEqualTo(memory.logHash(1, seq));
            assertThat(file.feedHash(1, seq)).as("feed %d", seq).isEqualTo(memory.feedHash(1, seq));
        }
        return byFile;
    }

    private static Set<Booking> rows(DoorState door) {
        return door.bookings().collect(Collectors.toSet());
    }
}
