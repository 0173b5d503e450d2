package dev.lintel.edge.fleet;

import dev.lintel.edge.copy.DoorStore;
import dev.lintel.edge.door.DoorClock;
import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.pairing.Pairing;
import dev.lintel.edge.pairing.PairingDesk;
import dev.lintel.edge.pairing.PairingDesk.Outcome;
import dev.lintel.edge.settings.DataFolder;
import dev.lintel.protocol.identity.BootId;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.time.ClockQuality;
import dev.lintel.protocol.wire.EdgeHealth;
import dev.lintel.protocol.wire.EdgeOrder;
import dev.lintel.protocol.wire.EdgeReply;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.Message;
import dev.lintel.protocol.wire.PairedPanel;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out what administrators order through the cloud, and tells them what this edge has and how it is.
///
/// Used by the link's thread.
@Singleton
public final class FleetDesk {

    private static final Logger LOG = LoggerFactory.getLogger(FleetDesk.class);

    /// The cloud repeats an order for no longer than this.
    private static final Duration REPLIES_KEPT = Duration.ofDays(2);
    /// As many as one message carries.
    private static final int PANELS_TOLD = 200;
    private static final String NOT_SAVED = "not-saved";

    private final FleetStore store;
    private final Configuration configuration;
    private final IssueStates issues;
    private final PairingDesk pairing;
    private final DoorDesk door;
    private final DoorClock clock;
    private final DataFolder folder;
    private final BootId boot;
    private final Instant startedAt;
    private volatile Supplier<List<EdgeHealth.Check>> checks = List::of;

    FleetDesk(FleetStore store, Configuration configuration, IssueStates issues, PairingDesk pairing, DoorDesk door,
            DoorClock clock, DataFolder folder, IdSource ids) {
        this.store = store;
        this.configuration = configuration;
        this.issues = issues;
        this.pairing = pairing;
        this.door = door;
        this.clock = clock;
        this.folder = folder;
        this.boot = new BootId(ids.next());
        this.startedAt = clock.moment().now();
    }

    /// Which start of this agent it is. The cloud tells by it when two machines use one identity.
    public BootId boot() {
        return boot;
    }

    /// Does it, unless it was done before or comes too late, and says what came of it. Where it could not be written down
    /// nothing is said: the cloud asks again, and an order that stands, such as a panel's removal, must not be lost to a full
    /// disk.
    ///
    /// With a clock that nobody trusts an order is taken to be in time; the cloud sends none that is not.
    public Optional<Message.Reply> order(Message.Order order) throws SQLException, InterruptedException {
        OperationId operation = order.operation();
        Optional<EdgeReply> first = store.reply(operation);
        if (first.isPresent()) {
            return Optional.of(new Message.Reply(operation, first.get()));
        }
        var moment = clock.moment();
        if (moment.quality().permitsNow() && !moment.now().isBefore(order.expiresAt())) {
            return Optional.of(new Message.Reply(operation, new EdgeReply.Refused("expired", Json.object())));
        }
        Function<EdgeReply, DoorStore.Writing> answering = reply -> FleetStore.replied(operation, reply, moment.now(),
                moment.now().minus(REPLIES_KEPT));
        try {
            EdgeReply reply = obeyed(operation, order.order(), answering);
            LOG.info("order {}: {}", order.order().getClass().getSimpleName(), reply.getClass().getSimpleName());
            return reply instanceof EdgeReply.Refused(String slug, var _) && slug.equals(NOT_SAVED)
                    ? Optional.empty()
                    : Optional.of(new Message.Reply(operation, reply));
        } catch (ExecutionException e) {
            LOG.warn("order {} could not be carried out", order.order().getClass().getSimpleName(), e.getCause());
            return Optional.empty();
        }
    }

    private EdgeReply obeyed(OperationId operation, EdgeOrder order, Function<EdgeReply, DoorStore.Writing> answering)
            throws InterruptedException, ExecutionException {
        Optional<Function<Outcome, DoorStore.Writing>> alongside = Optional
                .of(outcome -> answering.apply(replyTo(outcome)));
        return switch (order) {
            case EdgeOrder.LookPairing(String code) -> replyTo(pairing.look(code, alongside).get());
            case EdgeOrder.ConfirmPairing(String code, var space, String by) ->
                replyTo(pairing.confirm(code, space.toString(), by, alongside).get());
            case EdgeOrder.RevokePanel(var panel) -> replyTo(pairing.remove(panel, alongside).get());
            case EdgeOrder.ShowIssue shown -> {
                EdgeReply done = new EdgeReply.Done(Json.object());
                DoorStore.Writing told = issues.writing(shown);
                door.keep(connection -> {
                    told.to(connection);
                    answering.apply(done).to(connection);
                }).get();
                issues.remember(shown);
                yield done;
            }
            // The last word is one in the log, so said again it is nothing new, and its answer needs no row.
            case EdgeOrder.Retire _ -> {
                door.retire(operation).get();
                yield new EdgeReply.Done(Json.object());
            }
            case EdgeOrder.Unknown(String kind) ->
                new EdgeReply.Refused("not-understood", Json.object().with("kind", kind));
        };
    }

    private static EdgeReply replyTo(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Found(Pairing.Waiting shown) -> new EdgeReply.Done(
                    Json.object().with("phrase", shown.phrase()).with("expiresAt", shown.expiresAt().toString()));
            case Outcome.Paired(var paired, var space) -> new EdgeReply.Done(Json.object()
                    .with("panel", paired.panel().id().toString())
                    .with("space", space.id().toString()));
            case Outcome.Removed(var panel) -> new EdgeReply.Done(Json.object().with("panel", panel.toString()));
            case Outcome.Refused(String slug, Optional<Instant> againAt) -> new EdgeReply.Refused(slug,
                    Json.object().with("againAt", againAt.map(at -> new Json.Text(at.toString()))));
            case Outcome.Shown _ -> throw new IllegalStateException("no order asks for a code");
        };
    }

    /// What could not be written is told as it was, so the cloud sends it again.
    public Message.Reported desired(Message.Desired desired) throws InterruptedException {
        try {
            return new Message.Reported(configuration.wish(desired.items()).get());
        } catch (ExecutionException e) {
            LOG.warn("settings could not be written", e.getCause());
            return reported();
        }
    }

    public Message.Reported reported() {
        return new Message.Reported(configuration.all());
    }

    public Message.Panels panels() {
        return new Message.Panels(pairing.list()
                .stream()
                .limit(PANELS_TOLD)
                .map(paired -> new PairedPanel(paired.panel().id(), paired.panel().space(), paired.pairedAt(),
                        paired.source().word()))
                .toList());
    }

    private static String kind(ClockQuality quality) {
        return switch (quality) {
            case ClockQuality.Synchronised _ -> "synchronised";
            case ClockQuality.RealTimeClock _ -> "real-time-clock";
            case ClockQuality.HoldOver _ -> "hold-over";
            case ClockQuality.Restored _ -> "restored";
            case ClockQuality.Bad _ -> "bad";
        };
    }

    /// Who looks at how this agent is; nothing is told of it before.
    public void checkedBy(Supplier<List<EdgeHealth.Check>> looking) {
        checks = looking;
    }

    public Message.Health health() {
        long free = 0;
        long total = 0;
        try {
            FileStore disk = Files.getFileStore(folder.resolve("."));
            free = disk.getUsableSpace();
            total = disk.getTotalSpace();
        } catch (IOException e) {
            LOG.warn("the disk does not say how full it is: {}", e.getMessage());
        }
        String version = Optional.ofNullable(FleetDesk.class.getPackage().getImplementationVersion()).orElse("development");
        return new Message.Health(new EdgeHealth(version, startedAt, boot, kind(clock.moment().quality()), free, total,
                checks.get()));
    }
}
