package dev.lintel.cloud.booking;

import dev.lintel.cloud.store.Bell;
import dev.lintel.cloud.store.Transactions;
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
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.Sha256Chain;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// Runs the shared rules over one floor: the only way in which anything on a floor's calendar changes in the cloud.
///
///     lock the floor -> load -> decide (CloudSide) -> write changes, feed, audit, live events -> commit -> tell
@Singleton
public class LineDesk {

    private static final Logger LOG = LoggerFactory.getLogger(LineDesk.class);

    private final CloudSide rules = new CloudSide(new Sha256Chain());
    private final Transactions transactions;
    private final LineStore lines;
    private final SpaceStore spaces;
    private final Chronicle chronicle;
    private final Decisions decisions;
    private final Bell bell;
    private final InstantSource clock;
    private final IdSource ids;

    LineDesk(Transactions transactions, LineStore lines, SpaceStore spaces, Chronicle chronicle, Decisions decisions,
            Bell bell, InstantSource clock, IdSource ids) {
        this.transactions = transactions;
        this.lines = lines;
        this.spaces = spaces;
        this.chronicle = chronicle;
        this.decisions = decisions;
        this.bell = bell;
        this.clock = clock;
        this.ids = ids;
    }

    /// What came of a row of inputs.
    ///
    /// @param at where the floor stands now; its log's mark is what a door's log is acknowledged with
    /// @param outcomes one per input that was looked at: after a gap or a halt the rest is left alone
    /// @param effects to be told with [#tell] after the commit
    public record Taken(FloorPosition at, List<Outcome> outcomes, List<Effect> effects) {

        public Outcome last() {
            return outcomes.getLast();
        }
    }

    /// Takes inputs in order, in one transaction of its own, and tells what came of them. Nothing where the tenant has
    /// no such floor.
    public Optional<Taken> take(TenantId tenant, FloorId floor, List<? extends CloudInput> inputs) {
        var taken = transactions.inTenant(tenant, transaction -> step(transaction, tenant, floor, "door:" + floor, inputs));
        taken.ifPresent(this::tell);
        return taken;
    }

    /// Locks the floor for the rest of the transaction, before anything of it is read. False: there is none.
    public boolean hold(Handle transaction, TenantId tenant, FloorId floor) {
        return lines.lock(transaction, tenant, floor).isPresent();
    }

    /// The same inside the caller's transaction; the caller tells after its commit.
    ///
    /// @param actor who is behind it, for the audit trail
    public Optional<Taken> step(Handle transaction, TenantId tenant, FloorId floor, String actor,
            List<? extends CloudInput> inputs) {
        return lines.lock(transaction, tenant, floor)
                .map(held -> decide(transaction, tenant, held, actor, inputs));
    }

    private Taken decide(Handle transaction, TenantId tenant, CloudFloor held, String actor,
            List<? extends CloudInput> inputs) {
        var ledger = new LedgerStore(transaction, tenant, held.at().floor(), lines, spaces);
        var outcomes = new ArrayList<Outcome>();
        var effects = new ArrayList<Effect>();
        var deeds = new ArrayList<Deed>();
        var floor = held;
        for (CloudInput input : inputs) {
            var step = rules.step(floor, ledger, input);
            deeds.addAll(write(transaction, tenant, floor, input, step));
            outcomes.add(step.outcome());
            effects.addAll(step.effects());
            floor = step.floor();
            if (step.outcome() instanceof Outcome.Gap || step.outcome() instanceof Outcome.Halted) {
                break;
            }
        }
        chronicle.keep(transaction, tenant, actor, deeds);
        return new Taken(floor.at(), outcomes, effects);
    }

    private List<Deed> write(Handle transaction, TenantId tenant, CloudFloor before, CloudInput input, CloudStep step) {
        var now = clock.instant();
        var at = step.floor().at();
        if (input instanceof CloudInput.LogArrived arrived && step.outcome() instanceof Outcome.Applied) {
            lines.keepLogEntry(transaction, tenant, at, arrived.entry(), now);
            note(arrived.entry().head().operation(), "applied door log entry", at.floor(), arrived.entry().seq());
        }
        var op = operation(input);
        for (Change change : step.changes()) {
            lines.write(transaction, tenant, at.floor(), change, now);
            if (change instanceof Change.PutBooking put) {
                lines.announce(transaction, tenant, at.floor(), op, put.booking(), now);
                note(op, put.booking().phase().slug() + " booking", at.floor(), put.booking().id());
            }
        }
        for (var entry : step.entries()) {
            lines.appendToFeed(transaction, tenant, at, entry, now);
        }
        return Deeds.of(before, input, step, op);
    }

    /// Adds an event about a space or the floor itself to the live stream.
    public void announce(Handle transaction, TenantId tenant, FloorId floor, OperationId op, Optional<SpaceId> space,
            String kind, Json.Obj body) {
        lines.tell(transaction, tenant, floor, op, space, kind, body, clock.instant());
    }

    /// After the commit: wakes the pumps and whoever waits for a decision, and raises alarms.
    public void tell(Taken taken) {
        bell.ring();
        for (Effect effect : taken.effects()) {
            switch (effect) {
                case Effect.Decided decided -> decisions.made(decided);
                case Effect.Alarm alarm -> LOG.atError()
                        .addKeyValue("floor", taken.at().floor())
                        .log("ALARM {}: {}", alarm.kind(), alarm.detail());
            }
        }
    }

    /// What is told between the two parties themselves is no operation of anybody; it gets an id of its own.
    private OperationId operation(CloudInput input) {
        return switch (input) {
            case CloudInput.Asked asked -> asked.operation();
            case CloudInput.LogArrived arrived -> arrived.entry().head().operation();
            case CloudInput.LateArrived late -> late.entry().head().operation();
            case CloudInput.GrantDue due -> due.operation();
            case CloudInput.DoorReplaced replaced -> replaced.operation();
            case CloudInput.DoorRemoved removed -> removed.operation();
            case CloudInput.Restored restored -> restored.operation();
            case CloudInput.CopyOffered offered -> offered.operation();
            case CloudInput.SpaceChanged changed -> changed.operation();
            case CloudInput.PersonNamed named -> named.operation();
            case CloudInput.Greeted _,CloudInput.FeedAcknowledged _ -> ids.operation();
        };
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
