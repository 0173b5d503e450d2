package dev.lintel.cloud.booking;

import dev.lintel.cloud.TestCloud;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.Verifier;
import dev.lintel.protocol.line.Change;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.DoorInput;
import dev.lintel.protocol.line.DoorPosition;
import dev.lintel.protocol.line.DoorSide;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.Greeting;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.protocol.time.Moment;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.LineJson;
import dev.lintel.protocol.wire.Sha256Chain;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A floor's door: the real rules, without a link. The test says when it hears the cloud and when the cloud hears it, and
/// what time it is there.
public final class DoorInMemory {

    private final TestCloud cloud;
    private final TestCloud.Member owner;
    private final FloorId floor;
    private final EdgeId edge;
    private final DoorSide side = new DoorSide(new Sha256Chain());
    private final List<Verifier> verifiers = new ArrayList<>();
    private final List<Entry> unsent = new ArrayList<>();
    private final List<Entry> log = new ArrayList<>();
    private DoorState state;
    private long feedRead;
    private LineDesk desk;

    /// A door that has been there: its line lies a day ahead and it knows its rooms.
    public DoorInMemory(TestCloud cloud, TestCloud.Member owner, TestCloud.Room room) {
        this.cloud = cloud;
        this.owner = owner;
        this.floor = FloorId.of(room.floor());
        this.edge = cloud.bean(IdSource.class).edge();
        this.desk = cloud.bean(LineDesk.class);
        this.state = DoorState.empty(DoorPosition.fresh(floor, 1));
        var grant = new CloudInput.GrantDue(cloud.bean(IdSource.class).operation(), Instant.now(), Duration.ofDays(1));
        cloud.bean(LineDesk.class).take(owner.tenantId(), floor, List.of(grant));
        hear(Instant.now());
    }

    /// Takes what is new in the feed, at the given time on its clock.
    public void hear(Instant now) {
        for (Entry entry : feed()) {
            step(new DoorInput.FeedArrived(entry, Optional.empty(), Moment.synchronised(now)));
            feedRead = entry.seq();
        }
    }

    public Outcome touch(BookingCommand command, Instant now) {
        return step(new DoorInput.Touched(cloud.bean(IdSource.class).operation(), command, Moment.synchronised(now)));
    }

    /// The cloud hears what it has not heard yet.
    public LineDesk.Taken report() {
        var taken = take(unsent);
        unsent.clear();
        return taken;
    }

    /// Another door takes this one's place, on the administrator's word that it is off.
    public void replacedByForce() {
        cloud.bean(LineDesk.class)
                .take(owner.tenantId(), floor,
                        List.of(new CloudInput.DoorReplaced(cloud.bean(IdSource.class).operation(), true)));
    }

    /// The cloud hears what it has not heard yet, as the word of this door's epoch.
    public LineDesk.Taken reportOfItsEpoch() {
        var entries = List.copyOf(unsent);
        unsent.clear();
        return cloud.bean(FormerDoorDesk.class)
                .heard(owner.tenantId(), floor, edge, state.at().epoch(), entries)
                .flatMap(FormerDoorDesk.Heard::taken)
                .orElseThrow();
    }

    /// The cloud hears the oldest of it alone.
    public LineDesk.Taken reportFirst() {
        return take(List.of(unsent.removeFirst()));
    }

    /// Connects: says where its log and its copy stand.
    public LineDesk.Taken greet() {
        var at = state.at();
        return cloud.bean(LineDesk.class)
                .fromDoor(owner.tenantId(), floor, at.epoch(), List.of(new CloudInput.Greeted(
                        new Greeting(at.epoch(), at.generation(), at.line(), at.log(), at.feed(), true, Optional.empty(), true),
                        new Generation(cloud.bean(IdSource.class).next()))))
                .orElseThrow();
    }

    /// The cloud hears everything once more, as after a lost acknowledgement.
    public LineDesk.Taken repeat() {
        return take(log);
    }

    /// From now on this replica hears it.
    public void speakTo(LineDesk replica) {
        desk = replica;
    }

    public DoorState state() {
        return state;
    }

    /// The same, by somebody who showed a PIN or badge.
    public Outcome touch(BookingCommand command, Instant now, PersonId by) {
        return step(new DoorInput.Touched(cloud.bean(IdSource.class).operation(), command, Moment.synchronised(now),
                Optional.of(by)));
    }

    /// Whom it would recognise.
    public List<Verifier> verifiers() {
        return verifiers;
    }

    private void keep(Change.PutVerifiers put) {
        verifiers.removeIf(known -> put.anew() || put.forgotten().contains(known.person()));
        verifiers.addAll(put.verifiers());
    }

    private Outcome step(DoorInput input) {
        var step = side.step(state, input);
        step.changes().stream().filter(Change.PutVerifiers.class::isInstance).forEach(put -> keep((Change.PutVerifiers) put));
        state = step.state();
        unsent.addAll(step.entries());
        log.addAll(step.entries());
        return step.outcome();
    }

    private LineDesk.Taken take(List<Entry> entries) {
        return desk
                .take(owner.tenantId(), floor,
                        entries.stream()
                                .map(entry -> new CloudInput.LogArrived(entry, Moment.synchronised(Instant.now())))
                                .toList())
                .orElseThrow();
    }

    private List<Entry> feed() {
        return cloud.bean(Transactions.class)
                .inTenant(owner.tenantId(), transaction -> transaction
                        .createQuery("SELECT body FROM feed WHERE floor_id = :floor AND seq > :seq ORDER BY seq")
                        .bind("floor", floor.value())
                        .bind("seq", feedRead)
                        .map((row, _) -> LineJson.readEntry(Json.parse(row.getString(1))))
                        .list());
    }
}
