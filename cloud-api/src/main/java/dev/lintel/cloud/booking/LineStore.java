package dev.lintel.cloud.booking;

import dev.lintel.cloud.store.Bundle;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.Policy;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.SiteId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.line.Answer;
import dev.lintel.protocol.line.CloudFloor;
import dev.lintel.protocol.line.FloorPosition;
import dev.lintel.protocol.line.Hash;
import dev.lintel.protocol.line.Head;
import dev.lintel.protocol.line.Line;
import dev.lintel.protocol.line.Mark;
import dev.lintel.protocol.line.Request;
import dev.lintel.protocol.wire.BookingJson;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.LineJson;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Reads a floor for its decisions: the row, locked, and what lies behind it. Writing is [DecidedStore]'s.
@Singleton
class LineStore {

    private static final String LOCK = """
            SELECT site_id, epoch, generation, line_at, feed_seq, feed_hash, feed_acked_seq, feed_acked_hash,
                   log_seq, log_hash, before_seq, before_hash, grant_seq, standing, crosses, link, link_silent,
                   heard_at, barrier_until
            FROM floor WHERE tenant_id = ? AND id = ? FOR UPDATE
            """;

    private static final String OPEN = """
            SELECT 'request' AS kind, op::text AS key, body FROM request WHERE tenant_id = ? AND floor_id = ?
            UNION ALL SELECT 'unread', seq::text, head FROM unread WHERE tenant_id = ? AND floor_id = ?
            """;

    private static final String ANSWERS = "SELECT op, body, floor_id FROM answer WHERE tenant_id = ? AND op = ANY (?)";

    private static final String BOOKINGS = "SELECT body, floor_id FROM booking WHERE tenant_id = ? AND id = ANY (?)";

    /// What holds any part of a slot. Asked with comparisons of instants only: under row-level security PostgreSQL uses an
    /// index for leakproof operators alone, and that of overlapping ranges is none, so it would read all of a room's past. And the
    /// end as the first of two, which says the same as `ends_at > x`: that alone is also served by the index by age, which holds all
    /// bookings of all tenants, and which PostgreSQL, knowing no value of a plan made once, thinks as good.
    static final String HOLDING = """
            SELECT body FROM booking
            WHERE tenant_id = %s AND space_id = %s AND floor_id = %s AND (ends_at, starts_at) > (%s, 'infinity')
              AND starts_at < %s AND phase IN ('requested', 'confirmed', 'checked-in')
            """;

    /// With the space's own buffer on both sides.
    static final String AROUND;

    static {
        var buffer = "(SELECT make_interval(secs => coalesce(buffer_seconds, " + Policy.USUAL.buffer().toSeconds()
                + ")) FROM space WHERE tenant_id = ? AND id = ?)";
        AROUND = HOLDING.formatted("?", "?", "?", "?::timestamptz - " + buffer, "?::timestamptz + " + buffer);
    }

    /// The same for many rooms and times at once.
    static final String IN_THE_WAY = """
            SELECT b.body FROM unnest(?::uuid[], ?::timestamptz[], ?::timestamptz[]) AS taking (space_id, starts_at, ends_at)
            JOIN booking b ON b.tenant_id = ? AND b.space_id = taking.space_id AND b.floor_id = ?
                AND (b.ends_at, b.starts_at) > (taking.starts_at, 'infinity') AND b.starts_at < taking.ends_at
                AND b.phase IN ('requested', 'confirmed', 'checked-in')
            """;

    private static final String ELSEWHERE = "SELECT id FROM space WHERE tenant_id = ? AND id = ANY (?) AND floor_id <> ?";

    private static final String NAMES = """
            SELECT p.name, n.name AS told FROM person p
            LEFT JOIN named n ON n.tenant_id = p.tenant_id AND n.floor_id = ? AND n.person_id = p.id
            WHERE p.tenant_id = ? AND p.id = ?
            """;

    private final SpaceStore spaces;

    LineStore(SpaceStore spaces) {
        this.spaces = spaces;
    }

    /// A person's name, and as what the floor knows it.
    record Name(String name, Optional<String> told) {}

    /// @param person of the one that was wanted
    record Read(HeldFloor held, Optional<Name> person) {}

    /// Collects what one bundle reads.
    private static final class Found {
        private @Nullable FloorRow row;
        private final Map<OperationId, Request> requests = new HashMap<>();
        private final TreeMap<Long, Head> unread = new TreeMap<>();
        private final Map<OperationId, LedgerStore.Answered> answers = new HashMap<>();
        private final List<Booking> bookings = new ArrayList<>();
        private final List<Booking> holding = new ArrayList<>();
        private final List<Booking> inTheWay = new ArrayList<>();
        private final Set<SpaceId> elsewhere = new HashSet<>();
        private @Nullable Space space;
        private @Nullable Name name;
    }

    private record FloorRow(FloorPosition at, SiteId site, String link, boolean silent, Optional<Instant> heardAt,
            Optional<Instant> barrierUntil) {}

    /// A floor that is about to be read: its statements, to be sent once, and what they will have found.
    final class Holding {

        private final TenantId tenant;
        private final FloorId floor;
        private final Wanted wanted;
        private final Found found = new Found();
        private final Bundle bundle = new Bundle();

        private Holding(TenantId tenant, FloorId floor, Wanted wanted) {
            this.tenant = tenant;
            this.floor = floor;
            this.wanted = wanted;
            ask(bundle, tenant, floor, wanted, found);
        }

        Bundle bundle() {
            return bundle;
        }

        /// After the bundle was sent. Nothing where the tenant has no such floor.
        Optional<Read> read(Handle transaction) {
            var row = found.row;
            if (row == null) {
                return Optional.empty();
            }
            var ledger = new LedgerStore(transaction, tenant, floor, spaces);
            ledger.read(wanted, found.bookings, found.answers, Optional.ofNullable(found.space), found.holding);
            ledger.read(wanted.takings(), found.inTheWay);
            ledger.read(wanted.told(), found.elsewhere);
            var cloud = new CloudFloor(row.at(), found.requests, found.unread);
            return Optional.of(new Read(
                    new HeldFloor(cloud, row.site(), row.link(), row.silent(), row.heardAt(), row.barrierUntil(), ledger),
                    Optional.ofNullable(found.name)));
        }
    }

    /// Locks the floor's row, which makes every transaction of this floor serial (R1), then reads what decisions start
    /// from, all in one trip.
    Holding holding(TenantId tenant, FloorId floor, Wanted wanted) {
        return new Holding(tenant, floor, wanted);
    }

    /// The same, at once. Nothing where the tenant has no such floor.
    Optional<Read> hold(Handle transaction, TenantId tenant, FloorId floor, Wanted wanted) {
        var holding = holding(tenant, floor, wanted);
        holding.bundle().send(transaction);
        return holding.read(transaction);
    }

    private static void ask(Bundle bundle, TenantId tenant, FloorId floor, Wanted wanted, Found found) {
        bundle.read(LOCK, row -> found.row = row(row, floor), tenant.value(), floor.value())
                .read(OPEN, row -> open(row, found), tenant.value(), floor.value(), tenant.value(), floor.value());
        if (!wanted.answers().isEmpty()) {
            bundle.read(ANSWERS,
                    row -> found.answers.put(new OperationId(row.getObject(1, UUID.class)), LedgerStore.answered(row, floor)),
                    tenant.value(), Bundle.uuids(ids(wanted.answers(), OperationId::value)));
        }
        if (!wanted.bookings().isEmpty()) {
            bundle.read(BOOKINGS, row -> found.bookings.add(LedgerStore.seen(row, floor)), tenant.value(),
                    Bundle.uuids(ids(wanted.bookings(), id -> id.value())));
        }
        if (!wanted.takings().isEmpty()) {
            bundle.read(IN_THE_WAY, row -> found.inTheWay.add(BookingJson.readBooking(Json.parse(row.getString(1)))),
                    Bundle.uuids(ids(wanted.takings(), taking -> taking.space().value())),
                    Bundle.instants(wanted.takings().stream().map(taking -> taking.slot().start()).toList()),
                    Bundle.instants(wanted.takings().stream().map(taking -> taking.slot().end()).toList()),
                    tenant.value(), floor.value());
        }
        if (!wanted.told().isEmpty()) {
            bundle.read(ELSEWHERE, row -> found.elsewhere.add(new SpaceId(row.getObject(1, UUID.class))), tenant.value(),
                    Bundle.uuids(ids(wanted.told(), SpaceId::value)), floor.value());
        }
        wanted.space().ifPresent(space -> aroundSlot(bundle, tenant, floor, space, wanted, found));
        wanted.person()
                .ifPresent(person -> bundle.read(NAMES,
                        row -> found.name = new Name(row.getString("name"), Optional.ofNullable(row.getString("told"))),
                        floor.value(),
                        tenant.value(), person.value()));
    }

    private static void aroundSlot(Bundle bundle, TenantId tenant, FloorId floor, SpaceId space, Wanted wanted, Found found) {
        bundle.read(SpaceStore.ONE, row -> {
            var one = SpaceStore.found(row);
            found.space = one.floor().equals(floor) ? one.space() : null;
        }, tenant.value(), space.value());
        wanted.slot().ifPresent(slot -> {
            UUID t = tenant.value();
            UUID s = space.value();
            UUID f = floor.value();
            bundle.read(AROUND, row -> found.holding.add(BookingJson.readBooking(Json.parse(row.getString(1)))), t, s, f,
                    slot.start(), t, s, slot.end(), t, s);
        });
    }

    private static <T> List<UUID> ids(Collection<T> items, Function<T, UUID> id) {
        return items.stream().map(id).toList();
    }

    private static void open(ResultSet row, Found found) throws SQLException {
        var body = Json.parse(row.getString("body"));
        if (row.getString("kind").equals("request")) {
            var request = LineJson.readRequest(body);
            found.requests.put(request.operation(), request);
        } else {
            found.unread.put(Long.parseLong(row.getString("key")), LineJson.readHead(body));
        }
    }

    private static FloorRow row(ResultSet row, FloorId floor) throws SQLException {
        var line = instant(row, "line_at");
        var at = new FloorPosition(floor, row.getLong("epoch"), new Generation(row.getObject("generation", UUID.class)),
                line.map(Line::new).orElse(Line.NONE), mark(row, "feed"), mark(row, "feed_acked"), mark(row, "log"),
                mark(row, "before"), row.getLong("grant_seq"), LineJson.readStanding(Json.parse(row.getString("standing"))),
                row.getBoolean("crosses"));
        return new FloorRow(at, new SiteId(row.getObject("site_id", UUID.class)), row.getString("link"),
                row.getBoolean("link_silent"), instant(row, "heard_at"), instant(row, "barrier_until"));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    private static Mark mark(ResultSet row, String name) throws SQLException {
        return new Mark(row.getLong(name + "_seq"), new Hash(row.getString(name + "_hash")));
    }

    /// Where the line stands; nothing where the cloud decides all.
    Optional<Instant> lineAt(Handle transaction, TenantId tenant, FloorId floor) {
        return transaction.createQuery("SELECT line_at FROM floor WHERE tenant_id = :tenant AND id = :floor")
                .bind("tenant", tenant.value())
                .bind("floor", floor.value())
                .map((row, _) -> instant(row, "line_at"))
                .one();
    }

    /// Remembers as what the floor is told a person's name.
    void named(Handle transaction, TenantId tenant, FloorId floor, PersonId person, String name) {
        new Bundle().write("""
                INSERT INTO named (tenant_id, floor_id, person_id, name) VALUES (?, ?, ?, ?)
                ON CONFLICT (tenant_id, floor_id, person_id) DO UPDATE SET name = excluded.name
                """, tenant.value(), floor.value(), person.value(), name).send(transaction);
    }

    /// The answers that some waiting operations have by now.
    ///
    /// @return by tenant, too: ids are chosen by those who ask
    Map<Map.Entry<TenantId, OperationId>, Answer> answers(Handle transaction, Collection<OperationId> operations) {
        var found = new HashMap<Map.Entry<TenantId, OperationId>, Answer>();
        new Bundle().read("SELECT tenant_id, op, body FROM answer WHERE op = ANY (?)",
                row -> found.put(
                        Map.entry(new TenantId(row.getObject(1, UUID.class)), new OperationId(row.getObject(2, UUID.class))),
                        LineJson.readAnswer(Json.parse(row.getString(3)))),
                Bundle.uuids(ids(operations, OperationId::value))).send(transaction);
        return found;
    }

    /// Instants go to the driver with their offset, so that no calendar of the machine takes part.
    static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : Objects.requireNonNull(instant).atOffset(ZoneOffset.UTC);
    }
}
