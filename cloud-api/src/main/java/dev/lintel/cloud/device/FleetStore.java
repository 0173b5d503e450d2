package dev.lintel.cloud.device;

import dev.lintel.cloud.device.FleetDesk.Outgoing;
import dev.lintel.protocol.Limits;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.Message;
import dev.lintel.protocol.wire.PairedPanel;
import dev.lintel.protocol.wire.Setting;
import dev.lintel.protocol.wire.Thing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The rows of settings on their way down, and of what edges tell about themselves: health and panels.
final class FleetStore {

    /// Of one thing in a message: its name, its version and the punctuation.
    private static final int AROUND_ITEM_BYTES = 160;

    private FleetStore() {}

    private record Due(OrderStore.Address address, Setting setting) {}

    /// Settings that their edge has not reported as applied, marked as sent now. One floor of an edge carries them.
    static List<Outgoing> settings(Handle handle, Instant now, Duration again) {
        List<Due> due = handle
                .createQuery(
                        """
                                UPDATE desired d SET sent_at = :now FROM (
                                    SELECT w.tenant_id, w.edge_id, w.about, f.id AS floor_id, f.epoch, f.generation FROM desired w
                                    JOIN edge e ON e.tenant_id = w.tenant_id AND e.id = w.edge_id AND e.state = 'enrolled'
                                    JOIN LATERAL (SELECT g.id, g.epoch, g.generation FROM floor g
                                        JOIN edge_floor ef ON ef.tenant_id = g.tenant_id AND ef.floor_id = g.id
                                        WHERE ef.tenant_id = w.tenant_id AND ef.edge_id = w.edge_id AND g.link = 'up' ORDER BY g.id LIMIT 1) f ON true
                                    WHERE NOT w.settled AND (w.sent_at IS NULL OR w.sent_at < :before)
                                    ORDER BY w.changed_at LIMIT :limit FOR UPDATE OF w SKIP LOCKED) due
                                WHERE d.tenant_id = due.tenant_id AND d.edge_id = due.edge_id AND d.about = due.about
                                RETURNING d.edge_id, d.about, d.version, d.settings, due.floor_id, due.epoch, due.generation
                                """)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("before", now.minus(again).atOffset(ZoneOffset.UTC))
                .bind("limit", OrderStore.AT_ONCE)
                .map((row, context) -> new Due(
                        OrderStore.address(row),
                        new Setting(Thing.of(row.getString("about")), row.getLong("version"),
                                settings(row.getString("settings")))))
                .list();
        Map<OrderStore.Address, List<Setting>> byEdge = new LinkedHashMap<>();
        due.forEach(one -> byEdge.computeIfAbsent(one.address(), any -> new ArrayList<>()).add(one.setting()));
        var messages = new ArrayList<Outgoing>();
        byEdge.forEach((address, settings) -> batches(settings)
                .forEach(items -> messages.add(new Outgoing(address.edge(), address.envelope(new Message.Desired(items))))));
        return messages;
    }

    /// Each as large as a message may be, measured as it is sent.
    static List<List<Setting>> batches(List<Setting> settings) {
        var batches = new ArrayList<List<Setting>>();
        var batch = new ArrayList<Setting>();
        int bytes = 0;
        for (Setting setting : settings) {
            int more = AROUND_ITEM_BYTES + bytes(setting.settings().map(Json.Obj::canonical).orElse("null"));
            if (!batch.isEmpty() && (bytes + more > Limits.BATCH_BYTES || batch.size() == Limits.BATCH_ENTRIES)) {
                batches.add(List.copyOf(batch));
                batch.clear();
                bytes = 0;
            }
            batch.add(setting);
            bytes += more;
        }
        if (!batch.isEmpty()) {
            batches.add(List.copyOf(batch));
        }
        return batches;
    }

    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static Optional<Json.Obj> settings(@Nullable String text) {
        return Optional.ofNullable(text).map(written -> (Json.Obj) Json.parse(written));
    }

    static void health(Handle handle, TenantId tenant, EdgeId edge, String body, Instant now) {
        handle.createUpdate("""
                INSERT INTO edge_health (tenant_id, edge_id, body, at) VALUES (:tenant, :edge, :body, :now)
                ON CONFLICT (tenant_id, edge_id) DO UPDATE SET body = :body, at = :now
                """)
                .bind("tenant", tenant.value())
                .bind("edge", edge.value())
                .bind("body", body)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .execute();
    }

    /// Replaces what was known; panels of spaces that are not on this edge's floors are left out.
    static void panels(Handle handle, TenantId tenant, EdgeId edge, List<PairedPanel> panels) {
        handle.createUpdate("DELETE FROM panel WHERE tenant_id = :tenant AND edge_id = :edge")
                .bind("tenant", tenant.value())
                .bind("edge", edge.value())
                .execute();
        for (PairedPanel panel : panels) {
            handle.createUpdate("""
                    INSERT INTO panel (tenant_id, edge_id, id, space_id, paired_at, how)
                    SELECT s.tenant_id, :edge, :panel, s.id, :at, :how FROM space s
                    JOIN edge_floor ef ON ef.tenant_id = s.tenant_id AND ef.floor_id = s.floor_id AND ef.edge_id = :edge
                        AND NOT ef.former
                    WHERE s.tenant_id = :tenant AND s.id = :space ON CONFLICT DO NOTHING
                    """)
                    .bind("tenant", tenant.value())
                    .bind("edge", edge.value())
                    .bind("panel", panel.panel().value())
                    .bind("space", panel.space().value())
                    .bind("at", panel.pairedAt().atOffset(ZoneOffset.UTC))
                    .bind("how", panel.how())
                    .execute();
        }
    }

    static List<PanelView> panels(Handle handle, TenantId tenant, EdgeId edge) {
        return handle
                .createQuery(
                        """
                                SELECT id, space_id, paired_at, how FROM panel WHERE tenant_id = :tenant AND edge_id = :edge ORDER BY paired_at, id
                                """)
                .bind("tenant", tenant.value())
                .bind("edge", edge.value())
                .map((row, context) -> new PanelView(row.getObject("id", UUID.class), row.getObject("space_id", UUID.class),
                        row.getTimestamp("paired_at").toInstant(), row.getString("how")))
                .list();
    }

    static boolean onFloorOf(Handle handle, TenantId tenant, EdgeId edge, SpaceId space) {
        return handle.createQuery("""
                SELECT count(*) FROM space s JOIN edge_floor ef ON ef.tenant_id = s.tenant_id AND ef.floor_id = s.floor_id
                WHERE s.tenant_id = :tenant AND s.id = :space AND ef.edge_id = :edge AND NOT ef.former
                """)
                .bind("tenant", tenant.value())
                .bind("space", space.value())
                .bind("edge", edge.value())
                .mapTo(Integer.class)
                .one() > 0;
    }
}
