package dev.lintel.cloud.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The catalogue, the documents that are sent, and `docs/problems.md` say the same.
class ProblemsTest {

    private static final UUID ID = new UUID(1, 2);
    private static final Instant AT = Instant.parse("2026-03-02T09:00:00Z");
    private static final Slot SLOT = Slot.of(AT, Duration.ofHours(1));
    private static final Booking BOOKING = new Booking(new BookingId(ID), new SpaceId(ID), SLOT, 1, Optional.empty(),
            Optional.empty(), Origin.CLOUD, AT, new Phase.Confirmed());

    /// One of each kind of what the booking rules refuse.
    private static final List<Rejection> REJECTIONS = List.of(new Rejection.Taken(SLOT, Optional.of(AT)),
            new Rejection.Held(SLOT), new Rejection.RoomClosed(new SpaceId(ID), "out-of-service"),
            new Rejection.UnknownSpace(new SpaceId(ID)), new Rejection.UnknownBooking(new BookingId(ID)),
            new Rejection.NotAllowed(), new Rejection.TooLate(AT), new Rejection.InUse(AT),
            new Rejection.Changed(BOOKING), new Rejection.Over("cancelled"), new Rejection.CheckInNotOpenYet(AT),
            new Rejection.CheckInClosed(AT),
            new Rejection.AlreadyCheckedIn(AT), new Rejection.NotStarted(AT),
            new Rejection.TooShort(Duration.ofMinutes(15)), new Rejection.TooLong(Duration.ofHours(8)),
            new Rejection.TooFarAhead(AT), new Rejection.WrongDirection(AT), new Rejection.NotReleasable(AT),
            new Rejection.DoorOnly(), new Rejection.NothingToUndo(),
            new Rejection.ClockUncertain(Duration.ofSeconds(90)), new Rejection.AlreadyExists(new BookingId(ID)),
            new Rejection.NotUnderstood(), new Rejection.FloorStopped("feed-fork"), new Rejection.SupersededEpoch(2),
            new Rejection.TooManyRequests(6000));

    /// One of each kind of what concerns the request itself.
    private static final List<Refusal> REFUSALS = List.of(new Refusal.Malformed("name", "it is missing"),
            new Refusal.Unprocessable("end", "it is not after the start"), new Refusal.Unauthorised(),
            new Refusal.SignInFailed(), new Refusal.Forbidden(), new Refusal.NotFound("booking"),
            new Refusal.NameTaken("name"), new Refusal.AlreadySetUp(), new Refusal.OperationReused(),
            new Refusal.Stale(3), new Refusal.TooManyAttempts(Duration.ofSeconds(4)), new Refusal.TooLarge(),
            new Refusal.MethodNotAllowed(), new Refusal.UnsupportedMediaType(), new Refusal.NotAcceptable(),
            new Refusal.Unavailable(), new Refusal.Unexpected(),
            new Refusal.FloorHasDoor(new FloorId(ID)), new Refusal.EnrolmentRefused(), new Refusal.RenewalRefused(),
            new Refusal.EdgeAway(),
            new Refusal.EdgeRefused("edge-refused", Json.object()),
            new Refusal.DoorNotClosed(new FloorId(ID)), new Refusal.HttpsOnly(),
            new Refusal.Rejected(new Rejection.NotAllowed()));

    @Test
    void theseListsHoldOneOfEachKind() {
        assertThat(REJECTIONS).extracting(Object::getClass)
                .containsExactlyInAnyOrder(Rejection.class.getPermittedSubclasses());
        assertThat(REFUSALS).extracting(Object::getClass)
                .containsExactlyInAnyOrder(Refusal.class.getPermittedSubclasses());
    }

    @Test
    void everyProblemIsDocumentedWithItsStatusAndNoOtherIs() throws IOException {
        var documented = Files.readAllLines(Path.of("../docs/problems.md"))
                .stream()
                .takeWhile(line -> !line.startsWith("## Said by a door alone"))
                .map(Pattern.compile("\\| <a id=\"([a-z-]+)\"></a>`\\1` \\| ([0-9]{3}) \\|.*")::matcher)
                .filter(Matcher::matches)
                .map(row -> row.group(1) + " " + row.group(2))
                .toList();
        assertThat(documented).doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(all().map(why -> Problems.problem(why).slug() + " "
                        + Problems.status(why).getCode()).distinct().toList());
    }

    @Test
    void whatAnEdgeRefusesAnAdministratorHasTheStatusOfItsDoor() throws IOException {
        var catalogue = Files.readString(Path.of("../docs/problems.md"));
        for (var slug : List.of("expired", "not-saved", "not-understood", "too-many-codes", "unknown-code", "unknown-panel",
                "unknown-space")) {
            var status = Problems.status(new Refusal.EdgeRefused(slug, Json.object()));
            assertThat(catalogue).contains("`" + slug + "` | " + status.getCode() + " |");
        }
    }

    @Test
    void everyDocumentHasTheMembersThatClientsRelyOn() {
        var operation = new Operation(new OperationId(ID), true);
        all().forEach(why -> {
            var document = (Json.Obj) Json.parse(Problems.document(why, operation));
            assertThat(document.fields().keySet()).as("%s", why)
                    .containsAll(
                            Arrays.asList("type", "title", "status", "detail", "error", "message", "op"));
            assertThat(Problems.document(why, operation)).contains("/problems/" + Problems.problem(why).slug() + "\"");
        });
    }

    private static Stream<Refusal> all() {
        return Stream.concat(REFUSALS.stream(), REJECTIONS.stream().map(Refusal.Rejected::new));
    }
}
