package dev.lintel.edge.fleet;

import dev.lintel.edge.copy.DoorStore;
import dev.lintel.edge.door.DoorClock;
import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.door.Saving;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
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
    private static final long LITTLE_DISK_BYTES = 200L * 1024 * 1024;

    private final FleetStore store;
    private final Configuration configuration;
    private final PairingDesk pairing;
    private final DoorDesk door;
    private final DoorClock clock;
    private final DataFolder folder;
    private final BootId boot;
    private final Instant startedAt;

    FleetDesk(FleetStore store, Configuration configuration, PairingDesk pairing, DoorDesk door, DoorClock clock,
            DataFolder folder, IdSource ids) {
        this.store = store;
        this.configuration = configuration;
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

    /// Does it, unless it was done before or comes too late, and says what came of it.
    public Message.Reply order(Message.Order order) throws SQLException, InterruptedException, ExecutionException {
        OperationId operation = order.operation();
        Optional<EdgeReply> first = store.reply(operation);
        if (first.isPresent()) {
            return new Message.Reply(operation, first.get());
        }
        var moment = clock.moment();
        if (moment.quality().permitsNow() && !moment.now().isBefore(order.expiresAt())) {
            return new Message.Reply(operation, new EdgeReply.Refused("expired", Json.object()));
        }
        Optional<Function<Outcome, DoorStore.Writing>> alongside = Optional.of(outcome -> FleetStore.replied(operation,
                replyTo(outcome), moment.now(), moment.now().minus(REPLIES_KEPT)));
        EdgeReply reply = switch (order.order()) {
            case EdgeOrder.LookPairing(String code) -> replyTo(pairing.look(code, alongside).get());
            case EdgeOrder.ConfirmPairing(String code, var space, String by) ->
                replyTo(pairing.confirm(code, space.toString(), by, alongside).get());
            case EdgeOrder.RevokePanel(var panel) -> replyTo(pairing.remove(panel, alongside).get());
            case EdgeOrder.Retire _ -> {
                door.retire(operation).get();
                yield new EdgeReply.Done(Json.object());
            }
            case EdgeOrder.Unknown(String kind) ->
                new EdgeReply.Refused("not-understood", Json.object().with("kind", kind));
        };
        LOG.info("order {}: {}", order.order().getClass().getSimpleName(), reply.getClass().getSimpleName());
        return new Message.Reply(operation, reply);
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

    public Message.Reported desired(Message.Desired desired) throws InterruptedException, ExecutionException {
        return new Message.Reported(configuration.wish(desired.items()).get());
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

    public Message.Health health() {
        List<EdgeHealth.Check> checks = new ArrayList<>();
        checks.add(door.saving() instanceof Saving.Failing(Instant _, String reason)
                ? new EdgeHealth.Check("saving", "down", "The door cannot save.", reason)
                : new EdgeHealth.Check("saving", "up", "The door saves what it decides.", ""));
        long free = 0;
        long total = 0;
        try {
            FileStore disk = Files.getFileStore(folder.resolve("."));
            free = disk.getUsableSpace();
            total = disk.getTotalSpace();
            checks.add(free < LITTLE_DISK_BYTES
                    ? new EdgeHealth.Check("disk", "degraded", "Little room is left on the disk.", "Free some space on it.")
                    : new EdgeHealth.Check("disk", "up", "There is room on the disk.", ""));
        } catch (IOException e) {
            checks.add(new EdgeHealth.Check("disk", "down", "The disk does not answer.", "Check that it is mounted."));
        }
        var quality = clock.moment().quality();
        checks.add(quality.permitsNow()
                ? new EdgeHealth.Check("clock", "up", "The time is trusted.", "")
                : new EdgeHealth.Check("clock", "degraded", "The time is not trusted.", "Connect a time server."));
        String version = Optional.ofNullable(FleetDesk.class.getPackage().getImplementationVersion()).orElse("development");
        return new Message.Health(new EdgeHealth(version, startedAt, boot, kind(quality), free, total, checks));
    }
}
