package dev.lintel.cloud.booking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.cloud.Reply;
import dev.lintel.cloud.TestCloud;
import dev.lintel.cloud.account.Role;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.wire.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class BookingTest {

    private final TestCloud cloud = TestCloud.running();
    private final TestCloud.Member owner = cloud.newTenant();
    private final TestCloud.Room room = cloud.newRoom(owner);
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(2, ChronoUnit.HOURS);

    @Test
    void ofManyWhoWantTheSameSlotAtTheSameMomentExactlyOneGetsIt() throws Exception {
        var people = 12;
        var together = new CountDownLatch(1);
        try (var threads = Executors.newFixedThreadPool(people)) {
            var replies = new ArrayList<CompletableFuture<Reply>>();
            for (int i = 0; i < people; i++) {
                replies.add(CompletableFuture.supplyAsync(() -> {
                    await(together);
                    return book(owner, 0, 60);
                }, threads));
            }
            together.countDown();
            var statuses = replies.stream().map(reply -> reply.join().status()).toList();
            assertThat(statuses).containsOnly(201, 409);
            assertThat(statuses).filteredOn(status -> status == 201).hasSize(1);
        }
        assertThat(decidedInTheDatabase()).isEqualTo(1);
    }

    @Test
    void aTakenSlotIsRefusedWithWhatIsInTheWay() {
        book(owner, 0, 60);
        var refused = book(owner, 30, 60);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.header("content-type")).isEqualTo("application/problem+json");
        assertThat(refused.text("error")).isEqualTo("taken");
        assertThat(refused.text("start")).isEqualTo(start.toString());
        assertThat(refused.text("op")).isEqualTo(refused.header("operation-id"));
        assertThat(book(owner, 60, 60).status()).isEqualTo(201);
    }

    @Test
    void theSameOperationSentTwiceHasOneEffectAndOneAnswer() {
        var op = cloud.bean(IdSource.class).next().toString();
        var first = send(owner, op, 0, 60);
        var again = send(owner, op, 0, 60);
        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.text("id")).isEqualTo(first.text("id"));
        assertThat(decidedInTheDatabase()).isEqualTo(1);
        assertThat(send(owner, op, 120, 60).text("error")).isEqualTo("operation-reused");
    }

    @Test
    void anotherPersonsOperationIsNotRepeatedWithTheSameWords() {
        var op = cloud.bean(IdSource.class).next().toString();
        assertThat(send(owner, op, 0, 60).status()).isEqualTo(201);
        var other = cloud.newPerson(owner.tenant(), owner.tenantId(), Role.MEMBER);
        assertThat(send(other, op, 0, 60).text("error")).isEqualTo("operation-reused");
    }

    @Test
    void aCancelledBookingGivesItsSlotBack() {
        var booking = book(owner, 0, 60).text("id");
        assertThat(owner.api().post("/api/v1/bookings/" + booking + "/cancel").text("phase")).isEqualTo("cancelled");
        assertThat(book(owner, 0, 60).status()).isEqualTo(201);
    }

    @Test
    void checkInBeforeTheWindowIsRefusedAndSaysWhenItOpens() {
        var booking = book(owner, 0, 60).text("id");
        var early = owner.api().post("/api/v1/bookings/" + booking + "/check-in");
        assertThat(early.status()).isEqualTo(409);
        assertThat(early.text("error")).isEqualTo("check-in-not-open-yet");
        assertThat(early.text("opensAt")).isEqualTo(start.minusSeconds(600).toString());
    }

    @Test
    void othersMayNotChangeABookingAndDoNotReadAPrivateTitle() {
        owner.api().patch("/api/v1/spaces/" + room.space(), Json.object().with("privacy", "busy"));
        var booking = book(owner, 0, 60).text("id");
        var other = cloud.newPerson(owner.tenant(), owner.tenantId(), Role.MEMBER);
        var seen = other.api().get("/api/v1/bookings/" + booking);
        assertThat(seen.has("title")).isFalse();
        assertThat(seen.has("organiser")).isFalse();
        assertThat(other.api().post("/api/v1/bookings/" + booking + "/cancel").text("error")).isEqualTo("not-allowed");
        assertThat(owner.api().get("/api/v1/bookings/" + booking).text("title")).isEqualTo("Planning");
    }

    @Test
    void aClosedRoomCannotBeBooked() {
        owner.api().patch("/api/v1/spaces/" + room.space(), Json.object().with("closed", "out-of-service"));
        assertThat(book(owner, 0, 60).text("error")).isEqualTo("room-closed");
        owner.api().patch("/api/v1/spaces/" + room.space(), Json.object().with("closed", ""));
        assertThat(book(owner, 0, 60).status()).isEqualTo(201);
    }

    @Test
    void aListIsCutIntoPagesThatMeetWithoutGapOrRepetition() {
        for (int i = 0; i < 3; i++) {
            book(owner, 60 * i, 60);
        }
        var path = "/api/v1/bookings?space=" + room.space() + "&from=" + start + "&to=" + start.plusSeconds(86400);
        var all = owner.api().get(path).items();
        assertThat(all).hasSize(3);
        var firstId = new Reply(200, Map.of(), all.getFirst().canonical()).text("id");
        assertThat(owner.api().get(path + "&cursor=" + start + "~" + firstId).items()).isEqualTo(all.subList(1, 3));
        assertThat(owner.api().get(path + "&cursor=nonsense").text("error")).isEqualTo("malformed");
    }

    @Test
    void instantsOutsideTheCalendarAreNamedAndRefused() {
        for (String at : new String[]{"-1000000000-01-01T00:00:00Z", "%2B1000000000-12-31T23:59:59Z",
                "%2B10000-01-01T00:00:00Z",
                "0001-01-01T00:00:00Z"}) {
            for (String field : new String[]{"from", "to"}) {
                var refused = owner.api().get("/api/v1/bookings?space=" + room.space() + "&" + field + "=" + at);
                assertThat(refused.status()).as(field + " " + at).isEqualTo(422);
                assertThat(refused.text("field")).isEqualTo(field);
            }
        }
        var backwards = owner.api().get("/api/v1/bookings?space=" + room.space() + "&from=" + start + "&to=" + start);
        assertThat(backwards.text("field")).isEqualTo("to");
        var far = owner.api()
                .post("/api/v1/bookings", Json.object()
                        .with("space", room.space())
                        .with("start", start.toString())
                        .with("end", "+1000000000-12-31T23:59:59Z"));
        assertThat(far.status()).isEqualTo(422);
        assertThat(far.text("field")).isEqualTo("end");
    }

    private Reply book(TestCloud.Member member, int fromMinute, int minutes) {
        return member.api().post("/api/v1/bookings", wish(fromMinute, minutes));
    }

    private Reply send(TestCloud.Member member, String op, int fromMinute, int minutes) {
        return member.api().with("Operation-Id", op).post("/api/v1/bookings", wish(fromMinute, minutes));
    }

    private Json wish(int fromMinute, int minutes) {
        var from = start.plus(fromMinute, ChronoUnit.MINUTES);
        return Json.object()
                .with("space", room.space())
                .with("start", from.toString())
                .with("end", from.plus(minutes, ChronoUnit.MINUTES).toString())
                .with("title", "Planning");
    }

    private int decidedInTheDatabase() {
        return cloud.bean(Transactions.class)
                .<Integer>inTenant(owner.tenantId(), transaction -> transaction
                        .select("SELECT count(*) FROM booking WHERE space_id = ? AND phase = 'confirmed'",
                                UUID.fromString(room.space()))
                        .mapTo(Integer.class)
                        .one());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
