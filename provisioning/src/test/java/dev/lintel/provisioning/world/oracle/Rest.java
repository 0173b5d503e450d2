package dev.lintel.provisioning.world.oracle;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.line.Body;
import dev.lintel.protocol.line.Digest;
import dev.lintel.protocol.line.DoorInput;
import dev.lintel.protocol.line.DoorPosition;
import dev.lintel.protocol.line.DoorSide;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.FloorPosition;
import dev.lintel.protocol.line.Snapshot;
import dev.lintel.protocol.line.Standing;
import dev.lintel.protocol.time.Moment;
import dev.lintel.protocol.wire.Sha256Chain;
import dev.lintel.provisioning.world.cloud.FloorRows;
import dev.lintel.provisioning.world.cloud.Tables;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// What must be so when nothing is under way any more: cloud, door, a fresh door and the bare logs tell the same calendar.
final class Rest {

    private final Scene scene;
    private final Excuses excuses;

    Rest(Scene scene, Excuses excuses) {
        this.scene = scene;
        this.excuses = excuses;
    }

    /// What a floor is still waiting for; nothing when it rests.
    Optional<String> unrest(FloorId floor) {
        FloorRows rows = scene.rows(floor);
        FloorPosition cloud = rows.held().at();
        Optional<DoorState> known = scene.door(floor).flatMap(host -> host.memory().load());
        if (known.isEmpty()) {
            return Optional.of("there is no door");
        }
        DoorPosition door = known.get().at();
        if (!(cloud.standing() instanceof Standing.Deciding) || !(door.standing() instanceof Standing.Deciding)) {
            return Optional.of("the cloud is " + cloud.standing() + " and the door " + door.standing());
        }
        boolean same = cloud.epoch() == door.epoch() && cloud.feed().equals(door.feed()) && cloud.log().equals(door.log())
                && cloud.feed().equals(cloud.feedAcked()) && door.log().equals(door.logAcked());
        if (!same) {
            return Optional.of("they stand at " + cloud + " and " + door);
        }
        if (!rows.held().understandsAll() || !known.get().proven()) {
            return Optional.of("something was not understood");
        }
        if (!rows.held().requests().isEmpty() || known.get().requests().findAny().isPresent()) {
            return Optional.of("open in the cloud " + rows.held().requests().values() + ", at the door "
                    + known.get().requests().toList());
        }
        return Optional.empty();
    }

    void same(FloorId floor) {
        FloorRows rows = scene.rows(floor);
        DoorState door = scene.door(floor).orElseThrow().memory().load().orElseThrow();
        Digest byDoor = Digest.of(door, scene.time().now().atOffset(ZoneOffset.UTC).toLocalDate()).orElseThrow();
        FloorPosition at = rows.held().at();
        Tables tables = scene.tables(floor);
        Digest byCloud = Digest.of(at.feed(), at.log(), at.generation(), byDoor.window(),
                tables.rows().stream().filter(row -> row.floor().equals(floor)).map(Tables.Row::booking));
        if (!byDoor.equals(byCloud)) {
            throw new Violation("cloud and door differ", difference(tables, door, byDoor));
        }
        Snapshot snapshot = scene.cloud().snapshot(tables, rows);
        Digest bySnapshot = fresh(snapshot, byDoor.window());
        if (!bySnapshot.equals(byDoor)) {
            throw new Violation("a fresh door differs", byDoor.differences(bySnapshot).toString());
        }
        boolean unread = LongStream.rangeClosed(1, at.epoch())
                .boxed()
                .flatMap(epoch -> rows.log(epoch).values().stream())
                .anyMatch(entry -> entry.body() instanceof Body.Unreadable);
        if (!excuses.hasForgotten(floor) && !unread) {
            replayed(rows, tables, door);
        }
    }

    private static String difference(Tables tables, DoorState door, Digest digest) {
        return door.bookings()
                .filter(b -> digest.window().slot().contains(b.slot().start()))
                .filter(b -> !tables.row(b.id()).map(Tables.Row::booking).filter(c -> alike(b, c)).isPresent())
                .map(b -> b + " but the cloud has " + tables.row(b.id()))
                .findFirst()
                .orElse("the cloud has more");
    }

    private static boolean alike(Booking one, Booking other) {
        return one.phase().slug().equals(other.phase().slug()) && one.slot().equals(other.slot())
                && one.space().equals(other.space()) && one.version() == other.version();
    }

    private static Digest fresh(Snapshot snapshot, Digest.Window window) {
        DoorState empty = DoorState.empty(DoorPosition.fresh(new FloorId(new UUID(0, 1)), snapshot.epoch() - 1));
        DoorState taken = new DoorSide(new Sha256Chain())
                .step(empty, new DoorInput.SnapshotArrived(snapshot, List.of(), Moment.synchronised(window.slot().start())))
                .state();
        return Digest.of(snapshot.feed(), snapshot.log(), snapshot.generation(), window, taken.bookings());
    }

    /// The last word of either log about each booking is how it stands, without anything else being known.
    private static void replayed(FloorRows rows, Tables tables, DoorState door) {
        Map<BookingId, Booking> last = new HashMap<>();
        for (long epoch = 1; epoch <= rows.held().at().epoch(); epoch++) {
            Stream.concat(rows.feed(epoch).stream(), rows.log(epoch).values().stream())
                    .flatMap(entry -> decided(entry).stream())
                    .filter(told -> !(told.phase() instanceof Phase.Requested))
                    .forEach(told -> last.merge(told.id(), told, Rest::later));
        }
        last.values()
                .forEach(told -> tables.row(told.id())
                        .filter(row -> row.floor().equals(rows.id()))
                        .map(Tables.Row::booking)
                        .ifPresentOrElse(known -> {
                            if (!known.slot().equals(told.slot()) || known.version() != told.version()
                                    || !known.space().equals(told.space())
                                    || known.phase().decided() != told.phase().decided()) {
                                throw new Violation("the logs tell another story", told + " but the cloud has " + known);
                            }
                        }, () -> {
                            if (tables.row(told.id()).isEmpty()) {
                                throw new Violation("the logs tell another story", told + " is not known");
                            }
                        }));
        door.bookings().filter(b -> b.phase().decided() && !last.containsKey(b.id())).findFirst().ifPresent(b -> {
            throw new Violation("the logs tell another story", b + " stands in no log");
        });
    }

    /// A check-in counts no version, and is the later word.
    private static Booking later(Booking one, Booking other) {
        if (one.version() != other.version()) {
            return one.version() > other.version() ? one : other;
        }
        return one.phase().slug().equals("checked-in") ? one : other;
    }

    private static Optional<Booking> decided(Entry entry) {
        return switch (entry.body()) {
            case Body.Happened happened -> Optional.of(happened.booking());
            case Body.Accepted accepted -> Optional.of(accepted.booking());
            case Body.Granted _,Body.Proposed _,Body.Declined _,Body.NotUnderstood _,Body.Observed _,Body.Late _,Body.Closed _,Body.SpaceSet _,Body.PersonShown _,Body.VerifiersSet _,Body.Unreadable _ ->
                Optional.empty();
        };
    }
}
