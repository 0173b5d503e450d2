package dev.lintel.cloud.booking;

import dev.lintel.cloud.audit.AuditStore;
import dev.lintel.cloud.store.Bundle;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.SiteId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.line.Answer;
import dev.lintel.protocol.line.Change;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.FloorPosition;
import dev.lintel.protocol.line.Head;
import dev.lintel.protocol.line.Line;
import dev.lintel.protocol.line.Request;
import dev.lintel.protocol.wire.BookingJson;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.LineJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// What one transaction has decided about one floor, collected and then written in one trip.
///
/// Rows that are written more than once keep their last value. Lists travel as arrays, so a batch of a door's log costs
/// as many statements as a single booking.
///
/// Confined to one transaction.
final class DecidedStore {

    private static final String BOOKING = """
            INSERT INTO booking (tenant_id, id, floor_id, space_id, starts_at, ends_at, version, organiser, phase, body)
            SELECT ?, u.id, ?, u.space, u.start, u.finish, u.version, u.organiser, u.phase, u.body
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?) AS u (id, space, start, finish, version, organiser, phase, body)
            ON CONFLICT (tenant_id, id) DO UPDATE SET floor_id = excluded.floor_id, space_id = excluded.space_id,
                starts_at = excluded.starts_at, ends_at = excluded.ends_at, version = excluded.version,
                organiser = excluded.organiser, phase = excluded.phase, body = excluded.body
            """;
    private static final String FLOOR = """
            UPDATE floor SET epoch = ?, generation = ?, line_at = ?, feed_seq = ?, feed_hash = ?, feed_acked_seq = ?,
                feed_acked_hash = ?, log_seq = ?, log_hash = ?, before_seq = ?, before_hash = ?, grant_seq = ?, standing = ?,
                crosses = ?
            WHERE tenant_id = ? AND id = ?
            """;
    private static final String HEARD = """
            UPDATE floor SET heard_at = ?, link = CASE WHEN link_silent THEN 'up' ELSE link END,
                link_changed_at = CASE WHEN link_silent THEN ? ELSE link_changed_at END, link_silent = false
            WHERE tenant_id = ? AND id = ?
            """;
    private static final String SPACE = """
            INSERT INTO space (tenant_id, floor_id, id, kind, name, capacity, closed, privacy, check_in_opens_seconds,
                grace_seconds, minimum_seconds, maximum_seconds, ahead_seconds, buffer_seconds, kept_from_seconds,
                check_in_closes_seconds, guard, created_at)
            SELECT ?, ?, ?, ?, CASE WHEN EXISTS (SELECT FROM space WHERE tenant_id = ? AND floor_id = ? AND name = ?)
                THEN ? || ' (' || left(?::text, 8) || ')' ELSE ? END, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::integer, ?, ?
            ON CONFLICT (tenant_id, id) DO NOTHING
            """;
    private static final String REQUEST = """
            INSERT INTO request (tenant_id, floor_id, op, body) SELECT ?, ?, u.op, u.body FROM unnest(?, ?) AS u (op, body)
            ON CONFLICT (tenant_id, floor_id, op) DO UPDATE SET body = excluded.body
            """;
    private static final String ANSWER = """
            INSERT INTO answer (tenant_id, floor_id, at, op, body) SELECT ?, ?, ?, u.op, u.body FROM unnest(?, ?) AS u (op, body)
            ON CONFLICT (tenant_id, op) DO UPDATE SET body = excluded.body, at = excluded.at
            """;
    private static final String UNREAD = """
            INSERT INTO unread (tenant_id, floor_id, seq, head) SELECT ?, ?, u.seq, u.head FROM unnest(?, ?) AS u (seq, head)
            ON CONFLICT (tenant_id, floor_id, seq) DO UPDATE SET head = excluded.head
            """;
    private static final String LOG = """
            INSERT INTO %s (tenant_id, floor_id, %s, epoch, seq, op, hash, body)
            SELECT ?, ?, ?, u.epoch, u.seq, u.op, u.hash, u.body FROM unnest(?, ?, ?, ?, ?) AS u (epoch, seq, op, hash, body)
            """;
    private static final String EVENT = """
            INSERT INTO live_event (tenant_id, site_id, floor_id, at, op, space_id, kind, body)
            SELECT ?, ?, ?, ?, u.op, u.space, u.kind, u.body FROM unnest(?, ?, ?, ?) AS u (op, space, kind, body)
            """;
    private static final String ALARM = """
            INSERT INTO alarm (tenant_id, floor_id, at, id, op, kind, detail)
            SELECT ?, ?, ?, u.id, u.op, u.kind, u.detail FROM unnest(?, ?, ?, ?) AS u (id, op, kind, detail)
            """;

    private final TenantId tenant;
    private final FloorId floor;
    private final SiteId site;
    private final LedgerStore ledger;
    private final Instant now;
    private final Map<BookingId, Booking> bookings = new LinkedHashMap<>();
    private final Map<OperationId, Optional<Request>> requests = new LinkedHashMap<>();
    private final Map<OperationId, Answer> answers = new LinkedHashMap<>();
    private final Map<SpaceId, Space> spaces = new LinkedHashMap<>();
    private final Map<Long, Head> unread = new TreeMap<>();
    private final List<Kept> feed = new ArrayList<>();
    private final List<Kept> log = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final List<AuditStore.Line> trail = new ArrayList<>();
    private final List<Alarm> alarms = new ArrayList<>();
    private @Nullable FloorPosition position;
    private boolean heard;
    private boolean unreadForgotten;

    private record Kept(long epoch, Entry entry) {}

    private record Event(OperationId op, Optional<SpaceId> space, String kind, Json.Obj body) {}

    private record Alarm(UUID id, OperationId op, String kind, String detail) {}

    DecidedStore(TenantId tenant, HeldFloor held, Instant now) {
        this.tenant = tenant;
        this.floor = held.floor().at().floor();
        this.site = held.site();
        this.ledger = held.ledger();
        this.now = now;
    }

    /// Takes one row of a step. All of a step's rows go through here, in the step's order.
    void take(Change change) {
        switch (change) {
            case Change.PutBooking put -> {
                bookings.put(put.booking().id(), put.booking());
                ledger.decided(put.booking());
            }
            case Change.PutRequest put -> requests.put(put.request().operation(), Optional.of(put.request()));
            case Change.DropRequest drop -> requests.put(drop.operation(), Optional.empty());
            case Change.PutAnswer put -> {
                answers.put(put.operation(), put.answer());
                ledger.decided(put.operation(), put.answer());
            }
            case Change.PutUnread put -> unread.put(put.seq(), put.head());
            case Change.Emptied _ -> {
                unread.clear();
                unreadForgotten = true;
            }
            case Change.BeginEpoch _ -> {
                unread.clear();
                unreadForgotten = true;
                ledger.beganEpoch();
            }
            case Change.PutFloor put -> position = put.floor();
            case Change.PutSpace put -> spaces.put(put.space().id(), put.space());
            // Its bytes are in the door's log as that is kept.
            case Change.Park _ -> {
            }
            case Change.PutName _,Change.PutVerifiers _,Change.PutDoor _ ->
                throw new IllegalStateException("only a door's side writes " + change);
        }
    }

    void appendToFeed(FloorPosition at, Entry entry) {
        feed.add(new Kept(at.epoch(), entry));
        ledger.wrote(entry.seq(), entry.hash());
    }

    /// Keeps an entry of the door's log that has been applied, so that a fork can be told from a repetition.
    void keepLogEntry(FloorPosition at, Entry entry) {
        log.add(new Kept(at.epoch(), entry));
        ledger.applied(entry.seq(), entry.hash());
    }

    /// What whoever is watching will be told about a booking: ids, times and the phase. Never the title, which is read
    /// where it is known who reads.
    void announce(OperationId op, Booking booking) {
        announce(op, Optional.of(booking.space()), "booking", Json.object()
                .with("booking", booking.id().toString())
                .with("space", booking.space().toString())
                .with("start", booking.slot().start().toString())
                .with("end", booking.slot().end().toString())
                .with("phase", booking.phase().slug())
                .with("version", booking.version()));
    }

    void announce(OperationId op, Optional<SpaceId> space, String kind, Json.Obj body) {
        events.add(new Event(op, space, kind, body));
    }

    void audit(AuditStore.Line line) {
        trail.add(line);
    }

    void alarm(UUID id, OperationId op, String kind, String detail) {
        alarms.add(new Alarm(id, op, kind, detail));
    }

    boolean hasAlarm(String kind) {
        return alarms.stream().anyMatch(alarm -> alarm.kind().equals(kind));
    }

    LedgerStore ledger() {
        return ledger;
    }

    /// The door has just been heard.
    void heard() {
        heard = true;
    }

    void write(Handle transaction, AuditStore audit) {
        var bundle = new Bundle();
        var t = tenant.value();
        var f = floor.value();
        if (unreadForgotten) {
            bundle.write("DELETE FROM unread WHERE tenant_id = ? AND floor_id = ?", t, f);
        }
        if (!unread.isEmpty()) {
            bundle.write(UNREAD, t, f, Bundle.numbers(List.copyOf(unread.keySet())),
                    texts(unread.values(), head -> LineJson.head(head).canonical()));
        }
        spaces.values().forEach(space -> writeSpace(bundle, space));
        writeRequests(bundle);
        writeBookings(bundle);
        if (!answers.isEmpty()) {
            bundle.write(ANSWER, t, f, now, Bundle.uuids(answers.keySet().stream().map(OperationId::value).toList()),
                    texts(answers.values(), answer -> LineJson.answer(answer).canonical()));
        }
        if (position != null) {
            writeFloor(bundle, position);
        }
        if (heard) {
            bundle.write(HEARD, now, now, t, f);
        }
        append(bundle, LOG.formatted("feed", "written_at"), feed);
        append(bundle, LOG.formatted("door_log", "applied_at"), log);
        if (!events.isEmpty()) {
            bundle.write(EVENT, t, site.value(), f, now, uuids(events, event -> event.op().value()),
                    uuids(events, event -> event.space().map(SpaceId::value).orElse(null)), texts(events, Event::kind),
                    texts(events, event -> event.body().canonical()));
        }
        if (!alarms.isEmpty()) {
            bundle.write(ALARM, t, f, now, uuids(alarms, Alarm::id), uuids(alarms, alarm -> alarm.op().value()),
                    texts(alarms, Alarm::kind), texts(alarms, Alarm::detail));
        }
        audit.add(bundle, tenant, trail);
        bundle.send(transaction);
    }

    /// A desk that changes a space has written its row before; only one that a restored cloud had forgotten is new here.
    private void writeSpace(Bundle bundle, Space space) {
        var policy = space.policy();
        var t = tenant.value();
        var f = floor.value();
        var id = space.id().value();
        bundle.write(SPACE, t, f, id, space.doorless() ? "desk" : "room", t, f, space.name(), space.name(), id, space.name(),
                space.capacity(),
                space.closed().orElse(null), space.privacy().name().toLowerCase(Locale.ROOT),
                (int) policy.checkInOpens().toSeconds(), (int) policy.grace().toSeconds(), (int) policy.minimum().toSeconds(),
                (int) policy.maximum().toSeconds(), (int) policy.ahead().toSeconds(), (int) policy.buffer().toSeconds(),
                (int) policy.keptFrom().toSeconds(),
                policy.checkInCloses().map(after -> (int) after.toSeconds()).orElse(null),
                SpaceStore.written(space.guard()).orElse(null), now);
    }

    private void writeRequests(Bundle bundle) {
        var gone = requests.entrySet().stream().filter(entry -> entry.getValue().isEmpty()).map(Map.Entry::getKey).toList();
        var open = requests.values().stream().flatMap(Optional::stream).toList();
        if (!gone.isEmpty()) {
            bundle.write("DELETE FROM request WHERE tenant_id = ? AND floor_id = ? AND op = ANY (?)", tenant.value(),
                    floor.value(), uuids(gone, OperationId::value));
        }
        if (!open.isEmpty()) {
            bundle.write(REQUEST, tenant.value(), floor.value(), uuids(open, request -> request.operation().value()),
                    texts(open, request -> LineJson.request(request).canonical()));
        }
    }

    private void writeBookings(Bundle bundle) {
        if (bookings.isEmpty()) {
            return;
        }
        var all = List.copyOf(bookings.values());
        bundle.write(BOOKING, tenant.value(), floor.value(), uuids(all, booking -> booking.id().value()),
                uuids(all, booking -> booking.space().value()),
                Bundle.instants(all.stream().map(booking -> booking.slot().start()).toList()),
                Bundle.instants(all.stream().map(booking -> booking.slot().end()).toList()),
                Bundle.numbers(all.stream().map(booking -> (long) booking.version()).toList()),
                uuids(all, booking -> booking.organiser().map(PersonId::value).orElse(null)),
                texts(all, booking -> booking.phase().slug()),
                texts(all, booking -> BookingJson.booking(booking).canonical()));
    }

    private void writeFloor(Bundle bundle, FloorPosition at) {
        bundle.write(FLOOR, at.epoch(), at.generation().value(), at.line().equals(Line.NONE) ? null : at.line().at(),
                at.feed().seq(), at.feed().hash().hex(), at.feedAcked().seq(), at.feedAcked().hash().hex(), at.log().seq(),
                at.log().hash().hex(), at.before().seq(), at.before().hash().hex(), at.grantSeq(),
                LineJson.standing(at.standing()).canonical(), at.crosses(), tenant.value(),
                floor.value());
    }

    private void append(Bundle bundle, String sql, List<Kept> entries) {
        if (!entries.isEmpty()) {
            bundle.write(sql, tenant.value(), floor.value(), now,
                    Bundle.numbers(entries.stream().map(Kept::epoch).toList()),
                    Bundle.numbers(entries.stream().map(kept -> kept.entry().seq()).toList()),
                    uuids(entries, kept -> kept.entry().head().operation().value()),
                    texts(entries, kept -> kept.entry().hash().hex()),
                    texts(entries, kept -> LineJson.entry(kept.entry()).canonical()));
        }
    }

    private static <T> Object uuids(List<T> items, Function<T, @Nullable UUID> id) {
        return Bundle.uuids(items.stream().map(id).toList());
    }

    private static <T> Object texts(Collection<T> items, Function<T, String> text) {
        return Bundle.texts(items.stream().map(text).toList());
    }
}
