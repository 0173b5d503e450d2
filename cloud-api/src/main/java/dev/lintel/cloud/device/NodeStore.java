package dev.lintel.cloud.device;

import dev.lintel.protocol.identity.EdgeId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Handle;

/// The replicas of this cloud, and what all of them want an external broker to know.
final class NodeStore {

    /// A replica that has not been seen for this long is gone: its certificate may be as old as that, its rights end here.
    private static final Duration KEPT = Duration.ofDays(7);

    private NodeStore() {}

    static void seen(Handle handle, String name, Instant now) {
        handle.createUpdate("""
                INSERT INTO node (name, seen_at) VALUES (:name, :now) ON CONFLICT (name) DO UPDATE SET seen_at = :now
                """).bind("name", name).bind("now", now.atOffset(ZoneOffset.UTC)).execute();
    }

    static BrokerView view(Handle handle, Instant now) {
        var nodes = handle.createQuery("SELECT name FROM node WHERE seen_at > :since")
                .bind("since", now.minus(KEPT).atOffset(ZoneOffset.UTC))
                .mapTo(String.class)
                .list();
        var barred = handle.createQuery("""
                SELECT e.id FROM edge e
                WHERE EXISTS (SELECT FROM certificate c
                              WHERE c.tenant_id = e.tenant_id AND c.edge_id = e.id AND c.expires_at > :now)
                  AND NOT %s
                """.formatted(EdgeStore.HEARD))
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .mapTo(String.class)
                .map(EdgeId::of)
                .list();
        return BrokerView.of(nodes, barred, RevocationStore.inForce(handle, now));
    }
}
