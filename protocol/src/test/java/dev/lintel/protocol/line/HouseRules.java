package dev.lintel.protocol.line;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.identity.BookingId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What must hold in every state of a house of two floors.
final class HouseRules {

    private final HouseWorld world;
    private final House house;

    HouseRules(HouseWorld world, House house) {
        this.world = world;
        this.house = house;
    }

    static long fingerprint(House house) {
        Fingerprint f = new Fingerprint();
        f.add(house.used() * 64L + house.flags()).addAll(house.bookings().values()).addAll(house.answers().values());
        house.backup().ifPresent(backup -> f.add(fingerprint(backup)));
        for (House.Storey storey : house.storeys()) {
            FloorPosition cloud = storey.cloud().at();
            DoorPosition door = storey.door().at();
            f.add(cloud.epoch() * 3 + door.epoch()).add(cloud.line().hashCode()).add(door.line().hashCode());
            f.add(cloud.standing().hashCode()).add(door.standing().hashCode());
            f.add(cloud.grantSeq() > cloud.feedAcked().seq() ? (cloud.grantSeq() > door.feed().seq() ? 2 : 1) : 0);
            f.addAll(storey.door().bookings()).addAll(storey.door().answers());
            f.addAll(storey.cloud()
                    .requests()
                    .values()
                    .stream()
                    .map(r -> asked(r, storey.cloud().requests().values().stream())));
            f.addAll(storey.door().requests().map(r -> asked(r, storey.door().requests())));
            storey.feedAhead().forEach(e -> f.add(e.head().hashCode()).add(e.body().hashCode()));
            f.add(77);
            storey.logAhead().forEach(e -> f.add(e.head().hashCode()).add(e.body().hashCode()));
        }
        return f.value();
    }

    private static List<Object> asked(Request request, Stream<Request> all) {
        return List.of(request.operation(), request.command(), request.version(), request.behind(), request.hold(),
                all.filter(r -> r.seq() < request.seq()).count());
    }

    Optional<String> violation() {
        Map<BookingId, Booking> truth = truth(house);
        Optional<String> found = overlap("at the cloud", house.bookings().values().toList())
                .or(() -> overlap("at door 1", house.at(0).door().bookings().toList()))
                .or(() -> overlap("at door 2", house.at(1).door().bookings().toList()))
                .or(() -> forgot() ? Optional.empty() : overlap("by the owners' truth", List.copyOf(truth.values())))
                .or(() -> forgot() ? Optional.empty() : both(truth))
                .or(this::stopped);
        return found.isPresent() || !atRest() ? found : unrest();
    }

    /// R16: a disk that was rolled back may have decided otherwise since; what must hold is that everybody agrees in the end.
    private boolean forgot() {
        return (house.flags() & HouseWorld.RESTORED) != 0;
    }

    private static Optional<String> overlap(String where, List<Booking> bookings) {
        for (int i = 0; i < bookings.size(); i++) {
            for (int j = i + 1; j < bookings.size(); j++) {
                Booking one = bookings.get(i);
                Booking other = bookings.get(j);
                if (one.phase().decided() && other.phase().decided() && one.space().equals(other.space())
                        && one.slot().overlaps(other.slot())) {
                    return Optional.of("two confirmed overlap " + where + ": " + words(one) + " and " + words(other));
                }
            }
        }
        return Optional.empty();
    }

    /// What was decided last about each booking, whoever decided it and whether or not it has been told.
    private static Map<BookingId, Booking> truth(House house) {
        Map<BookingId, Booking> latest = new HashMap<>();
        everywhere(house).filter(b -> !(b.phase() instanceof Phase.Requested || b.phase() instanceof Phase.Declined))
                .forEach(b -> latest.merge(b.id(), b, HouseRules::later));
        return latest;
    }

    private static Stream<Booking> everywhere(House house) {
        return Stream.concat(house.bookings().values(), house.storeys()
                .stream()
                .flatMap(storey -> Stream.concat(storey.door().bookings(), storey.logAhead()
                        .stream()
                        .flatMap(entry -> WorldState.decided(entry)))));
    }

    private static Booking later(Booking one, Booking other) {
        if (one.version() != other.version()) {
            return one.version() > other.version() ? one : other;
        }
        return one.phase().decided() || !other.phase().decided() ? one : other;
    }

    /// A person never has both: not two windows under one version, nor a window that a door still owns while the booking stands elsewhere.
    private Optional<String> both(Map<BookingId, Booking> truth) {
        List<Booking> confirmed = everywhere(house).filter(b -> b.phase().decided()).toList();
        for (Booking one : confirmed) {
            for (Booking other : confirmed) {
                boolean same = one.id().equals(other.id()) && one.version() == other.version();
                if (same && !(one.space().equals(other.space()) && one.slot().equals(other.slot()))) {
                    return Optional.of("one version, two places: " + words(one) + " and " + words(other));
                }
            }
        }
        for (House.Storey storey : house.storeys()) {
            for (Booking there : storey.door().bookings().filter(b -> b.phase().decided()).toList()) {
                Booking now = truth.getOrDefault(there.id(), there);
                if (storey.door().at().line().doorOwns(there.slot().start()) && now.phase().decided()
                        && !now.space().equals(there.space()) && storey.door().at().standing() instanceof Standing.Deciding) {
                    return Optional.of("confirmed at both: " + words(there) + " by its door, and " + words(now));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> stopped() {
        return house.storeys()
                .stream()
                .flatMap(storey -> Stream.of(storey.cloud().at().standing(), storey.door().at().standing()))
                .filter(standing -> standing instanceof Standing.Stopped)
                .findFirst()
                .map(standing -> "a party stopped although nothing was forged: " + standing);
    }

    boolean atRest() {
        List<House.Reached> on = new ArrayList<>();
        HouseWorld.goOn(house, on);
        if (forgot()) {
            HouseWorld.greet(house, 0, on);
            HouseWorld.greet(house, 1, on);
        }
        return on.isEmpty() && house.storeys()
                .stream()
                .allMatch(s -> s.feedAhead().isEmpty() && s.logAhead().isEmpty() && s.sameEpoch()
                        && s.cloud().at().standing() instanceof Standing.Deciding
                        && s.door().at().standing() instanceof Standing.Deciding);
    }

    private Optional<String> unrest() {
        boolean open = house.storeys()
                .stream()
                .anyMatch(s -> !s.cloud().requests().isEmpty() || s.door().requests().findAny().isPresent());
        if (open) {
            return Optional.of("at rest a request is still open: " + house.storeys()
                    .stream()
                    .flatMap(s -> Stream.concat(s.cloud().requests().values().stream(), s.door().requests()))
                    .map(r -> r.command().slug() + " " + World.name(r.command().booking()))
                    .toList());
        }
        if (Stream.concat(house.answers().values(), house.storeys().stream().flatMap(s -> s.door().answers()))
                .anyMatch(a -> a instanceof Answer.Waiting)) {
            return Optional.of("at rest an operation still waits for its answer");
        }
        for (int floor = 0; floor < house.storeys().size(); floor++) {
            int here = floor;
            Set<Booking> cloud = new HashSet<>(house.bookings()
                    .values()
                    .filter(b -> House.floorOf(b.space()) == here && b.phase().holds())
                    .toList());
            Set<Booking> door = new HashSet<>(house.at(floor).door().bookings().filter(b -> b.phase().holds()).toList());
            if (!cloud.equals(door)) {
                return Optional.of("at rest the sides of floor " + (floor + 1) + " differ: "
                        + cloud.stream().map(HouseRules::words).toList() + " at the cloud, "
                        + door.stream().map(HouseRules::words).toList() + " at the door");
            }
        }
        return house.bookings().values().flatMap(b -> placed(b).stream()).findFirst();
    }

    /// Neither lost between the floors, nor elsewhere than people were told.
    private Optional<String> placed(Booking row) {
        if (row.phase() instanceof Phase.Departed || row.phase() instanceof Phase.Requested) {
            return Optional.of("at rest a booking is nowhere: " + words(row));
        }
        boolean elsewhere = !forgot() && !(row.phase() instanceof Phase.Declined)
                && House.floorOf(row.space()) != world.floorByAnswers(house, row.id());
        return elsewhere ? Optional.of("people were told of another floor: " + words(row)) : Optional.empty();
    }

    /// What a step may never do to what was confirmed: go back, or vanish without a decision about it.
    static Optional<String> regression(House before, House after) {
        Map<BookingId, Booking> now = truth(after);
        for (Booking was : truth(before).values()) {
            Booking is = now.get(was.id());
            if (is == null || is.version() < was.version()) {
                return Optional.of("a decision was forgotten: " + words(was));
            }
            boolean there = was.phase() instanceof Phase.CheckedIn && was.slot().contains(World.NOW.now());
            if (there && (is.phase() instanceof Phase.Departed || is.phase() instanceof Phase.Cancelled)) {
                return Optional.of("taken away from people who are there: " + words(was) + " became " + words(is));
            }
            if (was.phase().decided() && !is.phase().decided() && is.version() == was.version()) {
                return Optional.of("confirmed was taken away: " + words(was) + " became " + words(is));
            }
        }
        for (int floor = 0; floor < before.storeys().size(); floor++) {
            if (after.at(floor).cloud().at().line().compareTo(before.at(floor).cloud().at().line()) < 0) {
                return Optional.of("a line moved back");
            }
        }
        return Optional.empty();
    }

    private static String words(Booking booking) {
        return World.words(booking) + " in room " + (House.floorOf(booking.space()) + 1);
    }
}
