package dev.lintel.cloud.device;

import dev.lintel.cloud.account.Caller;
import dev.lintel.cloud.audit.AuditStore;
import dev.lintel.cloud.device.OrderStore.Address;
import dev.lintel.cloud.device.OrderStore.Answered;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.cloud.web.Operation;
import dev.lintel.cloud.web.OperationStore;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.wire.Applied;
import dev.lintel.protocol.wire.Codec;
import dev.lintel.protocol.wire.EdgeOrder;
import dev.lintel.protocol.wire.Envelope;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.Message;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is said between cloud and edges outside the two logs: orders and replies, how things should be and are, health.
///
///     order written -> sent -> (again every 5 s) -> replied | expired
///     setting written -> sent -> (again every 30 s) -> reported with its version
///
/// The rows are the queue: any replica sends, any replica takes the answer, and whoever waits for one looks at the row.
/// Nothing here decides about a calendar, so nothing here needs the logs' order.
@Singleton
public class FleetDesk {

    private static final Duration ORDER_AGAIN = Duration.ofSeconds(5);
    private static final Duration SETTING_AGAIN = Duration.ofSeconds(30);
    /// Long enough for an edge over a slow line; a person who waits longer looks again.
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(50);
    /// Things one edge may have: doors, sensors, lights, and the people who prove themselves there.
    static final int THINGS = 5_000;

    private final Transactions transactions;
    private final OperationStore operations;
    private final AuditStore audit;
    private final InstantSource clock;
    private final Codec codec = new Codec();
    private volatile Runnable pump = () -> {};

    FleetDesk(Transactions transactions, OperationStore operations, AuditStore audit, InstantSource clock) {
        this.transactions = transactions;
        this.operations = operations;
        this.audit = audit;
        this.clock = clock;
    }

    /// Who sends; bound once there is a link.
    public void whenWritten(Runnable wake) {
        pump = wake;
    }

    /// Something was committed that an edge should hear.
    void written() {
        pump.run();
    }

    /// A message and to whom it goes.
    public record Outgoing(EdgeId edge, Envelope envelope) {}

    /// What became of an order so far.
    public sealed interface Progress {

        record Done(Json.Obj facts) implements Progress {}

        record Refused(String slug, Json.Obj facts) implements Progress {}

        /// It stands, and will be carried out when the edge hears it.
        record Waiting() implements Progress {}

        /// The edge is not connected, and the order would be stale when it comes back.
        record Away() implements Progress {}

        /// The edge did not hear it in time; it is not sent any more.
        record Expired() implements Progress {}

        record UnknownEdge() implements Progress {}

        /// On none of the edge's floors.
        record UnknownSpace() implements Progress {}

        /// The operation id was sent before with another request.
        record OtherRequest() implements Progress {}
    }

    /// Gives an order to an edge and waits a moment for its reply. The same request again waits for the same reply.
    ///
    /// @param kept whether the order is worth keeping for an edge that is away
    public Progress order(Caller caller, Operation operation, EdgeId edge, EdgeOrder order, Duration validity, boolean kept) {
        Instant now = clock.instant();
        TenantId tenant = caller.tenant();
        var message = new Message.Order(operation.id(), now.plus(validity), order);
        Optional<Progress> known = transactions.inTenant(tenant, handle -> {
            List<Address> floors = OrderStore.floors(handle, tenant, edge);
            if (floors.isEmpty()) {
                return Optional.of(new Progress.UnknownEdge());
            }
            if (order instanceof EdgeOrder.ConfirmPairing pairing
                    && !FleetStore.onFloorOf(handle, tenant, edge, pairing.space())) {
                return Optional.of(new Progress.UnknownSpace());
            }
            List<Address> linked = OrderStore.linked(handle, tenant, edge);
            if (linked.isEmpty() && !kept && OrderStore.replies(handle, tenant, edge, operation.id()).isEmpty()) {
                return Optional.of(new Progress.Away());
            }
            var request = edge + " " + order;
            if (operation.chosenBySender() && !operations.claim(handle, tenant, operation, "edge-order", request)) {
                return operations.isRepetition(handle, tenant, operation, "edge-order", request)
                        ? Optional.<Progress>empty()
                        : Optional.of(new Progress.OtherRequest());
            }
            // A panel belongs to the agent, so any floor of it carries the order; only a retirement concerns each.
            List<Address> carriers = order instanceof EdgeOrder.Retire
                    ? floors
                    : List.of((linked.isEmpty() ? floors : linked).getFirst());
            carriers.forEach(floor -> OrderStore.order(handle, tenant, floor, message, now));
            audit.add(handle, tenant, operation.id(), caller.actor(), "edge-ordered", "edge:" + edge, word(order));
            return linked.isEmpty() ? Optional.of(new Progress.Waiting()) : Optional.<Progress>empty();
        });
        written();
        return known.orElseGet(() -> await(tenant, edge, operation.id()));
    }

    /// What is audited of an order: never a code.
    private static String word(EdgeOrder order) {
        return switch (order) {
            case EdgeOrder.LookPairing _ -> "look for a panel";
            case EdgeOrder.ConfirmPairing confirm -> "pair a panel with space:" + confirm.space();
            case EdgeOrder.RevokePanel revoke -> "revoke panel:" + revoke.panel();
            case EdgeOrder.Retire _ -> "retire";
            case EdgeOrder.ShowIssue show -> "show issue:" + show.issue() + " as " + show.state();
            case EdgeOrder.Unknown unknown -> unknown.kind();
        };
    }

    /// Looks at the rows again and again: the reply may reach another replica.
    private Progress await(TenantId tenant, EdgeId edge, OperationId operation) {
        Instant until = clock.instant().plus(PATIENCE);
        while (clock.instant().isBefore(until)) {
            var replies = transactions.inTenant(tenant, handle -> OrderStore.replies(handle, tenant, edge, operation));
            var progress = progress(replies, clock.instant());
            if (progress.isPresent()) {
                return progress.get();
            }
            try {
                Thread.sleep(LOOK);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Progress.Waiting();
            }
        }
        return new Progress.Waiting();
    }

    /// One floor that refuses refuses for all; done is what all have done. Nothing while one of them may still answer.
    static Optional<Progress> progress(List<Answered> replies, Instant now) {
        var refused = replies.stream()
                .flatMap(reply -> reply.reply().stream())
                .filter(reply -> reply.fields().get("slug") instanceof Json.Text)
                .findFirst();
        if (refused.isPresent() || replies.stream().allMatch(reply -> reply.reply().isPresent())) {
            return Optional.of(progress(refused.or(() -> replies.getFirst().reply()).orElseThrow()));
        }
        return replies.stream().anyMatch(reply -> reply.reply().isEmpty() && !now.isBefore(reply.expiresAt()))
                ? Optional.of(new Progress.Expired())
                : Optional.empty();
    }

    private static Progress progress(Json.Obj reply) {
        Json.Obj facts = reply.fields().get("facts") instanceof Json.Obj given ? given : Json.object();
        return reply.fields().get("slug") instanceof Json.Text(String slug)
                ? new Progress.Refused(slug, facts)
                : new Progress.Done(facts);
    }

    /// What an edge said; its floor and tenant are checked by the caller.
    public void take(TenantId tenant, EdgeId edge, FloorId floor, Message message) {
        Instant now = clock.instant();
        transactions.inTenant(tenant, handle -> {
            switch (message) {
                case Message.Reply reply -> OrderStore.replied(handle, tenant, edge, floor, reply, now);
                case Message.Reported reported -> {
                    for (Applied applied : reported.items()) {
                        ConfigurationStore.reported(handle, tenant, edge, applied, THINGS, now);
                    }
                }
                case Message.Health health -> FleetStore.health(handle, tenant, edge, body(floor, health), now);
                case Message.Panels panels -> FleetStore.panels(handle, tenant, edge, panels.panels());
                case Message.Hello _,Message.Welcome _,Message.Refused _,Message.Log _,Message.Feed _,Message.Ack _,Message.Resend _,Message.Snapshot _,Message.Copy _,Message.Digest _,Message.Order _,Message.Desired _,Message.Unknown _ ->
                    throw new IllegalArgumentException("not a message about devices");
            }
            return true;
        });
    }

    /// As far as it is understood here: what a later version adds is left out.
    private String body(FloorId floor, Message.Health health) {
        var envelope = new Envelope(Envelope.CURRENT, floor, 0, Optional.empty(), health);
        Json.Obj tree = (Json.Obj) Json.parse(codec.encode(envelope));
        return tree.fields().getOrDefault("body", Json.object()).canonical();
    }

    /// What is to be sent now, marked as sent; whatever gets lost is due again.
    public List<Outgoing> due() {
        Instant now = clock.instant();
        return transactions.unfenced(handle -> {
            var due = new ArrayList<>(OrderStore.orders(handle, now, ORDER_AGAIN));
            due.addAll(FleetStore.settings(handle, now, SETTING_AGAIN));
            return due;
        });
    }

    public Optional<List<PanelView>> panels(TenantId tenant, EdgeId edge) {
        return transactions.inTenant(tenant, handle -> EdgeStore.lock(handle, tenant, edge).isEmpty()
                ? Optional.<List<PanelView>>empty()
                : Optional.of(FleetStore.panels(handle, tenant, edge)));
    }
}
