package dev.lintel.cloud.device;

import dev.lintel.cloud.audit.AuditStore;
import dev.lintel.cloud.booking.LineDesk.Taken;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.EnrolmentToken;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.TenantId;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Registers edges and takes them out of service.
@Singleton
public class EdgeDesk {

    private final Transactions transactions;
    private final Authority authority;
    private final ShutOutDesk shutOut;
    private final AuditStore audit;
    private final IdSource ids;
    private final InstantSource clock;
    private final SecureRandom chance;

    EdgeDesk(Transactions transactions, Authority authority, ShutOutDesk shutOut, AuditStore audit, IdSource ids,
            InstantSource clock, SecureRandom chance) {
        this.transactions = transactions;
        this.authority = authority;
        this.shutOut = shutOut;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
        this.chance = chance;
    }

    /// What became of a registration.
    public sealed interface Registration {

        /// The token is in here and nowhere else: it is shown once.
        record Registered(EdgeId edge, String enrolmentToken, Instant expiresAt) implements Registration {}

        record UnknownFloor() implements Registration {}

        /// The floor has a door; replacing it is a decision of its own (R13), not a second registration.
        record FloorHasDoor(FloorId floor) implements Registration {}
    }

    public Registration register(By by, String name, Set<FloorId> floors) {
        TenantId tenant = by.tenant();
        Instant now = clock.instant();
        EdgeId edge = ids.edge();
        EnrolmentToken token = EnrolmentSecrets.mint(edge, authority.fingerprint(), chance);
        Instant expiresAt = now.plus(EnrolmentSecrets.VALIDITY);
        return transactions.inTenant(tenant, handle -> {
            if (EdgeStore.countFloors(handle, tenant, floors) != floors.size()) {
                return new Registration.UnknownFloor();
            }
            EdgeStore.lockAwaiting(handle, tenant, floors);
            var taken = EdgeStore.floorWithDoor(handle, tenant, floors);
            if (taken.isPresent()) {
                return new Registration.FloorHasDoor(taken.get());
            }
            EdgeStore.retireAwaiting(handle, tenant, floors, now);
            EdgeStore.insert(handle, tenant, edge, name, floors, now);
            EdgeStore.insertEnrolment(handle, tenant, edge, EnrolmentSecrets.hash(token), now, expiresAt);
            audit.add(handle, tenant, by.operation(), by.actor(), "edge-registered", "edge:" + edge, floors.toString());
            return new Registration.Registered(edge, token.text(), expiresAt);
        });
    }

    public List<EdgeView> list(TenantId tenant) {
        return transactions.inTenant(tenant, handle -> EdgeStore.list(handle, tenant));
    }

    public Optional<EdgeView> find(TenantId tenant, EdgeId edge) {
        return transactions.inTenant(tenant, handle -> EdgeStore.find(handle, tenant, edge));
    }

    /// Ends everything by which the edge could be believed ([ShutOutDesk]). False when the tenant has no such edge.
    public boolean revoke(By by, EdgeId edge, String reason) {
        Optional<List<Taken>> ended = transactions.inTenant(by.tenant(), handle -> {
            var taken = shutOut.end(handle, by, edge, "revoked", reason);
            if (taken.isPresent()) {
                audit.add(handle, by.tenant(), by.operation(), by.actor(), "edge-revoked", "edge:" + edge, reason);
            }
            return taken;
        });
        ended.ifPresent(taken -> shutOut.tell(edge, taken));
        return ended.isPresent();
    }
}
