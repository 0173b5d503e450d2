package dev.lintel.cloud.device;

import dev.lintel.cloud.audit.AuditStore;
import dev.lintel.cloud.booking.EpochDesk;
import dev.lintel.cloud.booking.LineDesk;
import dev.lintel.cloud.booking.LineDesk.Taken;
import dev.lintel.cloud.device.EdgeDesk.Registration.Registered;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.cloud.web.Outcome;
import dev.lintel.cloud.web.Refusal;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.time.Moment;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;

/// Puts other hardware beside a floor, or none (R13), or goes on without what a door knows (R16).
///
///     enrolled --says its last word--> closed --replace, remove--> retired
///     enrolled --replace, remove with force (the admin's word that it is off or wiped)--> retired
///     revoked, quarantined --re-enrolment--> enrolled again, under the same name
///     lost disk --re-enrolment that says so--> enrolled again, in a new epoch
///     awaiting --replace, remove--> retired, which needs nobody's word: it has decided nothing
///
/// One transaction each: the floors' lines ([EpochDesk]), the edge and the new token change together or not at all.
///
/// A retired edge keeps its certificate until that ends: what it decided while it was cut off is worth hearing, as wishes
/// ([EdgeDirectory.Assignment#former]). Who has lost it revokes it besides.
@Singleton
public class DoorChangeDesk {

    private static final String RETIRED = "retired";
    /// Registered, and no certificate was ever made for it: it has decided nothing.
    private static final String AWAITING = "awaiting";

    private final Transactions transactions;
    private final EpochDesk epochs;
    private final LineDesk lines;
    private final Authority authority;
    private final EdgeDirectory directory;
    private final AuditStore audit;
    private final IdSource ids;
    private final InstantSource clock;
    private final SecureRandom chance;

    DoorChangeDesk(Transactions transactions, EpochDesk epochs, LineDesk lines, Authority authority, EdgeDirectory directory,
            AuditStore audit, IdSource ids, InstantSource clock, SecureRandom chance) {
        this.transactions = transactions;
        this.epochs = epochs;
        this.lines = lines;
        this.authority = authority;
        this.directory = directory;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
        this.chance = chance;
    }

    /// What became of a change, and the floors as they stand after it, to be told after the commit.
    private record Changed<T>(Outcome<T> outcome, List<Taken> taken) {

        static <T> Changed<T> not(Refusal why) {
            return new Changed<>(Outcome.refused(why), List.of());
        }
    }

    /// A new token for an edge that is there already; using it ends every certificate it had.
    ///
    /// @param diskLost the admin's word that what the edge had written is gone for good: its floors begin a new epoch, or an
    ///     empty log would look like one that was rolled back, and stop them
    public Outcome<Registered> reenrol(By by, EdgeId edge, boolean diskLost) {
        Changed<Registered> changed = transactions.inTenant(by.tenant(), handle -> {
            Optional<String> state = EdgeStore.lock(handle, by.tenant(), edge).filter(found -> !found.equals(RETIRED));
            if (state.isEmpty()) {
                return Changed.not(new Refusal.NotFound("edge"));
            }
            EdgeStore.endTokens(handle, by.tenant(), edge, clock.instant());
            var taken = new ArrayList<Taken>();
            if (diskLost && !state.get().equals(AWAITING)) {
                for (FloorId floor : EdgeStore.floors(handle, by.tenant(), edge)) {
                    epochs.diskLost(handle, by.tenant(), floor, by.actor(), by.operation()).ifPresent(taken::add);
                }
            }
            note(handle, by, "edge-to-enrol-again", edge, "was " + state.get() + (diskLost ? ", its disk is lost" : ""));
            return new Changed<>(Outcome.done(token(handle, by, edge)), taken);
        });
        changed.taken().forEach(lines::tell);
        return changed.outcome();
    }

    /// Other hardware for the floors of an edge: each begins a new epoch at its line.
    ///
    /// @param forced the admin's word that the old one is off or wiped
    public Outcome<Registered> replace(By by, EdgeId old, String name, boolean forced) {
        var replaced = new CloudInput.DoorReplaced(by.operation(), forced);
        return change(by, old, forced,
                (handle, floor, awaiting) -> awaiting
                        ? Optional.empty()
                        : epochs.replaceDoor(handle, by.tenant(), floor, by.actor(), replaced),
                (handle, floors) -> {
                    EdgeId fresh = ids.edge();
                    EdgeStore.insert(handle, by.tenant(), fresh, name, floors, clock.instant());
                    note(handle, by, forced ? "edge-replaced-by-force" : "edge-replaced", old, "by edge:" + fresh);
                    return token(handle, by, fresh);
                });
    }

    /// From now on the floors of this edge have no door, and the cloud decides all.
    public Outcome<Boolean> remove(By by, EdgeId old, boolean forced) {
        Moment moment = Moment.synchronised(clock.instant());
        return change(by, old, forced,
                // One that never enrolled may stand in a place that had a door, whose line would otherwise stay for ever.
                (handle, floor, awaiting) -> awaiting && epochs.doorless(handle, by.tenant(), floor)
                        ? Optional.empty()
                        : epochs.removeDoor(handle, by.tenant(), floor, by.actor(),
                                new CloudInput.DoorRemoved(by.operation(), forced || awaiting, moment)),
                (handle, floors) -> {
                    note(handle, by, forced ? "edge-removed-by-force" : "edge-removed", old, "");
                    return true;
                });
    }

    /// What is done to one floor.
    @FunctionalInterface
    private interface Step {

        /// @param awaiting whether the edge never enrolled, and so has decided nothing
        Optional<Taken> take(Handle handle, FloorId floor, boolean awaiting);
    }

    private <T> Outcome<T> change(By by, EdgeId old, boolean forced, Step step,
            BiFunction<Handle, Set<FloorId>, T> afterwards) {
        Changed<T> changed = transactions.inTenant(by.tenant(), handle -> {
            Optional<String> state = EdgeStore.lock(handle, by.tenant(), old).filter(found -> !found.equals(RETIRED));
            if (state.isEmpty()) {
                return Changed.not(new Refusal.NotFound("edge"));
            }
            List<FloorId> floors = EdgeStore.floors(handle, by.tenant(), old);
            var taken = new ArrayList<Taken>();
            boolean awaiting = state.get().equals(AWAITING);
            // All are asked before one is changed: of two floors on one edge, neither goes alone.
            for (FloorId floor : floors) {
                if (!epochs.closed(handle, by.tenant(), floor) && !forced && !awaiting) {
                    return Changed.not(new Refusal.DoorNotClosed(floor));
                }
            }
            floors.forEach(floor -> step.take(handle, floor, awaiting).ifPresent(taken::add));
            EdgeStore.retire(handle, by.tenant(), old);
            EdgeStore.endTokens(handle, by.tenant(), old, clock.instant());
            return new Changed<>(Outcome.done(afterwards.apply(handle, Set.copyOf(floors))), taken);
        });
        changed.taken().forEach(lines::tell);
        directory.forget(old);
        return changed.outcome();
    }

    /// After a restore: goes on without what the floor's door knows, on the admin's word that it will not come back soon
    /// enough. What it decided may clash, which is then recorded. A floor that waits for nobody is left as it is.
    public Outcome<Boolean> waive(By by, FloorId floor) {
        Optional<Taken> taken = transactions.inTenant(by.tenant(),
                handle -> epochs.waive(handle, by.tenant(), floor, by.actor(), new CloudInput.Waived(by.operation())));
        taken.ifPresent(lines::tell);
        return taken.isPresent() ? Outcome.done(true) : Outcome.refused(new Refusal.NotFound("floor"));
    }

    private Registered token(Handle handle, By by, EdgeId edge) {
        Instant now = clock.instant();
        var token = EnrolmentSecrets.mint(edge, authority.fingerprint(), chance);
        Instant expiresAt = now.plus(EnrolmentSecrets.VALIDITY);
        EdgeStore.insertEnrolment(handle, by.tenant(), edge, EnrolmentSecrets.hash(token), now, expiresAt);
        return new Registered(edge, token.text(), expiresAt);
    }

    private void note(Handle handle, By by, String action, EdgeId edge, String detail) {
        audit.add(handle, by.tenant(), by.operation(), by.actor(), action, "edge:" + edge, detail);
    }
}
