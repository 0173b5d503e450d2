package dev.lintel.provisioning.world.oracle;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.line.Change;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.Effect;
import dev.lintel.provisioning.world.cloud.FloorRows;
import dev.lintel.provisioning.world.cloud.Tables;
import dev.lintel.provisioning.world.door.DoorHost;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Nobody is confirmed where somebody else is: not in the cloud, not at a door, and not where the later word of either is believed. And what was confirmed is not taken away.
final class Calendars {

    private final Scene scene;
    private final Excuses excuses;
    private final Map<DoorHost, DoorState> doors = new HashMap<>();
    private final Map<BookingId, Booking> confirmed = new HashMap<>();

    Calendars(Scene scene, Excuses excuses) {
        this.scene = scene;
        this.excuses = excuses;
    }

    void restored() {
        confirmed.clear();
    }

    void inTheCloud(FloorRows floor, Collection<Change> changes, Collection<Effect> effects) {
        Tables tables = scene.tables(floor.id());
        Optional<String> clash = effects.stream()
                .filter(effect -> effect instanceof Effect.Alarm alarm && alarm.kind().equals("clash"))
                .map(Effect::toString)
                .findFirst();
        for (Change change : changes) {
            if (change instanceof Change.PutBooking(Booking put)) {
                Booking now = tables.row(put.id()).orElseThrow().booking();
                takenAway(floor.id(), now, clash);
                if (now.phase().decided()) {
                    alone(tables, now);
                    bothSides(floor.id(), now, Optional.empty());
                }
            }
        }
    }

    private void alone(Tables tables, Booking booking) {
        tables.overlapping(booking.space(), booking.slot())
                .stream()
                .map(Tables.Row::booking)
                .filter(other -> other.phase().decided() && !other.id().equals(booking.id()))
                .findFirst()
                .ifPresent(other -> {
                    throw new Violation("overlap in the cloud", booking + " and " + other);
                });
    }

    /// Who is confirmed is not declined any more, unless that is recorded.
    private void takenAway(FloorId floor, Booking now, Optional<String> recorded) {
        boolean clash = recorded.isPresent();
        Booking before = now.phase().decided() ? confirmed.put(now.id(), now) : confirmed.remove(now.id());
        if (before != null && now.phase() instanceof Phase.Declined && !clash) {
            throw new Violation("taken away",
                    before + " became " + now.phase() + (excuses.isForced(floor) ? " by force, and nothing was recorded" : ""));
        }
        if (clash && !excuses.isForced(floor)) {
            throw new Violation("clash without force", "about " + now + ": " + recorded);
        }
    }

    void atADoor(DoorHost host, DoorState rows, List<Change> changes) {
        boolean swapped = false;
        for (Change change : changes) {
            swapped |= change instanceof Change.Emptied || change instanceof Change.BeginEpoch;
            if (change instanceof Change.PutBooking(Booking put)) {
                rows.booking(put.id()).filter(b -> b.phase().decided()).ifPresent(now -> {
                    rows.holding(now.space(), now.slot())
                            .stream()
                            .filter(other -> other.phase().decided() && !other.id().equals(now.id()))
                            .findFirst()
                            .ifPresent(other -> {
                                throw new Violation("overlap at the door", now + " and " + other);
                            });
                    if (isPresent(host)) {
                        bothSides(host.floor(), now, Optional.of(rows));
                    }
                });
            }
        }
        DoorState before = doors.put(host, rows);
        if (swapped && before != null && before.proven() && rows.proven() && !excuses.hasForgotten(host.floor())) {
            kept(host.floor(), before, rows);
        }
    }

    void anotherCard(DoorHost host) {
        doors.remove(host);
    }

    private boolean isPresent(DoorHost host) {
        return scene.door(host.floor()).equals(Optional.of(host));
    }

    /// What a door had confirmed and that is not over is there after a rebuild, whatever became of it; unless it lives on another floor by now.
    private void kept(FloorId floor, DoorState before, DoorState after) {
        before.bookings()
                .filter(b -> b.phase().decided() && b.slot().end().isAfter(scene.time().now()))
                .filter(b -> after.booking(b.id()).isEmpty())
                .filter(b -> scene.tables(floor).row(b.id()).filter(row -> !row.floor().equals(floor)).isEmpty())
                .findFirst()
                .ifPresent(gone -> {
                    throw new Violation("forgotten in a rebuild", gone.toString());
                });
    }

    /// By the later word of either party about each booking.
    private void bothSides(FloorId floor, Booking booking, Optional<DoorState> byDoor) {
        if (excuses.isForced(floor)) {
            return;
        }
        Optional<DoorState> door = byDoor.or(() -> scene.door(floor).flatMap(host -> host.memory().load()));
        if (door.isEmpty()) {
            return;
        }
        Tables tables = scene.tables(floor);
        if (byDoor.isPresent()) {
            if (isLater(tables.row(booking.id()).map(Tables.Row::booking), booking)) {
                return;
            }
            tables.overlapping(booking.space(), booking.slot())
                    .stream()
                    .map(Tables.Row::booking)
                    .filter(other -> stands(other, booking) && !isLater(door.get().booking(other.id()), other))
                    .findFirst()
                    .ifPresent(other -> apart("the door", booking, "the cloud", other));
        } else if (!isLater(door.get().booking(booking.id()), booking)) {
            door.get()
                    .holding(booking.space(), booking.slot())
                    .stream()
                    .filter(other -> stands(other, booking) && !isLater(tables.row(other.id()).map(Tables.Row::booking), other))
                    .findFirst()
                    .ifPresent(other -> apart("the cloud", booking, "the door", other));
        }
    }

    private static boolean stands(Booking other, Booking booking) {
        return other.phase().decided() && !other.id().equals(booking.id());
    }

    /// Whether the other party has already said something later about it.
    private static boolean isLater(Optional<Booking> theirs, Booking ours) {
        return theirs.filter(b -> b.version() > ours.version() || (b.version() == ours.version() && !b.phase().holds()))
                .isPresent();
    }

    private static void apart(String one, Booking booking, String two, Booking other) {
        throw new Violation("overlap between the parties", one + " has " + booking + ", " + two + " has " + other);
    }
}
