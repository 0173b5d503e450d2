package dev.lintel.cloud.booking;

import dev.lintel.cloud.audit.AuditStore;
import dev.lintel.cloud.store.Bell;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.cloud.store.Turns;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.line.Change;
import dev.lintel.protocol.line.CloudFloor;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.CloudSide;
import dev.lintel.protocol.line.CloudStep;
import dev.lintel.protocol.line.Effect;
import dev.lintel.protocol.line.FloorPosition;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.protocol.line.Standing;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.Sha256Chain;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// Runs the shared rules over one floor: the only way in which anything on a floor's calendar changes in the cloud.
///
///     lock the floor and read -> decide (CloudSide) -> write changes, feed, audit, live events -> commit -> tell
///
/// The first trip to the database reads what the inputs let foresee, one more writes, whatever their number.
@Singleton
public class LineDesk {

    /// Of a door that speaks for an epoch that is over.
    public static final String SUPERSEDED = Standing.SUPERSEDED;
    /// Of one that speaks for an epoch of which this cloud has never heard, or no longer knows (R16): its greeting will tell.
    public static final String EPOCH_UNKNOWN = "epoch-unknown";
    /// How exactly it is known when a door was last heard: a row is not written for each of its words.
    static final Duration HEARD_WITHIN = Duration.ofSeconds(20);

    private static final Logger LOG = LoggerFactory.getLogger(LineDesk.class);

    private final CloudSide rules = new CloudSide(new Sha256Chain());
    private final Transactions transactions;
    private final Turns turns;
    private final LineStore lines;
    private final AuditStore audit;
    private final Tidings tidings;
    private final Barrier barrier;
    private final Bell bell;
    private final MeterRegistry meters;
    private final InstantSource clock;
    private final IdSource ids;

    LineDesk(Transactions transactions, Turns turns, LineStore lines, AuditStore audit, Tidings tidings, Barrier barrier,
            Bell bell,
            MeterRegistry meters,
            InstantSource clock,
            IdSource ids) {
        this.transactions = transactions;
        this.turns = turns;
        this.lines = lines;
        this.audit = audit;
        this.tidings = tidings;
        this.barrier = barrier;
        this.bell = bell;
        this.meters = meters;
        this.clock = clock;
        this.ids = ids;
    }

    /// What came of a row of inputs.
    ///
    /// @param at where the floor stands now; its log's mark is what a door's log is acknowledged with
    /// @param outcomes one per input that was looked at: after a gap or a halt the rest is left alone
    /// @param effects to be told with [#tell] after the commit
    /// @param unread whether entries of the door are there that this version cannot read
    public record Taken(FloorPosition at, List<Outcome> outcomes, List<Effect> effects, boolean unread) {

        public Outcome last() {
            return outcomes.getLast();
        }
    }

    /// Takes inputs in order, in one transaction of its own, and tells what came of them. Nothing where the tenant has
    /// no such floor.
    public Optional<Taken> take(TenantId tenant, FloorId floor, List<? extends CloudInput> inputs) {
        return take(tenant, floor, "door:" + floor, inputs);
    }

    /// @param actor who is behind it, for the audit trail
    public Optional<Taken> take(TenantId tenant, FloorId floor, String actor, List<? extends CloudInput> inputs) {
        return held(tenant, floor, inputs, (transaction, held) -> step(transaction, tenant, held, actor, inputs));
    }

    /// The same for what the floor's present door said in an epoch. The epoch is compared under the floor's lock: of one that
    /// is over, only a greeting is heard, for the door tells again what it decided once it has the snapshot of this one.
    public Optional<Taken> fromDoor(TenantId tenant, FloorId floor, long epoch, List<? extends CloudInput> inputs) {
        return held(tenant, floor, inputs, (transaction, held) -> heard(transaction, tenant, held, epoch, inputs));
    }

    private Optional<Taken> held(TenantId tenant, FloorId floor, List<? extends CloudInput> inputs,
            BiFunction<Handle, HeldFloor, Taken> work) {
        var taken = turns.at(floor, () -> {
            var holding = lines.holding(tenant, floor, Wanted.of(inputs));
            return transactions.inTenant(tenant, holding.bundle(),
                    transaction -> holding.read(transaction).map(read -> work.apply(transaction, read.held())));
        });
        taken.ifPresent(this::tell);
        return taken;
    }

    Taken heard(Handle transaction, TenantId tenant, HeldFloor held, long epoch, List<? extends CloudInput> inputs) {
        var at = held.floor().at();
        boolean greets = inputs.stream().allMatch(input -> input instanceof CloudInput.Greeted);
        return epoch == at.epoch() || greets
                ? decide(transaction, tenant, held, "door:" + at.floor(), inputs, true)
                : ofAnotherEpoch(at, epoch);
    }

    /// A door stops for good when it hears that its epoch is over (R13), so a cloud that lags behind must not say so.
    static Taken ofAnotherEpoch(FloorPosition at, long epoch) {
        return epoch < at.epoch() ? superseded(at) : turnedAway(at, EPOCH_UNKNOWN);
    }

    static Taken superseded(FloorPosition at) {
        return turnedAway(at, SUPERSEDED);
    }

    private static Taken turnedAway(FloorPosition at, String reason) {
        return new Taken(at, List.of(new Outcome.Halted(reason)), List.of(), false);
    }

    /// Locks the floor for the rest of the transaction, before anything of it is read. False: there is none.
    public boolean hold(Handle transaction, TenantId tenant, FloorId floor) {
        return lines.hold(transaction, tenant, floor, Wanted.NOTHING).isPresent();
    }

    /// Takes inputs inside the caller's transaction; the caller tells after its commit.
    ///
    /// @param actor who is behind it, for the audit trail
    public Optional<Taken> step(Handle transaction, TenantId tenant, FloorId floor, String actor,
            List<? extends CloudInput> inputs) {
        return lines.hold(transaction, tenant, floor, Wanted.of(inputs))
                .map(read -> step(transaction, tenant, read.held(), actor, inputs));
    }

    Taken step(Handle transaction, TenantId tenant, HeldFloor held, String actor, List<? extends CloudInput> inputs) {
        return decide(transaction, tenant, held, actor, inputs, false);
    }

    private Taken decide(Handle transaction, TenantId tenant, HeldFloor held, String actor,
            List<? extends CloudInput> inputs, boolean doorSpoke) {
        var now = clock.instant();
        var decided = new DecidedStore(tenant, held, now);
        var outcomes = new ArrayList<Outcome>();
        var effects = new ArrayList<Effect>();
        var deeds = new ArrayList<Deed>();
        CloudFloor floor = held.floor();
        for (CloudInput input : inputs) {
            var step = alarmed(input, rules.step(floor, held.ledger(), input));
            deeds.addAll(collect(decided, actor, floor, input, step));
            outcomes.add(step.outcome());
            step.effects().stream().filter(effect -> isFirst(effects, effect)).forEach(effects::add);
            floor = step.floor();
            if (step.outcome() instanceof Outcome.Gap || step.outcome() instanceof Outcome.Halted) {
                break;
            }
        }
        if (doorSpoke) {
            spoke(decided, held, now);
        }
        Chronicle.lines(actor, deeds).forEach(decided::audit);
        decided.write(transaction, audit);
        tidings.of(transaction, tenant, actor, deeds);
        barrier.keep(transaction, tenant, held, inputs, outcomes, floor.at(), now);
        return new Taken(floor.at(), outcomes, effects, !floor.unread().isEmpty());
    }

    /// A restore is an administrator's own deed, and still something that everybody must be able to see.
    private static CloudStep alarmed(CloudInput input, CloudStep step) {
        if (!(input instanceof CloudInput.Restored)) {
            return step;
        }
        var effects = new ArrayList<>(step.effects());
        effects.add(
                new Effect.Alarm("cloud-restored", "the database was restored; nothing is decided here until the door has told"
                        + " what it knows"));
        return new CloudStep(step.floor(), step.changes(), step.entries(), effects, step.outcome());
    }

    /// A door that was merely silent is back with its next word.
    private void spoke(DecidedStore decided, HeldFloor held, Instant now) {
        if (held.silent() || held.heardAt().filter(at -> now.isBefore(at.plus(HEARD_WITHIN))).isEmpty()) {
            decided.heard();
        }
        if (held.silent()) {
            decided.announce(ids.operation(), Optional.empty(), "link", Json.object().with("link", "up"));
        }
    }

    /// What a door may not speak of.
    static boolean isOutOfPlace(Effect effect) {
        return effect instanceof Effect.Alarm(String kind, String _) && kind.equals("out-of-place");
    }

    /// A batch of a bad door's words raises one alarm, not as many as it has entries.
    private static boolean isFirst(List<Effect> before, Effect effect) {
        return !isOutOfPlace(effect) || before.stream().noneMatch(LineDesk::isOutOfPlace);
    }

    private List<Deed> collect(DecidedStore decided, String actor, CloudFloor before, CloudInput input, CloudStep step) {
        var at = step.floor().at();
        if (input instanceof CloudInput.LogArrived arrived && step.outcome() instanceof Outcome.Applied) {
            decided.keepLogEntry(at, arrived.entry());
            note(arrived.entry().head().operation(), "applied door log entry", at.floor(), arrived.entry().seq());
        }
        var op = operation(input);
        record(decided, actor, op, step);
        return Deeds.of(before, input, step, op, decided.ledger());
    }

    /// Takes over the rows, entries and alarms of a step under its operation.
    void record(DecidedStore decided, String actor, OperationId op, CloudStep step) {
        var at = step.floor().at();
        for (Change change : step.changes()) {
            decided.take(change);
            if (change instanceof Change.PutBooking put) {
                var booking = put.booking();
                decided.announce(op, booking);
                note(op, booking.phase().slug() + " booking", at.floor(), booking.id());
            }
        }
        step.entries().forEach(entry -> decided.appendToFeed(at, entry));
        for (Effect effect : step.effects()) {
            if (effect instanceof Effect.Alarm alarm && !(isOutOfPlace(alarm) && decided.hasAlarm(alarm.kind()))) {
                raise(decided, actor, op, at.floor(), alarm);
            }
        }
    }

    /// Kept as a row, told to whoever watches, and in the trail; [#tell] logs and counts it.
    private void raise(DecidedStore decided, String actor, OperationId op, FloorId floor, Effect.Alarm alarm) {
        decided.alarm(ids.next(), op, alarm.kind(), alarm.detail());
        decided.announce(op, Optional.empty(), "alarm",
                Json.object().with("alarm", alarm.kind()).with("detail", alarm.detail()));
        decided.audit(new AuditStore.Line(op, actor, "alarm-raised", "floor:" + floor, alarm.kind()));
    }

    /// Notes in the trail what an administrator did to a floor's door.
    void trail(Handle transaction, TenantId tenant, String actor, FloorId floor, CloudInput input) {
        var action = switch (input) {
            case CloudInput.DoorReplaced replaced -> replaced.forced() ? "door-replaced-by-force" : "door-replaced";
            case CloudInput.DoorRemoved removed -> removed.forced() ? "door-removed-by-force" : "door-removed";
            case CloudInput.Waived _ -> "waived-by-force";
            case CloudInput.Asked _,CloudInput.LogArrived _,CloudInput.LateArrived _,CloudInput.Greeted _,CloudInput.FeedAcknowledged _,CloudInput.DigestArrived _,CloudInput.GrantDue _,CloudInput.Restored _,CloudInput.CopyOffered _,CloudInput.SpaceChanged _,CloudInput.PersonNamed _,CloudInput.VerifiersChanged _ ->
                throw new IllegalStateException("no administrator's decision: " + input);
        };
        audit.add(transaction, tenant, operation(input), actor, action, "floor:" + floor, "");
    }

    /// Raises an alarm about a floor for a reason that lies outside its rules; the caller tells after its commit. Nothing where
    /// the tenant has no such floor.
    public Optional<Taken> alarm(Handle transaction, TenantId tenant, FloorId floor, String actor, OperationId op,
            Effect.Alarm alarm) {
        return lines.hold(transaction, tenant, floor, Wanted.NOTHING).map(read -> {
            var decided = new DecidedStore(tenant, read.held(), clock.instant());
            raise(decided, actor, op, floor, alarm);
            decided.write(transaction, audit);
            return new Taken(read.held().floor().at(), List.of(), List.of(alarm), false);
        });
    }

    /// Adds an event about a space or the floor itself to the live stream.
    public void announce(Handle transaction, TenantId tenant, FloorId floor, OperationId op, Optional<SpaceId> space,
            String kind, Json.Obj body) {
        lines.hold(transaction, tenant, floor, Wanted.NOTHING).ifPresent(read -> {
            var decided = new DecidedStore(tenant, read.held(), clock.instant());
            decided.announce(op, space, kind, body);
            decided.write(transaction, audit);
        });
    }

    /// After the commit: wakes the pumps and whoever waits for a decision, in every replica, and raises alarms.
    public void tell(Taken taken) {
        var decided = new LinkedHashSet<OperationId>();
        for (Effect effect : taken.effects()) {
            switch (effect) {
                case Effect.Decided made -> decided.add(made.operation());
                case Effect.Onward _ -> bell.ringOnward();
                case Effect.Alarm alarm -> {
                    meters.counter("lintel.alarms", "kind", alarm.kind()).increment();
                    LOG.atError()
                            .addKeyValue("floor", taken.at().floor())
                            .log("ALARM {}: {}", alarm.kind(), alarm.detail());
                }
            }
        }
        bell.ring(Set.of(taken.at().floor()), decided);
    }

    private OperationId operation(CloudInput input) {
        return Deeds.operation(input).orElseGet(ids::operation);
    }

    /// One line per decision and per entry, under the operation it belongs to.
    private static void note(OperationId op, String what, FloorId floor, Object which) {
        var before = MDC.get("op");
        MDC.put("op", op.toString());
        LOG.atInfo().addKeyValue("floor", floor).log("{} {}", what, which);
        if (before == null) {
            MDC.remove("op");
        } else {
            MDC.put("op", before);
        }
    }
}
