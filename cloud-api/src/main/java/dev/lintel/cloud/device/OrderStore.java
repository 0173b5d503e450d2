package dev.lintel.cloud.device;

import dev.lintel.cloud.device.FleetDesk.Outgoing;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.wire.Codec;
import dev.lintel.protocol.wire.Decoded;
import dev.lintel.protocol.wire.EdgeOrder;
import dev.lintel.protocol.wire.EdgeReply;
import dev.lintel.protocol.wire.Envelope;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.Message;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// The rows of orders to edges and of what came of them, and where an edge is reached.
final class OrderStore {

    private static final Codec CODEC = new Codec();
    /// Looked at in one round; the rest come in the next, a moment later.
    static final int AT_ONCE = 500;

    private OrderStore() {}

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

    static Address address(ResultSet row) throws SQLException {
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
                .map((row, _) -> new Answered(row.getTimestamp("expires_at").toInstant(),
                        Optional.ofNullable(row.getString("reply")).map(reply -> (Json.Obj) Json.parse(reply))))
                .list();
    }
}
