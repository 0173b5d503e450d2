package dev.lintel.cloud.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lintel.cloud.Reply;
import dev.lintel.cloud.TestCloud;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.DoorInput;
import dev.lintel.protocol.line.DoorPosition;
import dev.lintel.protocol.line.DoorSide;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.protocol.time.Moment;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.LineJson;
import dev.lintel.protocol.wire.Sha256Chain;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// The cloud's side over PostgreSQL against the real rules of a door.
class LineDeskTest {

    private final TestCloud cloud = TestCloud.running();
    private final TestCloud.Member owner = cloud.newTenant();
    private final TestCloud.Room room = cloud.newRoom(owner);
    private final FloorId floor = FloorId.of(room.floor());
    private final LineDesk desk = cloud.bean(LineDesk.class);
    private final IdSource ids = cloud.bean(IdSource.class);
    private final Instant now = Instant.now();
    private final DoorSide door = new DoorSide(new Sha256Chain());
    private DoorState state = DoorState.empty(DoorPosition.fresh(floor, 1));
    private long feedRead;

    @Test
    void beforeTheLineTheDoorDecidesAndTheCloudFollows() {
        grantADay();
        doorReadsItsFeed();
        var asked = book();
        assertThat(asked.status()).isEqualTo(202);
        assertThat(asked.text("phase")).isEqualTo("requested");
        assertThat(asked.text("awaiting")).isEqualTo("door");

        var decisions = doorReadsItsFeed();
        var taken = cloudTakes(decisions);
        assertThat(taken.last()).isInstanceOf(Outcome.Applied.class);
        assertThat(phase(asked)).isEqualTo("confirmed");
        assertThat(taken.at().log().seq()).isEqualTo(decisions.getLast().seq());
    }

    @Test
    void anEntryThatComesTwiceIsAppliedOnce() {
        grantADay();
        book();
        var decisions = doorReadsItsFeed();
        assertThat(cloudTakes(decisions).last()).isInstanceOf(Outcome.Applied.class);
        assertThat(cloudTakes(decisions).last()).isInstanceOf(Outcome.Repeated.class);
    }

    @Test
    void aGapIsAnsweredWithWhatIsMissingAndChangesNothing() {
        grantADay();
        var asked = book();
        doorReadsItsFeed();
        owner.api().post("/api/v1/bookings/" + asked.text("id") + "/cancel");
        var later = doorReadsItsFeed();
        assertThat(cloudTakes(later).last()).isEqualTo(new Outcome.Gap(1));
        assertThat(phase(asked)).isEqualTo("requested");
    }

    @Test
    void aDoorThatIsThereAnswersThePersonWithinTheRequest() {
        grantADay();
        doorReadsItsFeed();
        setLink("up");
        var answer = CompletableFuture.supplyAsync(this::book);
        await().pollInterval(Duration.ofMillis(5)).atMost(Duration.ofSeconds(10)).until(() -> !feedAfter(feedRead).isEmpty());
        cloudTakes(doorReadsItsFeed());
        var reply = answer.join();
        // On a machine that is busy the quarter of a second may be over; the answer is then awaiting-door, and true.
        assertThat(reply.status()).isIn(201, 202);
        assertThat(phase(reply)).isEqualTo("confirmed");
    }

    @Test
    void fromTheLineOnTheCloudDecidesAlone() {
        grantADay();
        doorReadsItsFeed();
        var from = now.truncatedTo(ChronoUnit.SECONDS).plus(3, ChronoUnit.DAYS);
        assertThat(bookAt(from).status()).isEqualTo(201);
    }

    @Test
    void whatHappensIsInTheAuditTrailAndInTheLiveStreamUnderTheSameOperation() {
        var booked = book();
        var op = booked.header("operation-id");
        var rows = cloud.bean(Transactions.class)
                .<List<String>>inTenant(owner.tenantId(),
                        transaction -> transaction.createQuery("""
                                SELECT 'audit ' || action FROM audit WHERE op = cast(:op AS uuid)
                                UNION ALL SELECT 'live ' || kind FROM live_event WHERE op = cast(:op AS uuid)
                                UNION ALL SELECT 'feed' FROM feed WHERE op = cast(:op AS uuid)
                                """).bind("op", op).mapTo(String.class).list());
        assertThat(rows).contains("audit booking-confirmed", "live booking", "feed");
    }

    private void grantADay() {
        desk.take(owner.tenantId(), floor, List.of(new CloudInput.GrantDue(ids.operation(), now, Duration.ofDays(1))));
    }

    private Reply book() {
        return bookAt(now.truncatedTo(ChronoUnit.SECONDS).plus(2, ChronoUnit.HOURS));
    }

    private Reply bookAt(Instant from) {
        return owner.api()
                .post("/api/v1/bookings", Json.object()
                        .with("space", room.space())
                        .with("start", from.toString())
                        .with("end", from.plusSeconds(3600).toString()));
    }

    private String phase(Reply booking) {
        return owner.api().get("/api/v1/bookings/" + booking.text("id")).text("phase");
    }

    /// The door takes what is new in its feed and returns what it wrote into its log for it.
    private List<Entry> doorReadsItsFeed() {
        var written = new ArrayList<Entry>();
        for (Entry entry : feedAfter(feedRead)) {
            var step = door.step(state,
                    new DoorInput.FeedArrived(entry, Optional.empty(), Moment.synchronised(Instant.now())));
            state = step.state();
            written.addAll(step.entries());
            feedRead = entry.seq();
        }
        return written;
    }

    private LineDesk.Taken cloudTakes(List<Entry> entries) {
        return desk.take(owner.tenantId(), floor, entries.stream()
                .map(entry -> new CloudInput.LogArrived(entry, Moment.synchronised(Instant.now())))
                .toList())
                .orElseThrow();
    }

    private List<Entry> feedAfter(long seq) {
        return cloud.bean(Transactions.class)
                .inTenant(owner.tenantId(), transaction -> transaction
                        .createQuery("SELECT body FROM feed WHERE floor_id = :floor AND seq > :seq ORDER BY seq")
                        .bind("floor", floor.value())
                        .bind("seq", seq)
                        .map((row, _) -> LineJson.readEntry(Json.parse(row.getString(1))))
                        .list());
    }

    private void setLink(String link) {
        cloud.bean(Transactions.class)
                .<Integer>inTenant(owner.tenantId(), transaction -> transaction
                        .execute("UPDATE floor SET link = ? WHERE id = ?", link, floor.value()));
    }
}
