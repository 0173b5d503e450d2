package dev.lintel.cloud.device;

import dev.lintel.cloud.audit.AuditStore;
import dev.lintel.cloud.booking.LineDesk;
import dev.lintel.cloud.store.Bell;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.line.Body;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.wire.EdgeOrder;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.Message;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Issues from doors: open, taken by somebody, fixed.
///
/// A report is a fact in the door's log (R11): durable at the door before the panel says thank you, sent until it is
/// acknowledged, and the same issue however often it is sent.
@Singleton
public class IssueDesk {

    /// The kind of such a fact: `issue:` and a short word.
    private static final Pattern FACT = Pattern.compile("issue:([a-z][a-z-]{0,39})");
    static final int PAGE = 100;
    /// Doors show what was reported for a day.
    private static final Duration SHOWN_AT_DOORS = Duration.ofDays(1);

    private final Transactions transactions;
    private final LineDesk lines;
    private final FleetDesk fleet;
    private final AuditStore audit;
    private final Bell bell;
    private final InstantSource clock;

    IssueDesk(Transactions transactions, LineDesk lines, FleetDesk fleet, AuditStore audit, Bell bell,
            InstantSource clock) {
        this.transactions = transactions;
        this.lines = lines;
        this.fleet = fleet;
        this.audit = audit;
        this.bell = bell;
        this.clock = clock;
    }

    /// Looks for reports among entries of a door's log. Called before they are applied: were it the other way round, a crash
    /// between the two would lose them, for an applied entry is never sent again.
    public void heard(TenantId tenant, FloorId floor, List<Entry> entries) {
        List<Entry> reports = entries.stream()
                .filter(entry -> entry.body() instanceof Body.Observed seen && FACT.matcher(seen.kind()).matches())
                .toList();
        if (reports.isEmpty()) {
            return;
        }
        transactions.inTenant(tenant, handle -> {
            for (Entry entry : reports) {
                if (entry.body() instanceof Body.Observed(String fact, var space, var at)) {
                    String kind = fact.substring(fact.indexOf(':') + 1);
                    var id = entry.head().operation();
                    if (IssueStore.add(handle, tenant, floor, id, space, kind, at)) {
                        lines.announce(handle, tenant, floor, id, Optional.empty(), "issue",
                                Json.object().with("issue", id.toString()).with("kind", kind).with("state", "open"));
                    }
                }
            }
            return true;
        });
        bell.ring();
    }

    /// One more than a page, where there are more.
    public List<IssueView> list(TenantId tenant, @Nullable String state, @Nullable UUID before) {
        return transactions.inTenant(tenant, handle -> IssueStore.list(handle, tenant, state, before, PAGE + 1));
    }

    /// The door where it was reported is told, too, so that people there see it is being looked after.
    public Optional<IssueView> change(By by, UUID id, String state) {
        Instant now = clock.instant();
        Optional<IssueView> changed = transactions.inTenant(by.tenant(), handle -> {
            var after = IssueStore.change(handle, by.tenant(), id, state, by.actor(), now);
            after.ifPresent(issue -> {
                audit.add(handle, by.tenant(), by.operation(), by.actor(), "issue-" + state, "issue:" + id, issue.kind());
                var floor = new FloorId(issue.floor());
                var order = new Message.Order(by.operation(), now.plus(SHOWN_AT_DOORS),
                        new EdgeOrder.ShowIssue(new OperationId(id), state, now));
                OrderStore.door(handle, by.tenant(), floor)
                        .ifPresent(door -> OrderStore.order(handle, by.tenant(), door, order, now));
                lines.announce(handle, by.tenant(), floor, by.operation(), Optional.empty(), "issue",
                        Json.object().with("issue", id.toString()).with("kind", issue.kind()).with("state", state));
            });
            return after;
        });
        fleet.written();
        bell.ring();
        return changed;
    }
}
