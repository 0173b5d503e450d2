package dev.lintel.cloud.booking;

import dev.lintel.cloud.booking.LineDesk.Taken;
import dev.lintel.cloud.notice.NoticeStore;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.DoorCopy;
import dev.lintel.protocol.line.FloorPosition;
import dev.lintel.protocol.line.Greeting;
import dev.lintel.protocol.line.Line;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.protocol.line.Snapshot;
import dev.lintel.protocol.line.Standing;
import dev.lintel.protocol.wire.Assembled;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.Part;
import dev.lintel.protocol.wire.Parts;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What happens when a party's memory is replaced: another door, no door any more, a cloud from a backup.
///
///     replace (retired, or by force) ─► new epoch ─► the next door's hello is answered with a snapshot
///     disk lost ─► new epoch ─► the same door's hello is answered with a snapshot
///     remove  (retired, or by force) ─► new epoch, the cloud decides all
///     restore ─► doubting ─► hello ─► log and copy of the door ─► new epoch, snapshot
///                        └─► waived by an administrator ─► new epoch, what clashes is recorded
@Singleton
public class EpochDesk {

    private static final Logger LOG = LoggerFactory.getLogger(EpochDesk.class);

    /// On which connection a door greets.
    ///
    /// @param number that the door gave it
    /// @param again whether it has greeted on it before, for this floor or for another of its edge
    public record Connection(long number, boolean again) {}

    private final Transactions transactions;
    private final LineDesk line;
    private final LineStore lines;
    private final EpochStore epochs;
    private final NoticeStore notices;
    private final InstantSource clock;
    private final IdSource ids;

    EpochDesk(Transactions transactions, LineDesk line, LineStore lines, EpochStore epochs, NoticeStore notices,
            InstantSource clock, IdSource ids) {
        this.transactions = transactions;
        this.line = line;
        this.lines = lines;
        this.epochs = epochs;
        this.notices = notices;
        this.clock = clock;
        this.ids = ids;
    }

    /// A door says where it stands. Whether it is the floor's present one is asked under the floor's lock: one that was
    /// replaced a moment ago must not be given the snapshot of its successor's epoch, and one that was merely shut out must not
    /// hear that its epoch is over. Under the same lock the floor is
    /// connected: were it so a moment later, a floor whose door went meanwhile would be granted a line nobody hears of.
    ///
    /// A greeting that is said twice may be heard after what its door has said since. Its log, or what it knows of the feed, would
    /// seem to have been rolled back, so it is passed over: whoever waits for an answer greets again.
    public Optional<Taken> greeted(TenantId tenant, FloorId floor, EdgeId edge, long epoch, Connection connection,
            CloudInput.Greeted greeted) {
        var inputs = List.of(greeted);
        var taken = transactions.inTenant(tenant, transaction -> lines.hold(transaction, tenant, floor, Wanted.of(inputs))
                .filter(read -> !connection.again() || !isOvertaken(greeted.greeting(), read.held().floor().at())
                        || !epochs.isConnected(transaction, tenant, floor, connection.number()))
                .map(read -> epochs.isDoor(transaction, tenant, floor, edge)
                        ? linked(transaction, tenant, read.held(), connection.number(),
                                line.heard(transaction, tenant, read.held(), epoch, inputs))
                        : LineDesk.ofAnotherEpoch(read.held().floor().at(), epoch)));
        taken.ifPresent(line::tell);
        return taken;
    }

    private static boolean isOvertaken(Greeting greeting, FloorPosition at) {
        boolean shorter = greeting.epoch() == at.epoch()
                && (greeting.log().seq() < at.log().seq() || greeting.feed().seq() < at.feedAcked().seq());
        return shorter || (greeting.epoch() < at.epoch() && at.log().seq() > 0);
    }

    /// One that was merely silent is back with any word of its door ([LineDesk#heard]).
    private Taken linked(Handle transaction, TenantId tenant, HeldFloor held, long connection, Taken answered) {
        if (answered.last() instanceof Outcome.Welcomed) {
            epochs.connected(transaction, tenant, answered.at().floor(), connection);
            if (!held.linked() && !held.silent()) {
                link(transaction, tenant, answered.at().floor(), ids.operation(), "up");
            }
        }
        return answered;
    }

    /// Its door is shut out: it is sent nothing and granted nothing until it greets again. The caller tells after its commit.
    public Optional<Taken> shutOut(Handle transaction, TenantId tenant, FloorId floor, OperationId operation) {
        return lines.hold(transaction, tenant, floor, Wanted.NOTHING).map(read -> {
            if (read.held().linked() || read.held().silent()) {
                link(transaction, tenant, floor, operation, "down");
            }
            return new Taken(read.held().floor().at(), List.of(), List.of(), false);
        });
    }

    /// Whether the floor has neither a door nor a line that one left behind. It stays locked for the rest of the transaction.
    public boolean doorless(Handle transaction, TenantId tenant, FloorId floor) {
        return lines.hold(transaction, tenant, floor, Wanted.NOTHING)
                .filter(read -> read.held().floor().at().line().equals(Line.NONE) && read.held().link().equals("none"))
                .isPresent();
    }

    /// Whether a floor's door has said its last word, and all of its words were understood. The floor stays locked for the rest
    /// of the transaction.
    public boolean closed(Handle transaction, TenantId tenant, FloorId floor) {
        return lines.hold(transaction, tenant, floor, Wanted.NOTHING)
                .map(read -> read.held().floor())
                .filter(held -> held.at().standing() instanceof Standing.Ended && held.understandsAll())
                .isPresent();
    }

    /// Makes room for another door: after the old one's last word, or by force, on the administrator's word that it is off
    /// or wiped. The edge that comes next greets and is sent a snapshot.
    ///
    /// Like the other decisions of an administrator here, it is made in the caller's transaction, and [LineDesk#tell] is
    /// the caller's after its commit. Nothing where the tenant has no such floor.
    public Optional<Taken> replaceDoor(Handle transaction, TenantId tenant, FloorId floor, String actor,
            CloudInput.DoorReplaced replaced) {
        return decided(transaction, tenant, floor, actor, replaced,
                () -> dismiss(transaction, tenant, floor, replaced.operation(), "down"));
    }

    /// The door stays and its disk is gone, by the administrator's word: as with another door, what it decided and did not send
    /// may clash.
    public Optional<Taken> diskLost(Handle transaction, TenantId tenant, FloorId floor, String actor, OperationId operation) {
        return decided(transaction, tenant, floor, actor, new CloudInput.DoorReplaced(operation, true), () -> {
            epochs.forgetParts(transaction, tenant, floor);
            link(transaction, tenant, floor, operation, "down");
        });
    }

    /// The floor has no door any more: the cloud decides all of its calendar.
    public Optional<Taken> removeDoor(Handle transaction, TenantId tenant, FloorId floor, String actor,
            CloudInput.DoorRemoved removed) {
        return decided(transaction, tenant, floor, actor, removed,
                () -> dismiss(transaction, tenant, floor, removed.operation(), "none"));
    }

    /// After a restore: goes on without what the floor's door knows.
    public Optional<Taken> waive(Handle transaction, TenantId tenant, FloorId floor, String actor, CloudInput.Waived waived) {
        return decided(transaction, tenant, floor, actor, waived, () -> {});
    }

    private Optional<Taken> decided(Handle transaction, TenantId tenant, FloorId floor, String actor, CloudInput input,
            Runnable besides) {
        var stepped = line.step(transaction, tenant, floor, actor, List.of(input));
        stepped.filter(done -> done.last() instanceof Outcome.Applied).ifPresent(done -> {
            besides.run();
            line.trail(transaction, tenant, actor, floor, input);
        });
        return stepped;
    }

    private void dismiss(Handle transaction, TenantId tenant, FloorId floor, OperationId operation, String link) {
        epochs.dismissDoors(transaction, tenant, floor);
        epochs.forgetParts(transaction, tenant, floor);
        link(transaction, tenant, floor, operation, link);
    }

    private void link(Handle transaction, TenantId tenant, FloorId floor, OperationId operation, String link) {
        epochs.link(transaction, tenant, floor, link, clock.instant());
        line.announce(transaction, tenant, floor, operation, Optional.empty(), "link", Json.object().with("link", link));
    }

    /// R16: this database is older than it once was. Every floor with a door waits for what its door knows; one that never
    /// had any goes on at once. Returns how many wait.
    public int restored() {
        var operation = ids.operation();
        var generation = new Generation(ids.next());
        transactions.unfenced(transaction -> notices.forgetUnsent(transaction, clock.instant()));
        transactions.unfenced(transaction -> epochs.unheard(transaction, clock.instant()));
        int waiting = 0;
        for (EpochStore.Floor floor : transactions.unfenced(epochs::all)) {
            var restored = new CloudInput.Restored(operation, generation);
            List<CloudInput> inputs = floor.hasDoor() ? List.of(restored) : List.of(restored, new CloudInput.Waived(operation));
            var _ = line.take(floor.tenant(), floor.floor(), "cloud", inputs);
            waiting += floor.hasDoor() ? 1 : 0;
        }
        LOG.atWarn().addKeyValue("generation", generation).log("restored: {} floors wait for their doors", waiting);
        return waiting;
    }

    /// A floor as it is now, for its door.
    public Optional<Snapshot> snapshot(TenantId tenant, FloorId floor) {
        return transactions.inTenant(tenant, transaction -> lines.hold(transaction, tenant, floor, Wanted.NOTHING)
                .map(read -> epochs.snapshot(transaction, tenant, read.held(), clock.instant())));
    }

    /// A part of what a door offers. When it is the last one, the whole is taken over in the same transaction. Nothing
    /// while parts are missing, and nothing from an edge that is not the floor's door any more.
    public Optional<Taken> offered(TenantId tenant, FloorId floor, EdgeId edge, long epoch, Part part) {
        var taken = transactions.<Optional<Taken>>inTenant(tenant, transaction -> {
            var read = lines.hold(transaction, tenant, floor, Wanted.NOTHING);
            if (read.isEmpty()) {
                return Optional.empty();
            }
            var at = read.get().held().floor().at();
            // It is told so, or it would go on in an epoch in which nobody listens. One that is shut out, and was not replaced,
            // is still in the epoch in force: it must not stop for good.
            if (!epochs.isDoor(transaction, tenant, floor, edge) || at.epoch() != epoch) {
                return Optional.of(LineDesk.ofAnotherEpoch(at, epoch));
            }
            epochs.keep(transaction, tenant, floor, part, clock.instant());
            if (epochs.kept(transaction, tenant, floor) < part.of()) {
                return Optional.empty();
            }
            var whole = Parts.copy(epochs.parts(transaction, tenant, floor).stream().toList());
            epochs.forgetParts(transaction, tenant, floor);
            return switch (whole) {
                case Assembled.Whole<DoorCopy>(DoorCopy copy) -> line.step(transaction, tenant, floor, "door:" + floor,
                        List.of(new CloudInput.CopyOffered(ids.operation(), copy)));
                case Assembled.Incomplete<DoorCopy> _ -> Optional.empty();
                case Assembled.Broken<DoorCopy>(String reason) -> {
                    LOG.atWarn().addKeyValue("floor", floor).log("a door's copy was not what was sent: {}", reason);
                    yield Optional.empty();
                }
            };
        });
        taken.ifPresent(line::tell);
        return taken;
    }
}
