package dev.lintel.cloud.place;

import dev.lintel.cloud.account.Caller;
import dev.lintel.cloud.audit.AuditStore;
import dev.lintel.cloud.booking.LineDesk;
import dev.lintel.cloud.booking.SpaceStore;
import dev.lintel.cloud.booking.VerifierStore;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.cloud.web.Operation;
import dev.lintel.cloud.web.OperationStore;
import dev.lintel.cloud.web.Outcome;
import dev.lintel.cloud.web.Page;
import dev.lintel.cloud.web.Refusal;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.wire.Json;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Spaces. Whatever changes one is written to its floor's feed in the same transaction, which holds the floor's row.
@Singleton
class SpaceDesk {

    private final Transactions transactions;
    private final PlaceStore places;
    private final SpaceStore spaces;
    private final VerifierStore verifiers;
    private final LineDesk line;
    private final OperationStore operations;
    private final AuditStore audit;
    private final InstantSource clock;
    private final IdSource ids;

    SpaceDesk(Transactions transactions, PlaceStore places, SpaceStore spaces, VerifierStore verifiers, LineDesk line,
            OperationStore operations, AuditStore audit, InstantSource clock, IdSource ids) {
        this.transactions = transactions;
        this.places = places;
        this.spaces = spaces;
        this.verifiers = verifiers;
        this.line = line;
        this.operations = operations;
        this.audit = audit;
        this.clock = clock;
        this.ids = ids;
    }

    Outcome<SpaceView> add(Caller caller, Operation operation, FloorId floor, SpaceController.NewSpace wish) {
        var id = new SpaceId(ids.next());
        return written(caller, operation, floor, id, "space-added", "add-space", floor + " " + wish,
                wish.policy(),
                transaction -> places.addSpace(transaction, caller.tenant(), floor, id, wish, clock.instant())
                        ? Optional.empty()
                        : Optional.of(new Refusal.NameTaken("name")));
    }

    Outcome<SpaceView> change(Caller caller, Operation operation, SpaceId id, SpaceController.SpaceChange wish) {
        var floor = transactions.inTenant(caller.tenant(),
                transaction -> spaces.find(transaction, caller.tenant(), id).map(SpaceStore.Found::floor));
        if (floor.isEmpty()) {
            return Outcome.refused(new Refusal.NotFound("space"));
        }
        return written(caller, operation, floor.get(), id, "space-changed", "change-space", id + " " + wish,
                wish.policy(),
                transaction -> {
                    var before = spaces.find(transaction, caller.tenant(), id).orElseThrow();
                    if (wish.version() != null && wish.version() != before.version()) {
                        return Optional.of(new Refusal.Stale(before.version()));
                    }
                    return places.changeSpace(transaction, caller.tenant(), floor.get(), id, wish)
                            ? Optional.empty()
                            : Optional.of(new Refusal.NameTaken("name"));
                });
    }

    /// What writes a space's row, or why not.
    private interface Write {
        Optional<Refusal> in(Handle transaction);
    }

    private Outcome<SpaceView> written(Caller caller, Operation operation, FloorId floor, SpaceId id, String action,
            String kind, Object request, @Nullable SpacePolicy policy, Write write) {
        var taken = new LineDesk.Taken[1];
        var outcome = transactions.<Outcome<SpaceView>>inTenant(caller.tenant(), transaction -> {
            if (policy != null && policy.unlock() != null) {
                verifiers.hold(transaction, caller.tenant());
            }
            if (!line.hold(transaction, caller.tenant(), floor)) {
                return Outcome.refused(new Refusal.NotFound("floor"));
            }
            Supplier<Outcome<SpaceView>> work = () -> {
                boolean guarded = verifiers.guarded(transaction, caller.tenant(), floor);
                var refusal = write.in(transaction);
                if (refusal.isPresent()) {
                    return Outcome.refused(refusal.get());
                }
                var space = spaces.find(transaction, caller.tenant(), id).orElseThrow();
                var inputs = new ArrayList<CloudInput>();
                inputs.add(new CloudInput.SpaceChanged(operation.id(), space.space()));
                if (guarded != verifiers.guarded(transaction, caller.tenant(), floor)) {
                    inputs.addAll(verifiers.anew(transaction, caller.tenant(), floor, operation.id()));
                }
                taken[0] = line.step(transaction, caller.tenant(), floor, caller.actor(), inputs).orElseThrow();
                line.announce(transaction, caller.tenant(), floor, operation.id(), Optional.of(id), "space",
                        Json.object().with("space", id.toString()).with("version", space.version()));
                audit.add(transaction, caller.tenant(), operation.id(), caller.actor(), action, "space:" + id,
                        "version " + space.version());
                return Outcome.done(SpaceView.of(space));
            };
            return operations.once(transaction, caller.tenant(), operation, kind, request, SpaceView.class, work);
        });
        if (taken[0] != null) {
            line.tell(taken[0]);
        }
        return outcome;
    }

    Outcome<SpaceView> find(Caller caller, SpaceId id) {
        return transactions.inTenant(caller.tenant(), transaction -> spaces.find(transaction, caller.tenant(), id)
                .map(found -> Outcome.done(SpaceView.of(found)))
                .orElseGet(() -> Outcome.refused(new Refusal.NotFound("space"))));
    }

    Outcome<Page<SpaceView>> ofFloor(Caller caller, FloorId floor, UUID after) {
        return transactions.inTenant(caller.tenant(), transaction -> {
            if (places.floor(transaction, caller.tenant(), floor).isEmpty()) {
                return Outcome.refused(new Refusal.NotFound("floor"));
            }
            var found = spaces.ofFloor(transaction, caller.tenant(), floor, after, Page.SIZE + 1);
            return Outcome.done(Page.of(found.stream().map(SpaceView::of).toList(), space -> space.id().toString()));
        });
    }
}
