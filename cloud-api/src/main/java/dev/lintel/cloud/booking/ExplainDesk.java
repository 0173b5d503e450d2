package dev.lintel.cloud.booking;

import dev.lintel.cloud.account.Caller;
import dev.lintel.cloud.audit.AuditStore;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.cloud.web.Facts;
import dev.lintel.cloud.web.Outcome;
import dev.lintel.cloud.web.Refusal;
import dev.lintel.protocol.booking.Privacy;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.wire.Json;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Tells the life of a booking from the audit trail.
///
/// Rows hold no titles. Names are shown where the space's privacy lets this caller read who booked.
@Singleton
class ExplainDesk {

    /// A booking with more decisions than this is a test; the first ones tell how it came to be.
    private static final int LONGEST = 500;

    /// Those of one transaction have one time.
    private static final Comparator<AuditStore.Row> ORDER = Comparator.comparing(AuditStore.Row::at)
            .thenComparing(row -> Facts.number((Json.Obj) Json.parse(row.detail()), "number").orElse(0L));

    private final Transactions transactions;
    private final BookingStore bookings;
    private final SpaceStore spaces;
    private final LineStore lines;
    private final AuditStore audit;

    ExplainDesk(Transactions transactions, BookingStore bookings, SpaceStore spaces, LineStore lines, AuditStore audit) {
        this.transactions = transactions;
        this.bookings = bookings;
        this.spaces = spaces;
        this.lines = lines;
        this.audit = audit;
    }

    Outcome<ExplainView> explain(Caller caller, BookingId id) {
        return transactions.inTenant(caller.tenant(), transaction -> {
            var found = bookings.find(transaction, caller.tenant(), id);
            var space = found.flatMap(f -> spaces.find(transaction, caller.tenant(), f.booking().space()));
            var rows = audit.about(transaction, caller.tenant(), "booking:" + id, LONGEST)
                    .stream()
                    .filter(row -> row.detail().startsWith("{"))
                    .sorted(ORDER)
                    .toList();
            if (found.isEmpty() || space.isEmpty()) {
                return caller.isOwner() && !rows.isEmpty()
                        ? Outcome.done(turnedDown(id, rows, names(transaction, caller, rows)))
                        : Outcome.refused(new Refusal.NotFound("booking"));
            }
            var booking = found.get().booking();
            var open = caller.isOwner() || booking.organiser().equals(Optional.of(caller.person()))
                    || space.get().space().privacy() != Privacy.BUSY;
            var names = open ? names(transaction, caller, rows) : Map.<String, String>of();
            var words = new ExplainWords(space.get().space().zone());
            return Outcome.done(new ExplainView(id.value(), booking.phase().slug(),
                    lines.lineAt(transaction, caller.tenant(), found.get().floor()).orElse(null),
                    rows.stream().map(row -> step(open ? row : hidden(caller, row), names, words)).toList()));
        });
    }

    /// Whose name is nobody's business has no id here either, for the same id stands beside a name elsewhere.
    private static AuditStore.Row hidden(Caller caller, AuditStore.Row row) {
        return row.actor().startsWith("person:") && !row.actor().equals(caller.actor())
                ? new AuditStore.Row(row.at(), row.op(), "person", row.action(), row.detail())
                : row;
    }

    /// The late word of a replaced door that was not granted: no booking of this cloud, and still a decision that somebody
    /// at the old door will ask about (R13).
    private static ExplainView turnedDown(BookingId id, List<AuditStore.Row> rows, Map<String, String> names) {
        var words = new ExplainWords(ZoneOffset.UTC);
        return new ExplainView(id.value(), "declined", null, rows.stream().map(row -> step(row, names, words)).toList());
    }

    private Map<String, String> names(Handle transaction, Caller caller, List<AuditStore.Row> rows) {
        var names = new HashMap<String, String>();
        for (AuditStore.Row row : rows) {
            if (row.actor().startsWith("person:") && !names.containsKey(row.actor())) {
                bookings.personName(transaction, caller.tenant(), PersonId.of(row.actor().substring("person:".length())))
                        .ifPresent(name -> names.put(row.actor(), name));
            }
        }
        return names;
    }

    private static ExplainView.Step step(AuditStore.Row row, Map<String, String> names, ExplainWords words) {
        var deed = (Json.Obj) Json.parse(row.detail());
        var who = who(row.actor(), names.get(row.actor()));
        var why = Facts.object(deed, "why");
        var because = why.map(BookingView.Why::of);
        var at = Facts.instant(deed, "at").orElse(row.at());
        return new ExplainView.Step(Facts.text(deed, "what").orElse(row.action()), words.of(deed, who, row.at()), who,
                Facts.text(deed, "side").orElse("cloud"), Facts.instant(deed, "line").orElse(null),
                Facts.number(deed, "epoch").orElse(0L), at, row.at(), row.op().value(),
                Facts.text(deed, "awaiting").orElse(null), Facts.instant(deed, "since").orElse(null),
                Facts.text(deed, "command").orElse(null), because.orElse(null), window(why.orElse(null)),
                window(Facts.object(deed, "window").orElse(null)), window(Facts.object(deed, "from").orElse(null)),
                Facts.text(deed, "phase").orElse(null), Facts.text(deed, "instead").map(UUID::fromString).orElse(null));
    }

    /// From `kind:id`; a cloud has none.
    private static ExplainView.Who who(String actor, @Nullable String name) {
        var colon = actor.indexOf(':');
        return colon < 0
                ? new ExplainView.Who(actor, null, null)
                : new ExplainView.Who(actor.substring(0, colon), UUID.fromString(actor.substring(colon + 1)), name);
    }

    private static ExplainView.@Nullable Window window(Json.@Nullable Obj facts) {
        if (facts == null) {
            return null;
        }
        Optional<Instant> start = Facts.instant(facts, "start");
        Optional<Instant> end = Facts.instant(facts, "end");
        return start.isPresent() && end.isPresent() ? new ExplainView.Window(start.get(), end.get()) : null;
    }
}
