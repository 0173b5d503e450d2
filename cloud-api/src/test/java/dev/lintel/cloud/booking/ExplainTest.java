package dev.lintel.cloud.booking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.cloud.Reply;
import dev.lintel.cloud.TestCloud;
import dev.lintel.cloud.account.Role;
import dev.lintel.cloud.web.Facts;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.wire.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The life of a booking, as it is told to people: each story ends with what `explain` says of it.
class ExplainTest {

    private final TestCloud cloud = TestCloud.running();
    private final TestCloud.Member owner = cloud.newTenant();
    private final TestCloud.Room room = cloud.newRoom(owner);
    private final DoorInMemory door = new DoorInMemory(cloud, owner, room);
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @Test
    void aWalkUpWinsAgainstARequestFromAfar() {
        var walkUp = cloud.bean(IdSource.class).booking();
        door.touch(new BookingCommand.Book(walkUp, SpaceId.of(room.space()), Slot.of(now, Duration.ofMinutes(30)),
                Optional.empty(), Optional.of("Secret walk-up"), Origin.DOOR), now);
        var asked = book(now.plusSeconds(600), 30);
        assertThat(asked.text("awaiting")).isEqualTo("door");
        door.hear(now.plusSeconds(5));
        door.report();

        assertThat(life(asked.text("id"))).containsExactly(
                "proposed person cloud awaiting door",
                "declined door door because taken");
        var decline = steps(asked.text("id")).getLast();
        assertThat(Facts.object(decline, "inTheWay").flatMap(w -> Facts.instant(w, "start"))).contains(now);
        assertThat(Facts.instant(decline, "awaitedSince")).isPresent();
        assertThat(words(asked.text("id"))).contains("so the door decides",
                "The door declined to book it: another booking has it");
        assertThat(life(walkUp.toString())).containsExactly("booked door door");
        assertThat(explain(asked.text("id")).body()).doesNotContain("Secret");
    }

    @Test
    void aRoomGivenBackIsTakenAgainByWhoeverComesLate() {
        var id = bookAtTheDoorsPart(now, 60);
        var bookingId = BookingId.of(id);
        door.touch(new BookingCommand.Release(bookingId, now.plusSeconds(660)), now.plusSeconds(660));
        door.touch(new BookingCommand.CheckIn(bookingId), now.plusSeconds(720));
        door.report();

        assertThat(life(id)).containsExactly(
                "proposed person cloud awaiting door",
                "booked door door",
                "released sensor door",
                "revived door door");
        assertThat(words(id)).contains("the door gave the room back", "the booking stands again");
        assertThat(explain(id).text("phase")).isEqualTo("checked-in");
    }

    @Test
    void whoCancelsFromAfarLearnsThatPeopleAreInThere() {
        var id = bookAtTheDoorsPart(now, 60);
        door.touch(new BookingCommand.CheckIn(BookingId.of(id)), now.plusSeconds(30));
        assertThat(owner.api().post("/api/v1/bookings/" + id + "/cancel").status()).isEqualTo(202);
        door.hear(now.plusSeconds(60));
        door.report();

        assertThat(life(id)).containsExactly(
                "proposed person cloud awaiting door",
                "booked door door",
                "proposed person cloud awaiting door",
                "checked-in door door",
                "declined door door because in-use");
        var decline = steps(id).getLast();
        assertThat(Facts.text(decline, "command")).contains("cancel");
        assertThat(Facts.text(decline, "words").orElseThrow())
                .startsWith("The door declined to cancel it: somebody is there since");
    }

    @Test
    void anExtensionAcrossTheLineIsAskedOfTheCloudAndDecidedByTheDoor() {
        var id = bookAtTheDoorsPart(now.plus(23, ChronoUnit.HOURS), 30);
        door.touch(new BookingCommand.Extend(BookingId.of(id), now.plus(25, ChronoUnit.HOURS)), now);
        door.report();
        door.hear(now.plusSeconds(1));
        door.report();

        assertThat(life(id)).containsExactly(
                "proposed person cloud awaiting door",
                "booked door door",
                "proposed door door awaiting door",
                "extended door door");
        var extended = steps(id).getLast();
        assertThat(Facts.object(extended, "window").flatMap(w -> Facts.instant(w, "end")))
                .contains(now.plus(25, ChronoUnit.HOURS));
        assertThat(Facts.object(extended, "before").flatMap(w -> Facts.instant(w, "end")))
                .contains(now.plus(23, ChronoUnit.HOURS).plusSeconds(1800));
    }

    @Test
    void theLateWordOfAReplacedDoorIsFiledAndChangesNothing() {
        var id = bookAtTheDoorsPart(now, 60);
        door.touch(new BookingCommand.Release(BookingId.of(id), now.plusSeconds(660)), now.plusSeconds(660));
        door.replacedByForce();
        door.reportOfItsEpoch();

        assertThat(life(id)).containsExactly(
                "proposed person cloud awaiting door",
                "booked door door",
                "filed door cloud");
        assertThat(words(id)).contains("A word of a door that had been replaced came too late");
        assertThat(explain(id).text("phase")).isEqualTo("confirmed");
    }

    @Test
    void whatIsHeardTwiceIsToldOnce() {
        var id = bookAtTheDoorsPart(now, 60);
        door.touch(new BookingCommand.CheckIn(BookingId.of(id)), now.plusSeconds(30));
        door.report();
        var before = life(id);
        door.repeat();
        assertThat(life(id)).isEqualTo(before);
    }

    @Test
    void aBookingBehindTheLineIsDecidedByTheCloudAlone() {
        var id = book(now.plus(3, ChronoUnit.DAYS), 60).text("id");
        owner.api().post("/api/v1/bookings/" + id + "/cancel");
        assertThat(life(id)).containsExactly("booked person cloud", "cancelled person cloud");
        assertThat(words(id)).contains("so the cloud decides");
    }

    @Test
    void whereTheRoomIsPrivateABystanderReadsNoNames() {
        var id = book(now.plus(3, ChronoUnit.DAYS), 60).text("id");
        var other = cloud.newPerson(owner.tenant(), owner.tenantId(), Role.MEMBER);
        assertThat(other.api().get("/api/v1/bookings/" + id + "/explain").body()).contains("Person ",
                owner.person().toString());
        owner.api().patch("/api/v1/spaces/" + room.space(), Json.object().with("privacy", "busy"));
        assertThat(other.api().get("/api/v1/bookings/" + id + "/explain").body()).doesNotContain("Person ",
                owner.person().toString());
        assertThat(explain(id).body()).contains(owner.person().toString());
    }

    private String bookAtTheDoorsPart(Instant start, int minutes) {
        var asked = book(start, minutes);
        door.hear(now);
        door.report();
        return asked.text("id");
    }

    private Reply book(Instant start, int minutes) {
        return owner.api()
                .post("/api/v1/bookings", Json.object()
                        .with("space", room.space())
                        .with("start", start.toString())
                        .with("end", start.plusSeconds(60L * minutes).toString())
                        .with("title", "Secret plan"));
    }

    private Reply explain(String id) {
        var reply = owner.api().get("/api/v1/bookings/" + id + "/explain");
        assertThat(reply.status()).isEqualTo(200);
        return reply;
    }

    private List<Json.Obj> steps(String id) {
        return Facts.objects(explain(id).json(), "decisions");
    }

    private String words(String id) {
        return String.join(" ", steps(id).stream().map(step -> Facts.text(step, "words").orElseThrow()).toList());
    }

    /// One line a step: what, who, on which side, and what was awaited or in the way.
    private List<String> life(String id) {
        return steps(id).stream()
                .map(step -> Facts.text(step, "what").orElseThrow() + " "
                        + Facts.object(step, "who").flatMap(who -> Facts.text(who, "kind")).orElseThrow() + " "
                        + Facts.text(step, "side").orElseThrow()
                        + Facts.text(step, "awaiting").map(party -> " awaiting " + party).orElse("")
                        + Facts.object(step, "because")
                                .flatMap(why -> Facts.text(why, "slug"))
                                .map(slug -> " because " + slug)
                                .orElse(""))
                .toList();
    }
}
