package dev.lintel.cloud.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lintel.cloud.TestCloud;
import dev.lintel.cloud.web.Facts;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingEvent;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.Body;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.Hash;
import dev.lintel.protocol.line.Head;
import dev.lintel.protocol.time.Moment;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.Sha256Chain;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Two were confirmed for the same minutes, as after force or a lost disk (R13).
class ClashTest {

    private final TestCloud cloud = TestCloud.running();
    private final TestCloud.Member owner = cloud.newTenant();
    private final TestCloud.Room room = cloud.newRoom(owner);
    private final Slot slot = Slot.of(Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(3, ChronoUnit.DAYS),
            Duration.ofMinutes(30));

    @Test
    void whoeverHadToGiveWayIsToldAndReadsWhy() {
        var mine = owner.api()
                .post("/api/v1/bookings", Json.object()
                        .with("space", room.space())
                        .with("start", slot.start().toString())
                        .with("end", slot.end().toString()))
                .text("id");

        cloud.bean(LineDesk.class).take(owner.tenantId(), FloorId.of(room.floor()), List.of(decidedAtTheDoor()));

        assertThat(owner.api().get("/api/v1/bookings/" + mine).text("phase")).isEqualTo("declined");
        assertThat(owner.api().get("/api/v1/bookings/" + mine + "/explain").body())
                .contains("gave-way", "the door's stays", "\"slug\":\"taken\"");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(owner.api().get("/api/v1/notices").items()).singleElement()
                        .satisfies(notice -> assertThat(Facts.text((Json.Obj) notice, "kind")).contains("declined")));
        assertThat(owner.api().get("/api/v1/alarms").body()).contains("\"kind\":\"clash\"");
    }

    private CloudInput decidedAtTheDoor() {
        var ids = cloud.bean(IdSource.class);
        var space = SpaceId.of(room.space());
        var theirs = new Booking(ids.booking(), space, slot, 1, Optional.empty(), Optional.empty(), Origin.DOOR, Instant.now(),
                new Phase.Confirmed());
        var head = new Head(ids.operation(), Optional.of(space), Optional.of(slot), false);
        var body = new Body.Happened(new BookingEvent.Booked(), theirs, Optional.empty());
        var entry = new Entry(1, Hash.START, new Sha256Chain().link(Hash.START, 1, head, body), head, body);
        return new CloudInput.LogArrived(entry, Moment.synchronised(Instant.now()));
    }
}
