package dev.lintel.cloud.device;

import dev.lintel.cloud.audit.AuditStore;
import dev.lintel.cloud.device.ConfigurationStore.Both;
import dev.lintel.cloud.device.ConfigurationStore.Wanted;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.Thing;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Changes how things of an edge should be, and shows how they are.
///
/// A change is merged key by key, so that two admins who change different keys both win; on one key the second must have
/// seen the first's version.
@Singleton
public class ConfigurationDesk {

    /// Settings of one thing, as they are sent: twenty of them fit into one message.
    static final int BYTES = 1_500;

    private final Transactions transactions;
    private final AuditStore audit;
    private final FleetDesk fleet;
    private final InstantSource clock;

    ConfigurationDesk(Transactions transactions, AuditStore audit, FleetDesk fleet, InstantSource clock) {
        this.transactions = transactions;
        this.audit = audit;
        this.fleet = fleet;
        this.clock = clock;
    }

    /// What became of a change.
    public sealed interface Change {

        record Changed(long version, Json.Obj settings) implements Change {}

        record UnknownEdge() implements Change {}

        record Stale(long version) implements Change {}

        record TooLarge() implements Change {}

        record TooMany() implements Change {}
    }

    /// @param version the version that the caller has seen; 0 where there was none
    /// @param changes keys and their new values; a null takes the key away
    public Change change(By by, EdgeId edge, Thing about, long version, Map<String, Json> changes) {
        Change change = transactions.inTenant(by.tenant(), handle -> {
            Optional<String> state = EdgeStore.lock(handle, by.tenant(), edge);
            if (state.isEmpty() || state.get().equals("retired")) {
                return new Change.UnknownEdge();
            }
            Wanted before = ConfigurationStore.lock(handle, by.tenant(), edge, about)
                    .orElseGet(() -> new Wanted(0, Optional.empty()));
            if (before.version() != version) {
                return new Change.Stale(before.version());
            }
            var merged = new TreeMap<>(before.settings().map(Json.Obj::fields).orElseGet(TreeMap::new));
            changes.forEach((key, value) -> {
                if (value instanceof Json.Nil) {
                    merged.remove(key);
                } else {
                    merged.put(key, value);
                }
            });
            var settings = new Json.Obj(merged);
            if (FleetStore.bytes(settings.canonical()) > BYTES) {
                return new Change.TooLarge();
            }
            if (before.version() == 0 && ConfigurationStore.count(handle, by.tenant(), edge) >= FleetDesk.THINGS) {
                return new Change.TooMany();
            }
            // An edge obeys only what is newer than what it has; a cloud from a backup may count from below that.
            long applied = ConfigurationStore.reportedVersion(handle, by.tenant(), edge, about);
            var wanted = new Wanted(Math.max(version, applied) + 1, Optional.of(settings));
            ConfigurationStore.want(handle, by.tenant(), edge, about, wanted, clock.instant());
            audit.add(handle, by.tenant(), by.operation(), by.actor(), "configuration-changed", "edge:" + edge,
                    about + " version " + wanted.version() + " " + changes.keySet());
            return new Change.Changed(wanted.version(), settings);
        });
        fleet.written();
        return change;
    }

    /// Everything but credentials, which nobody reads back; nothing where the tenant has no such edge.
    public Optional<List<Both>> show(TenantId tenant, EdgeId edge) {
        return transactions.inTenant(tenant, handle -> EdgeStore.lock(handle, tenant, edge).isEmpty()
                ? Optional.<List<Both>>empty()
                : Optional.of(ConfigurationStore.both(handle, tenant, edge, FleetDesk.THINGS)
                        .stream()
                        .filter(both -> !both.about().isCredential())
                        .toList()));
    }
}
