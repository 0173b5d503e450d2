package dev.lintel.cloud.booking;

import dev.lintel.cloud.account.Caller;
import dev.lintel.cloud.web.Facts;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Privacy;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.Problem;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A booking as one caller may see it.
///
/// @param phase requested, confirmed, checked-in, completed, released, cancelled or declined
/// @param awaiting who decides about a requested one: door or cloud
/// @param title absent where the space's privacy hides it from this caller
/// @param checkInOpensAt from when a check-in is taken
/// @param declined why, for a declined one
/// @param alternatives what was free instead when this was read, for a declined one
/// @param instead what the cloud booked in its place, with its person's consent
/// @param inPlaceOf what it was booked in place of
@Serdeable
public record BookingView(UUID id, UUID space, UUID floor, Instant start, Instant end, String phase,
        @Nullable String awaiting, int version, @Nullable String title, @Nullable Organiser organiser, String origin,
        Instant madeAt, Instant checkInOpensAt, @Nullable Instant checkedInAt, @Nullable Why declined,
        @Nullable List<Offer> alternatives, @Nullable UUID instead, @Nullable InPlaceOf inPlaceOf) {

    @Serdeable
    @Schema(name = "Organiser")
    public record Organiser(UUID id, @Nullable String name) {}

    /// A refusal in words; `slug` is its anchor in the catalogue of problems.
    @Serdeable
    @Schema(name = "Why")
    public record Why(String slug, String title, String detail) {

        static Why of(Json.Obj why) {
            return new Why(Facts.text(why, "slug").orElse(""), Facts.text(why, "title").orElse(""),
                    Facts.text(why, "detail").orElse(""));
        }
    }

    /// A wish that could not be had.
    @Serdeable
    @Schema(name = "InPlaceOf")
    public record InPlaceOf(UUID space, Instant start, Instant end, @Nullable Why because) {}

    BookingView with(List<Offer> offers, @Nullable UUID booked, @Nullable InPlaceOf wished) {
        return new BookingView(id, space, floor, start, end, phase, awaiting, version, title, organiser, origin, madeAt,
                checkInOpensAt, checkedInAt, declined, offers.isEmpty() ? null : offers, booked, wished);
    }

    static BookingView of(BookingStore.Found found, Space space, Caller caller) {
        var booking = found.booking();
        var mine = booking.organiser().equals(Optional.of(caller.person()));
        var open = mine || caller.isOwner();
        var title = open || space.privacy() == Privacy.TITLE ? booking.title().orElse(null) : null;
        var organiser = open || space.privacy() != Privacy.BUSY
                ? booking.organiser().map(id -> new Organiser(id.value(), found.organiserName().orElse(null)))
                : Optional.<Organiser>empty();
        return new BookingView(booking.id().value(), booking.space().value(), found.floor().value(),
                booking.slot().start(), booking.slot().end(), booking.phase().slug(), awaiting(booking),
                booking.version(), title, organiser.orElse(null), booking.origin() == Origin.DOOR ? "door" : "cloud",
                booking.madeAt(), booking.slot().start().minus(space.policy().checkInOpens()),
                booking.phase() instanceof Phase.CheckedIn in ? in.at() : null, declined(booking), null, null,
                null);
    }

    private static @Nullable String awaiting(Booking booking) {
        if (!(booking.phase() instanceof Phase.Requested requested)) {
            return null;
        }
        return switch (requested.awaiting()) {
            case DOOR -> "door";
            case CLOUD -> "cloud";
        };
    }

    private static @Nullable Why declined(Booking booking) {
        if (!(booking.phase() instanceof Phase.Declined declined)) {
            return null;
        }
        var problem = Problem.of(declined.why());
        return new Why(problem.slug(), problem.title(), problem.detail());
    }
}
