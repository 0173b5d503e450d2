package dev.lintel.cloud.booking;

import dev.lintel.cloud.booking.Alternatives.Alternative;
import dev.lintel.cloud.booking.Alternatives.Candidate;
import dev.lintel.protocol.booking.Obstacles.Obstacle;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.SiteId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.time.Moment;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Reads what [Alternatives] ranks. Nothing is locked: an offer is no promise, and whoever takes it up is decided anew.
@Singleton
class AlternativeStore {

    /// The end as the first of two, for the reason that [LineStore#HOLDING] gives.
    static final String BUSY = """
            SELECT space_id, starts_at, ends_at, phase <> 'requested' AS decided FROM booking
            WHERE tenant_id = :tenant AND space_id = ANY (:spaces) AND id <> :self
              AND (ends_at, starts_at) > (:from, 'infinity') AND starts_at < :to
              AND phase IN ('requested', 'confirmed', 'checked-in')
            UNION ALL
            SELECT space_id, starts_at, ends_at, false FROM (
                SELECT cast(hold ->> 'space' AS uuid) AS space_id, cast(hold ->> 'start' AS timestamptz) AS starts_at,
                    cast(hold ->> 'end' AS timestamptz) AS ends_at
                FROM (SELECT cast(body AS json) -> 'hold' AS hold FROM request
                    WHERE tenant_id = :tenant AND floor_id IN (SELECT floor_id FROM space
                        WHERE tenant_id = :tenant AND id = ANY (:spaces)) AND body LIKE '%"hold":%'
                        AND cast(body AS json) -> 'command' ->> 'booking' <> cast(:self AS text)) r
            ) h
            WHERE space_id = ANY (:spaces) AND starts_at < :to AND ends_at > :from
            ORDER BY starts_at
            """;

    /// The nearest storeys' spaces of the kind; a site with more has an equivalent among these.
    private static final int SPACES = 400;
    /// The longest buffer that a space may have.
    private static final Duration BUFFER = Duration.ofHours(4);

    private final SpaceStore spaces;

    AlternativeStore(SpaceStore spaces) {
        this.spaces = spaces;
    }

    /// @param decides false: stopped, or waiting for what its door knows; nothing can be had there
    private record Storey(OptionalInt level, Instant decidedFrom, boolean doorAnswers, boolean decides) {

        private static final Storey UNKNOWN = new Storey(OptionalInt.empty(), Instant.MIN, true, true);
    }

    /// @param self the booking that is not in its own way
    /// @param seats how many people come; nothing: as many as the wished space seats
    List<Alternative> of(Handle transaction, TenantId tenant, BookingId self, SpaceId wished, Slot slot,
            @Nullable Integer seats,
            Instant now) {
        var space = spaces.find(transaction, tenant, wished);
        if (space.isEmpty()) {
            return List.of();
        }
        var storeys = storeys(transaction, tenant, space.get().site());
        var others = spaces
                .like(transaction, tenant, space.get(), seats == null ? space.get().space().capacity() : seats, SPACES);
        var busy = busy(transaction, tenant, self, others.stream().map(other -> other.space().id()).toList(), slot);
        busy.put(wished, busy(transaction, tenant, self, List.of(wished), new Slot(slot.start().minus(Alternatives.NEAR),
                slot.end().plus(Alternatives.NEAR))).getOrDefault(wished, List.of()));
        var wish = new Alternatives.Wish(self, slot, seats == null ? space.get().space().capacity() : seats);
        return new Alternatives(Moment.synchronised(now)).rank(wish, candidate(space.get(), storeys, busy),
                others.stream().map(other -> candidate(other, storeys, busy)).toList());
    }

    private static Candidate candidate(SpaceStore.Found found, Map<FloorId, Storey> storeys,
            Map<SpaceId, List<Obstacle>> busy) {
        var storey = storeys.getOrDefault(found.floor(), Storey.UNKNOWN);
        // R15: about a desk the cloud decides, wherever the line of its floor is.
        var decidedFrom = found.space().doorless() ? Instant.MIN : storey.decidedFrom();
        return new Candidate(found.space(), found.floor(), found.kind(), storey.level(), found.position(), found.amenities(),
                storey.decides() ? decidedFrom : Instant.MAX, storey.decides() && storey.doorAnswers(),
                busy.getOrDefault(found.space().id(), List.of()));
    }

    private static Map<FloorId, Storey> storeys(Handle transaction, TenantId tenant, SiteId site) {
        var storeys = new HashMap<FloorId, Storey>();
        transaction.createQuery("""
                SELECT id, level, line_at, link, standing = :deciding AS decides FROM floor
                WHERE tenant_id = :tenant AND site_id = :site
                """)
                .bind("deciding", SpaceStore.DECIDING)
                .bind("tenant", tenant.value())
                .bind("site", site.value())
                .map((row, _) -> {
                    var level = row.getInt("level");
                    var known = row.wasNull() ? OptionalInt.empty() : OptionalInt.of(level);
                    var line = Optional.ofNullable(row.getObject("line_at", OffsetDateTime.class))
                            .map(OffsetDateTime::toInstant);
                    return Map.entry(new FloorId(row.getObject("id", UUID.class)),
                            new Storey(known, line.orElse(Instant.MIN), row.getString("link").equals("up"),
                                    row.getBoolean("decides")));
                })
                .forEach(entry -> storeys.put(entry.getKey(), entry.getValue()));
        return storeys;
    }

    /// But not what a door's unread words hold, which is rare and soon healed: whoever takes that up is refused and tries the next.
    private static Map<SpaceId, List<Obstacle>> busy(Handle transaction, TenantId tenant, BookingId self, List<SpaceId> spaces,
            Slot slot) {
        var busy = new HashMap<SpaceId, List<Obstacle>>();
        transaction.createQuery(BUSY)
                .bind("tenant", tenant.value())
                .bind("spaces", spaces.stream().map(SpaceId::value).toArray(UUID[]::new))
                .bind("self", self.value())
                .bind("from", LineStore.utc(slot.start().minus(BUFFER)))
                .bind("to", LineStore.utc(slot.end().plus(BUFFER)))
                .map((row, _) -> Map.entry(new SpaceId(row.getObject("space_id", UUID.class)),
                        new Obstacle(new Slot(row.getObject("starts_at", OffsetDateTime.class).toInstant(),
                                row.getObject("ends_at", OffsetDateTime.class).toInstant()), row.getBoolean("decided"))))
                .forEach(entry -> busy.computeIfAbsent(entry.getKey(), _ -> new ArrayList<>()).add(entry.getValue()));
        return busy;
    }
}
