package dev.lintel.cloud.device;

import dev.lintel.cloud.device.FleetDesk.Outgoing;
import dev.lintel.protocol.Limits;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.wire.Codec;
import dev.lintel.protocol.wire.Decoded;
import dev.lintel.protocol.wire.EdgeOrder;
import dev.lintel.protocol.wire.EdgeReply;
import dev.lintel.protocol.wire.Envelope;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.Message;
import dev.lintel.protocol.wire.PairedPanel;
import dev.lintel.protocol.wire.Setting;
import dev.lintel.protocol.wire.Thing;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
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

/// The rows of orders, health and panels, and of what is on its way down.
final class FleetStore {

    private static final Codec CODEC = new Codec();
    /// Looked at in one round; the rest come in the next, a moment later.
    private static final int AT_ONCE = 500;
    /// Of one thing in a message: its name, its version and the punctuation.
    private static final int AROUND_ITEM_BYTES = 160;

    private FleetStore() {}

    /// One floor of an edge, as its envelopes name it.
    record Address(EdgeId edge, FloorId floor, long epoch, Generation generation) {

        Envelope envelope(Message message) {
            return new Envelope(Envelope.CURRENT, floor, epoch, Optional.of(generation), message);
        }
    }

    static void order(Handle handle, TenantId tenant, Address address, Message.Order order, Instant now) {
        handle.createUpdate("""
                INSERT INTO edge_order (tenant_id, op, edge_id, floor_id, body, made_at, expires_at)
                VALUES (:tenant, :op, :edge, :floor, :body, :now, :expires) ON CONFLICT DO NOTHING
                """)
                .bind("tenant", tenant.value())
                .bind("op", order.operation().value())
                .bind("edge", address.edge().value())
                .bind("floor", address.floor().value())
                .bind("body", new String(CODEC.encode(address.envelope(order)), StandardCharsets.UTF_8))
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("expires", order.expiresAt().atOffset(ZoneOffset.UTC))
                .execute();
    }

    /// The floors of an edge that are connected; none where it is away.
    static List<Address> linked(Handle handle, TenantId tenant, EdgeId edge) {
        return addresses(handle, tenant, edge, "AND f.link = 'up'");
    }

    static List<Address> floors(Handle handle, TenantId tenant, EdgeId edge) {
        return addresses(handle, tenant, edge, "");
    }

    /// The door of a floor, connected or not.
    static Optional<Address> door(Handle handle, TenantId tenant, FloorId floor) {
        return handle.createQuery("""
                SELECT ef.edge_id, f.epoch, f.generation FROM floor f
                JOIN edge_floor ef ON ef.tenant_id = f.tenant_id AND ef.floor_id = f.id AND NOT ef.former
                JOIN edge e ON e.tenant_id = ef.tenant_id AND e.id = ef.edge_id AND e.state = 'enrolled'
                WHERE f.tenant_id = :tenant AND f.id = :floor
                """)
                .bind("tenant", tenant.value())
                .bind("floor", floor.value())
                .map((row, context) -> new Address(EdgeId.of(row.getString("edge_id")), floor, row.getLong("epoch"),
                        new Generation(row.getObject("generation", UUID.class))))
                .findOne();
    }

    private static List<Address> addresses(Handle handle, TenantId tenant, EdgeId edge, String condition) {
        return handle.createQuery("""
                SELECT f.id, f.epoch, f.generation FROM floor f
                JOIN edge_floor ef ON ef.tenant_id = f.tenant_id AND ef.floor_id = f.id
                JOIN edge e ON e.tenant_id = ef.tenant_id AND e.id = ef.edge_id AND e.state = 'enrolled'
                WHERE f.tenant_id = :tenant AND ef.edge_id = :edge %s ORDER BY f.id
                """.formatted(condition))
                .bind("tenant", tenant.value())
                .bind("edge", edge.value())
                .map((row, context) -> new Address(edge, new FloorId(row.getObject("id", UUID.class)), row.getLong("epoch"),
                        new Generation(row.getObject("generation", UUID.class))))
                .list();
    }

    /// Orders for the machine that an edge was: with another disk, or out of trust, it must not obey them. A panel that was to
    /// lose its key is to lose it all the same.
    static void endOrders(Handle handle, TenantId tenant, EdgeId edge, Instant now) {
        List<UUID> ended = handle.createQuery("""
                SELECT op, body FROM edge_order WHERE tenant_id = :tenant AND edge_id = :edge AND answered_at IS NULL
                  AND expires_at > :now
                """)
                .bind("tenant", tenant.value())
                .bind("edge", edge.value())
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .map((row, context) -> order(row.getString("body")))
                .filter(order -> !(order.order() instanceof EdgeOrder.RevokePanel))
                .stream()
                .map(order -> order.operation().value())
                .toList();
        handle.createUpdate("""
                UPDATE edge_order SET expires_at = :now
                WHERE tenant_id = :tenant AND edge_id = :edge AND answered_at IS NULL AND op = ANY (:ended)
                """)
                .bind("tenant", tenant.value())
                .bind("edge", edge.value())
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bindArray("ended", UUID.class, ended)
                .execute();
    }

    /// Orders that are due to be sent, marked as sent now, addressed as their floor is now: one may have waited longer than an
    /// epoch. Rows that another replica is sending are left to it.
    static List<Outgoing> orders(Handle handle, Instant now, Duration again) {
        return handle.createQuery("""
                UPDATE edge_order o SET sent_at = :now FROM (
                    SELECT w.tenant_id, w.op, w.floor_id, f.epoch, f.generation FROM edge_order w
                    JOIN floor f ON f.tenant_id = w.tenant_id AND f.id = w.floor_id AND f.link = 'up'
                    JOIN edge e ON e.tenant_id = w.tenant_id AND e.id = w.edge_id AND e.state = 'enrolled'
                    WHERE w.answered_at IS NULL AND w.expires_at > :now AND (w.sent_at IS NULL OR w.sent_at < :before)
                    ORDER BY w.made_at LIMIT :limit FOR UPDATE OF w SKIP LOCKED) due
                WHERE o.tenant_id = due.tenant_id AND o.op = due.op AND o.floor_id = due.floor_id
                RETURNING o.edge_id, o.floor_id, o.body, due.epoch, due.generation
                """)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("before", now.minus(again).atOffset(ZoneOffset.UTC))
                .bind("limit", AT_ONCE)
                .map((row, context) -> {
                    var address = address(row);
                    return new Outgoing(address.edge(), address.envelope(order(row.getString("body"))));
                })
                .list();
    }

    private static Address address(ResultSet row) throws SQLException {
        return new Address(EdgeId.of(row.getString("edge_id")), new FloorId(row.getObject("floor_id", UUID.class)),
                row.getLong("epoch"), new Generation(row.getObject("generation", UUID.class)));
    }

    /// Of the envelope in which it was kept only the order counts.
    private static Message.Order order(String kept) {
        return switch (CODEC.decode(kept.getBytes(StandardCharsets.UTF_8))) {
            case Decoded.Read(Envelope envelope, var _) when envelope.message() instanceof Message.Order order -> order;
            case Decoded.Read _,Decoded.Refused _ -> throw new IllegalStateException("not an order that was written here");
        };
    }

    private record Due(Address address, Setting setting) {}

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
                .bind("limit", AT_ONCE)
                .map((row, context) -> new Due(
                        address(row),
                        new Setting(Thing.of(row.getString("about")), row.getLong("version"),
                                settings(row.getString("settings")))))
                .list();
        Map<Address, List<Setting>> byEdge = new LinkedHashMap<>();
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

    /// Keeps the first reply to an order that this edge was given; a later one, or another edge's, changes nothing.
    static void replied(Handle handle, TenantId tenant, EdgeId edge, FloorId floor, Message.Reply reply, Instant now) {
        Json.Obj written = switch (reply.outcome()) {
            case EdgeReply.Done(Json.Obj facts) -> Json.object().with("facts", facts);
            case EdgeReply.Refused(String slug, Json.Obj facts) -> Json.object().with("slug", slug).with("facts", facts);
        };
        handle.createUpdate("""
                UPDATE edge_order SET answered_at = :now, reply = :reply
                WHERE tenant_id = :tenant AND op = :op AND edge_id = :edge AND floor_id = :floor AND answered_at IS NULL
                """)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("reply", written.canonical())
                .bind("tenant", tenant.value())
                .bind("op", reply.operation().value())
                .bind("edge", edge.value())
                .bind("floor", floor.value())
                .execute();
    }

    /// What one floor of an edge answered to an order, or has not yet.
    record Answered(Instant expiresAt, Optional<Json.Obj> reply) {}

    /// One for each floor that was given the order; none where the edge was given none under this operation.
    static List<Answered> replies(Handle handle, TenantId tenant, EdgeId edge, OperationId operation) {
        return handle.createQuery("""
                SELECT expires_at, reply FROM edge_order WHERE tenant_id = :tenant AND op = :op AND edge_id = :edge
                ORDER BY floor_id
                """)
                .bind("tenant", tenant.value())
                .bind("op", operation.value())
                .bind("edge", edge.value())
                .map((row, _) -> new Answered(row.getTimestamp("expires_at").toInstant(), settings(row.getString("reply"))))
                .list();
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
