package dev.lintel.cloud.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lintel.cloud.Reply;
import dev.lintel.cloud.TestCloud;
import dev.lintel.cloud.account.Role;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.cloud.web.Facts;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.Head;
import dev.lintel.protocol.line.Request;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.LineJson;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// What somebody is offered, or given by their own consent, who cannot have the room they wanted.
class EquivalentTest {

    private final TestCloud cloud = TestCloud.running();
    private final TestCloud.Member owner = cloud.newTenant();
    private final TestCloud.Room aspen = cloud.newRoom(owner);
    private final String birch = room("Birch");
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final Instant later = now.plus(3, ChronoUnit.DAYS);

    @Test
    void aTakenRoomIsRefusedWithEquivalents() {
        book(later, false);
        var refused = book(later, false);
        assertThat(refused.status()).isEqualTo(409);
        var offers = Facts.objects(refused.json(), "alternatives");
        assertThat(offers).hasSize(3);
        assertThat(Facts.text(offers.getFirst(), "spaceName")).contains("Birch");
        assertThat(Facts.text(offers.getFirst(), "start")).contains(later.toString());
        assertThat(offers.subList(1, 3)).allMatch(offer -> Facts.text(offer, "spaceName").equals(Optional.of("Aspen")));
    }

    @Test
    void anEquivalentHasEverythingThatTheWantedRoomHas() {
        owner.api()
                .patch("/api/v1/spaces/" + aspen.space(),
                        Json.object().with("amenities", Json.array(List.of("whiteboard", "screen"), Json.Text::new)));
        assertThat(owner.api().get("/api/v1/spaces/" + aspen.space()).body()).contains("[\"screen\",\"whiteboard\"]");
        book(later, false);
        assertThat(Facts.objects(book(later, false).json(), "alternatives"))
                .allMatch(offer -> Facts.text(offer, "spaceName").equals(Optional.of("Aspen")));
    }

    @Test
    void whoComesWithMoreIsOfferedLargerRooms() {
        var small = room("Small", 2);
        book(later, false);
        var few = owner.api().post("/api/v1/bookings", wish(later, false).with("seats", 2));
        assertThat(few.body()).contains(small);
        assertThat(book(later, false).body()).doesNotContain(small);
    }

    @Test
    void aDeclinedRequestShowsWhatIsFreeInstead() {
        var door = new DoorInMemory(cloud, owner, aspen);
        linked();
        walkUp(door);
        var asked = owner.api().post("/api/v1/bookings", wish(now.plusSeconds(600), false));
        door.hear(now.plusSeconds(5));
        door.report();
        var declined = owner.api().get("/api/v1/bookings/" + asked.text("id"));
        assertThat(declined.text("phase")).isEqualTo("declined");
        assertThat(Facts.text(Facts.objects(declined.json(), "alternatives").getFirst(), "spaceName")).contains("Birch");
        var other = cloud.newPerson(owner.tenant(), owner.tenantId(), Role.MEMBER);
        assertThat(other.api().get("/api/v1/bookings/" + asked.text("id")).has("alternatives")).isFalse();
    }

    /// R15: about a desk the cloud decides, whether or not its floor's door is there.
    @Test
    void whoeverWantsADeskThatIsTakenIsOfferedAnotherWhileTheDoorOfTheFloorIsAway() {
        var _ = new DoorInMemory(cloud, owner, aspen);
        var soon = now.plusSeconds(600);
        var desk = desk("Desk by the window");
        var other = desk("Desk by the wall");
        var wish = wish(soon, false).with("space", desk);
        assertThat(owner.api().post("/api/v1/bookings", wish).status()).isEqualTo(201);
        var offers = Facts.objects(owner.api().post("/api/v1/bookings", wish).json(), "alternatives");
        assertThat(Facts.text(offers.getFirst(), "space")).contains(other);
        assertThat(Facts.text(offers.getFirst(), "start")).contains(soon.toString());
    }

    private String desk(String name) {
        return owner.api()
                .post("/api/v1/floors/" + aspen.floor() + "/spaces",
                        Json.object().with("name", name).with("kind", "desk").with("capacity", 1))
                .text("id");
    }

    @Test
    void withConsentATakenRoomIsAnsweredWithTheEquivalentThatWasBooked() {
        book(later, false);
        var given = book(later, true);
        assertThat(given.status()).isEqualTo(201);
        assertThat(given.text("space")).isEqualTo(birch);
        assertThat(given.text("title")).isEqualTo("Planning");
        assertThat(Facts.object(given.json(), "inPlaceOf").flatMap(of -> Facts.text(of, "space"))).contains(aspen.space());
        assertThat(owner.api().get("/api/v1/bookings/" + given.text("id") + "/explain").body())
                .contains("nearest equivalent of what had been asked for");
        assertThat(owner.api().get("/api/v1/notices").items()).isEmpty();
    }

    @Test
    void aRequestThatIsRefusedForItsOperationIdLeavesNoConsentBehind() {
        var op = cloud.bean(IdSource.class).next().toString();
        assertThat(owner.api().with("Operation-Id", op).post("/api/v1/bookings", wish(later, false)).status()).isEqualTo(201);
        var other = cloud.newPerson(owner.tenant(), owner.tenantId(), Role.MEMBER);
        for (var sender : List.of(owner, other)) {
            assertThat(sender.api().with("Operation-Id", op).post("/api/v1/bookings", wish(later, true)).text("error"))
                    .isEqualTo("operation-reused");
        }
        assertThat(cloud.bean(Transactions.class)
                .<Integer>inTenant(owner.tenantId(),
                        handle -> handle.createQuery("SELECT count(*) FROM wish").mapTo(Integer.class).one()))
                .isZero();
    }

    @Test
    void anEquivalentThatIsRefusedMakesRoomForTheNext() {
        var upper = upstairs();
        var head = new Head(cloud.bean(IdSource.class).operation(), Optional.of(SpaceId.of(upper.space())),
                Optional.of(Slot.of(later, Duration.ofMinutes(30))), false);
        // What stands in an entry that this version cannot read is held, and no calendar shows it.
        insert("INSERT INTO unread (tenant_id, floor_id, seq, head) VALUES (?, ?, 1, ?)", upper.floor(),
                LineJson.head(head).canonical());
        takeBoth();
        assertThat(book(later, false).body()).as("the nearest").contains(upper.space());

        var given = book(later, true);

        assertThat(given.status()).as(given.body()).isEqualTo(201);
        assertThat(given.text("space")).isNotEqualTo(upper.space());
    }

    @Test
    void whereNothingIsDecidedNothingIsOffered() {
        var upper = upstairs();
        var ids = cloud.bean(IdSource.class);
        takeBoth();
        assertThat(book(later, false).body()).contains(upper.space());
        cloud.bean(LineDesk.class)
                .take(owner.tenantId(), FloorId.of(upper.floor()),
                        List.of(new CloudInput.Restored(ids.operation(), new Generation(ids.next()))));
        assertThat(book(later, false).body()).doesNotContain(upper.space());
    }

    @Test
    void norTheWishedRoomAtAnotherTimeWhereItsOwnFloorDecidesNothing() {
        var door = new DoorInMemory(cloud, owner, aspen);
        linked();
        walkUp(door);
        var asked = owner.api().post("/api/v1/bookings", wish(now.plusSeconds(600), false));
        door.hear(now.plusSeconds(5));
        door.report();
        var path = "/api/v1/bookings/" + asked.text("id");
        assertThat(offered(owner.api().get(path))).contains(aspen.space(), birch);
        var ids = cloud.bean(IdSource.class);
        cloud.bean(LineDesk.class)
                .take(owner.tenantId(), FloorId.of(aspen.floor()),
                        List.of(new CloudInput.Restored(ids.operation(), new Generation(ids.next()))));
        assertThat(offered(owner.api().get(path))).contains(birch).doesNotContain(aspen.space());
    }

    private static List<String> offered(Reply reply) {
        return Facts.objects(reply.json(), "alternatives")
                .stream()
                .flatMap(offer -> Facts.text(offer, "space").stream())
                .toList();
    }

    @Test
    void minutesThatAreHeldForARequestAreNotOffered() {
        var upper = upstairs();
        var ids = cloud.bean(IdSource.class);
        takeBoth();
        assertThat(offered(book(later, false))).contains(upper.space());
        var held = new Request(ids.operation(), 1, new BookingCommand.Cancel(ids.booking()), 1, Optional.empty(), now,
                Optional.of(new Request.Hold(SpaceId.of(upper.space()), Slot.of(later.plusSeconds(600), Duration.ofHours(1)))));
        insert("INSERT INTO request (tenant_id, floor_id, op, body) VALUES (?, ?, gen_random_uuid(), ?)", upper.floor(),
                LineJson.request(held).canonical());
        assertThat(Facts.objects(book(later, false).json(), "alternatives"))
                .noneMatch(offer -> Facts.text(offer, "space").equals(Optional.of(upper.space()))
                        && Facts.text(offer, "start").equals(Optional.of(later.toString())));
    }

    private void takeBoth() {
        book(later, false);
        owner.api().post("/api/v1/bookings", wish(later, false).with("space", birch));
    }

    private TestCloud.Room upstairs() {
        var floor = owner.api()
                .post("/api/v1/sites/" + aspen.site() + "/floors", Json.object().with("name", "Upper"))
                .text("id");
        var space = owner.api()
                .post("/api/v1/floors/" + floor + "/spaces",
                        Json.object().with("name", "Cedar").with("kind", "room").with("capacity", 6))
                .text("id");
        return new TestCloud.Room(aspen.site(), floor, space);
    }

    private void insert(String sql, String floor, String text) {
        var _ = cloud.bean(Transactions.class)
                .<Integer>inTenant(owner.tenantId(),
                        transaction -> transaction.execute(sql, owner.tenantId().value(), UUID.fromString(floor), text));
    }

    @Test
    void theSameConsentSentTwiceBooksOnce() {
        book(later, false);
        var op = cloud.bean(IdSource.class).next().toString();
        var first = owner.api().with("Operation-Id", op).post("/api/v1/bookings", wish(later, true));
        var again = owner.api().with("Operation-Id", op).post("/api/v1/bookings", wish(later, true));
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.text("id")).isEqualTo(first.text("id"));
        assertThat(decided()).isEqualTo(2);
    }

    @Test
    void whenTheDoorDeclinesTheCloudBooksTheEquivalentOnceAndTellsOnce() {
        var door = new DoorInMemory(cloud, owner, aspen);
        linked();
        walkUp(door);
        var asked = owner.api().post("/api/v1/bookings", wish(now.plusSeconds(600), true));
        assertThat(asked.status()).isEqualTo(202);
        door.hear(now.plusSeconds(5));
        door.report();
        door.repeat();
        everybodyCarriesOut(OperationId.of(asked.header("operation-id")));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> owner.api().get("/api/v1/bookings/" + asked.text("id")).has("instead"));

        var before = owner.api().get("/api/v1/bookings/" + asked.text("id"));
        assertThat(before.text("phase")).isEqualTo("declined");
        var instead = owner.api().get("/api/v1/bookings/" + before.text("instead"));
        assertThat(instead.text("space")).isEqualTo(birch);
        assertThat(inBirch()).isEqualTo(1);
        await().atMost(Duration.ofSeconds(20)).until(() -> !owner.api().get("/api/v1/notices").items().isEmpty());
        var told = owner.api().get("/api/v1/notices").items();
        assertThat(told).hasSize(1);
        assertThat(Facts.text((Json.Obj) told.getFirst(), "text").orElseThrow()).contains("Your booking moved to Birch")
                .contains("because Aspen")
                .contains("another booking has it");
        assertThat(owner.api().get("/api/v1/bookings/" + asked.text("id") + "/explain").body())
                .contains("The cloud booked the nearest equivalent instead");
    }

    @Test
    void theConsentOfSomebodyWhoHasLeftBooksNothing() {
        var door = new DoorInMemory(cloud, owner, aspen);
        linked();
        walkUp(door);
        var asked = owner.api().post("/api/v1/bookings", wish(now.plusSeconds(600), true));
        assertThat(asked.status()).isEqualTo(202);
        var _ = cloud.bean(Transactions.class)
                .<Integer>inTenant(owner.tenantId(),
                        transaction -> transaction.execute("UPDATE person SET active = false WHERE id = ?",
                                owner.person().value()));
        door.hear(now.plusSeconds(5));
        door.report();
        everybodyCarriesOut(OperationId.of(asked.header("operation-id")));
        assertThat(inBirch()).isZero();
    }

    @Test
    void whereNothingEquivalentIsFreeTheRefusalIsTold() {
        owner.api().patch("/api/v1/spaces/" + birch, Json.object().with("closed", "out-of-service"));
        owner.api().patch("/api/v1/spaces/" + aspen.space(), Json.object().with("closed", "out-of-service"));
        var refused = book(later, true);
        assertThat(refused.text("error")).isEqualTo("room-closed");
        assertThat(Facts.objects(refused.json(), "alternatives")).isEmpty();
    }

    /// As two replicas and a nervous pump would.
    private void everybodyCarriesOut(OperationId op) {
        var desk = cloud.bean(WishDesk.class);
        var all = new ArrayList<CompletableFuture<Optional<?>>>();
        for (int i = 0; i < 4; i++) {
            all.add(CompletableFuture.supplyAsync(() -> desk.carryOut(owner.tenantId(), op, true)));
        }
        assertThat(all.stream().map(CompletableFuture::join).distinct()).hasSize(1);
    }

    private void walkUp(DoorInMemory door) {
        door.touch(new BookingCommand.Book(cloud.bean(IdSource.class).booking(), SpaceId.of(aspen.space()),
                Slot.of(now, Duration.ofMinutes(30)), Optional.empty(), Optional.of("Walk-up"), Origin.DOOR), now);
    }

    private String room(String name) {
        return room(name, 6);
    }

    /// On the next storey, which has no door, so that the cloud decides there.
    private String room(String name, int seats) {
        var floors = owner.api().get("/api/v1/sites/" + aspen.site() + "/floors").items();
        var upper = floors.stream()
                .map(Json.Obj.class::cast)
                .filter(floor -> Facts.text(floor, "name").equals(Optional.of("3rd floor")))
                .flatMap(floor -> Facts.text(floor, "id").stream())
                .findFirst()
                .orElseGet(() -> owner.api()
                        .post("/api/v1/sites/" + aspen.site() + "/floors",
                                Json.object().with("name", "3rd floor").with("level", 3))
                        .text("id"));
        return owner.api()
                .post("/api/v1/floors/" + upper + "/spaces",
                        Json.object().with("name", name).with("kind", "room").with("capacity", seats))
                .text("id");
    }

    private void linked() {
        cloud.bean(Transactions.class)
                .<Integer>inTenant(owner.tenantId(), transaction -> transaction
                        .execute("UPDATE floor SET link = 'up', heard_at = now() WHERE id = ?",
                                UUID.fromString(aspen.floor())));
    }

    private Reply book(Instant start, boolean instead) {
        return owner.api().post("/api/v1/bookings", wish(start, instead));
    }

    private Json.Obj wish(Instant start, boolean instead) {
        return Json.object()
                .with("space", aspen.space())
                .with("start", start.toString())
                .with("end", start.plusSeconds(1800).toString())
                .with("title", "Planning")
                .with("instead", instead);
    }

    private int decided() {
        return count("SELECT count(*) FROM booking WHERE phase = 'confirmed' AND tenant_id = ?", owner.tenantId().value());
    }

    private int inBirch() {
        return count("SELECT count(*) FROM booking WHERE space_id = ?", UUID.fromString(birch));
    }

    private int count(String sql, UUID id) {
        return cloud.bean(Transactions.class)
                .<Integer>inTenant(owner.tenantId(), transaction -> transaction.select(sql, id).mapTo(Integer.class).one());
    }
}
