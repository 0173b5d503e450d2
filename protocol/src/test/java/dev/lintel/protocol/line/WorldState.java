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

/// Both parties and both logs at one instant, with the invariants that must hold in it.
///
/// @param used which groups of wishes have happened
/// @param unreadableLeft which logs have already met a reader that could not read an entry
record WorldState(CloudFloor cloud, InMemoryLedger ledger, DoorState door, List<Entry> feed, List<Entry> log, int used,
        int unreadableLeft, Optional<Backup> backup, Optional<Snapshot> offered) {

    /// The cloud as it was when the backup was made.
    record Backup(CloudFloor cloud, InMemoryLedger ledger) {}

    WorldState spent(int flags) {
        return new WorldState(cloud, ledger, door, feed, log, used, flags, backup, offered);
    }

    private boolean sameEpoch() {
        return cloud.at().epoch() == door.at().epoch();
    }

    private List<Entry> feedAhead() {
        return !sameEpoch() ? feed : feed.subList((int) Math.min(door.at().feed().seq(), feed.size()), feed.size());
    }

    private List<Entry> logAhead() {
        return !sameEpoch()
                ? log.subList((int) cloud.at().before().seq(), log.size())
                : log.subList((int) cloud.at().log().seq(), log.size());
    }

    /// What behaviour depends on: positions only as far as something is still on the way.
    long fingerprint() {
        Fingerprint f = new Fingerprint();
        f.add((long) used * Upheavals.ALL + unreadableLeft).add(cloud.at().epoch() * 3 + door.at().epoch());
        offered.ifPresent(o -> f.add(o.line().hashCode() * 31L + door.at().log().seq() - o.log().seq())
                .addAll(o.bookings().stream())
                .addAll(o.requests().stream().map(r -> asked(r, o.requests().stream())))
                .add(cloud.at().feed().seq() - o.feed().seq()));
        backup.filter(_ -> (unreadableLeft & Upheavals.RESTORED) == 0).ifPresent(b -> fingerprint(b, f));
        f.add(cloud.at().line().hashCode()).add(door.at().line().hashCode());
        f.add(cloud.at().standing().hashCode()).add(door.at().standing().hashCode());
        f.add(cloud.at().grantSeq() > cloud.at().feedAcked().seq()
                ? (cloud.at().grantSeq() > door.at().feed().seq() ? 2 : 1)
                : 0);
        f.addAll(ledger.bookings()).addAll(door.bookings());
        f.addAll(cloud.requests().values().stream().map(r -> asked(r, cloud.requests().values().stream())))
                .addAll(door.requests().map(r -> asked(r, door.requests())));
        f.addAll(ledger.answers()).addAll(door.answers());
        f.addAll(cloud.unread().values().stream()).addAll(door.unread());
        feedAhead().forEach(e -> f.add(e.head().hashCode()).add(e.body().hashCode()));
        f.add(77);
        logAhead().forEach(e -> f.add(e.head().hashCode()).add(e.body().hashCode()));
        return f.value();
    }

    private static void fingerprint(Backup b, Fingerprint f) {
        f.add(b.cloud().at().line().hashCode()).addAll(b.ledger().bookings()).addAll(b.ledger().answers());
        f.addAll(b.cloud().requests().values().stream().map(r -> asked(r, b.cloud().requests().values().stream())));
    }

    private static List<Object> asked(Request request, Stream<Request> all) {
        return List.of(request.operation(), request.command(), request.version(), request.behind(), request.hold(),
                all.filter(r -> r.seq() < request.seq()).count());
    }

    boolean atRest() {
        return !Upheavals.mustGreet(this) && feedAhead().isEmpty() && logAhead().isEmpty();
    }

    private boolean deciding() {
        return sameEpoch() && cloud.at().standing() instanceof Standing.Deciding
                && door.at().standing() instanceof Standing.Deciding;
    }

    boolean understood() {
        return cloud.unread().isEmpty() && door.unread().findAny().isEmpty();
    }

    /// The first invariant that does not hold.
    Optional<String> violation() {
        Optional<String> found = overlap("at the cloud", ledger.bookings().toList())
                .or(() -> overlap("at the door", door.bookings().toList()))
                .or(() -> byForce() ? Optional.empty() : overlap("by the owners' truth", truth()))
                .or(() -> byForce() ? Optional.empty() : order())
                .or(this::stopped);
        return found.isPresent() || !atRest() || !understood() || !deciding() ? found : unrest();
    }

    /// Whether a party may have decided without all that was decided before; what must hold then is that each is of one mind, and that both agree in the end.
    private boolean byForce() {
        return (unreadableLeft & Upheavals.BY_FORCE) != 0;
    }

    private static Optional<String> overlap(String where, List<Booking> bookings) {
        for (int i = 0; i < bookings.size(); i++) {
            for (int j = i + 1; j < bookings.size(); j++) {
                Booking one = bookings.get(i);
                Booking other = bookings.get(j);
                if (one.phase().decided() && other.phase().decided() && one.slot().overlaps(other.slot())) {
                    return Optional
                            .of("two confirmed overlap " + where + ": " + World.words(one) + " and " + World.words(other));
                }
            }
        }
        return Optional.empty();
    }

    /// Decisions about one booking are made one after the other, whoever makes them, so the later version is what is true.
    List<Booking> truth() {
        Map<BookingId, Booking> latest = new HashMap<>();
        Stream<Entry> toldByLogAlone = Stream.concat(logAhead().stream(),
                cloud.unread().keySet().stream().filter(_ -> sameEpoch()).map(seq -> log.get((int) (seq - 1))));
        Stream.concat(Stream.concat(ledger.bookings(), door.bookings()), toldByLogAlone.flatMap(WorldState::decided))
                .forEach(b -> latest.merge(b.id(), b, WorldState::later));
        return new ArrayList<>(latest.values());
    }

    /// What the door has decided stays true while its log has it, whatever becomes of its copy.
    static Stream<Booking> decided(Entry entry) {
        return switch (entry.body()) {
            case Body.Happened happened -> Stream.of(happened.booking());
            case Body.Accepted accepted -> Stream.of(accepted.booking());
            case Body.Granted _,Body.Proposed _,Body.Declined _,Body.NotUnderstood _,Body.Observed _,Body.Late _,Body.Closed _,Body.SpaceSet _,Body.PersonShown _,Body.VerifiersSet _,Body.Unreadable _ ->
                Stream.empty();
        };
    }

    private static Booking later(Booking one, Booking other) {
        if (one.version() != other.version()) {
            return one.version() > other.version() ? one : other;
        }
        return one.phase().decided() || !other.phase().decided() ? one : other;
    }

    /// Two parties never tell different things about the same version.
    private Optional<String> order() {
        for (Booking here : ledger.bookings().toList()) {
            Optional<Booking> there = door.booking(here.id());
            if (there.isPresent() && there.get().version() == here.version() && !there.get().slot().equals(here.slot())) {
                return Optional.of("one version, two windows: " + World.words(here) + " at the cloud, "
                        + World.words(there.get()) + " at the door");
            }
        }
        boolean knows = !(cloud.at().standing() instanceof Standing.Doubting);
        return knows && door.at().line().compareTo(cloud.at().line()) > 0
                ? Optional.of("the door's line lies past the cloud's")
                : Optional.empty();
    }

    private Optional<String> stopped() {
        boolean stopped = cloud.at().standing() instanceof Standing.Stopped
                || (door.at().standing() instanceof Standing.Stopped && !Upheavals.knowsItIsOver(this));
        return !stopped
                ? Optional.empty()
                : Optional.of(
                        "a party stopped although nothing was forged: " + cloud.at().standing() + ", " + door.at().standing());
    }

    /// With nothing on the way, everything is decided and both sides say the same.
    private Optional<String> unrest() {
        if (!cloud.requests().isEmpty() || door.requests().findAny().isPresent()) {
            return Optional
                    .of("at rest a request is still open: " + Stream.concat(cloud.requests().values().stream(), door.requests())
                            .map(r -> World.words(r.command()))
                            .toList());
        }
        if (Stream.concat(ledger.answers(), door.answers()).anyMatch(a -> a instanceof Answer.Waiting)) {
            return Optional.of("at rest an operation still waits for its answer");
        }
        Set<Booking> here = new HashSet<>(ledger.bookings().filter(b -> b.phase().holds()).toList());
        Set<Booking> there = new HashSet<>(door.bookings().filter(b -> b.phase().holds()).toList());
        if (!here.equals(there)) {
            return Optional.of("at rest the sides differ: " + here.stream().map(World::words).toList() + " at the cloud, "
                    + there.stream().map(World::words).toList() + " at the door");
        }
        boolean open = here.stream().anyMatch(b -> !b.phase().decided());
        return open
                ? Optional.of("at rest a booking is undecided: " + here.stream().map(World::words).toList())
                : Optional.empty();
    }

    /// What a step may never do to what was confirmed: go back, or vanish without a decision about it.
    static Optional<String> regression(WorldState before, WorldState after) {
        for (Booking was : before.truth()) {
            Optional<Booking> is = after.truth().stream().filter(b -> b.id().equals(was.id())).findFirst();
            if (is.isEmpty() && !was.phase().decided()) {
                continue;
            }
            if (is.isEmpty() || is.get().version() < was.version()) {
                return Optional.of("a decision was forgotten: " + World.words(was));
            }
            // No wish leads there: only whoever gives way to somebody else declines what was confirmed.
            boolean gaveWay = is.get().phase() instanceof Phase.Declined;
            boolean undecided = !is.get().phase().decided() && is.get().version() == was.version();
            if (was.phase().decided() && (gaveWay || undecided)) {
                return Optional.of("confirmed was taken away: " + World.words(was) + " became " + World.words(is.get()));
            }
        }
        boolean back = after.cloud.at().line().compareTo(before.cloud.at().line()) < 0
                || after.door.at().line().compareTo(before.door.at().line()) < 0;
        return back ? Optional.of("a line moved back") : Optional.empty();
    }
}
