package dev.lintel.cloud.booking;

import dev.lintel.cloud.account.Caller;
import dev.lintel.cloud.web.Operation;
import dev.lintel.cloud.web.Outcome;
import dev.lintel.cloud.web.Page;
import dev.lintel.cloud.web.Problems;
import dev.lintel.cloud.web.Refusal;
import dev.lintel.protocol.Limits;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.SpaceId;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Bookings.
///
/// Each change is answered with the booking as it is now: 200 or 201 when it is decided, 202 while the door, which owns
/// that part of the calendar, has not answered yet (`awaiting` is then `door`), 409 with what is in the way.
@Controller("/api/v1/bookings")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "Bookings")
class BookingController {

    /// More than a quarter in one list is a report, not a calendar.
    private static final Duration LONGEST_LIST = Duration.ofDays(93);

    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-30T00:00:00Z");

    private final BookingDesk desk;
    private final WishDesk wishes;
    private final ExplainDesk explanations;
    private final Problems problems;
    private final InstantSource clock;

    BookingController(BookingDesk desk, WishDesk wishes, ExplainDesk explanations, Problems problems, InstantSource clock) {
        this.desk = desk;
        this.wishes = wishes;
        this.explanations = explanations;
        this.problems = problems;
        this.clock = clock;
    }

    /// @param start inclusive
    /// @param end exclusive
    /// @param seats how many people come; an equivalent needs as many. Absent: as many as this space seats
    /// @param instead true: if it cannot be had, book the nearest equivalent without asking again
    @Serdeable
    @Schema(name = "NewBooking")
    record NewBooking(@NotNull UUID space, @NotNull Instant start, @NotNull Instant end,
            @Nullable @Size(max = Limits.TITLE_CHARACTERS) String title,
            @Nullable @Min(1) @Max(10_000) Integer seats, @Nullable Boolean instead) {}

    /// Books a space for the caller.
    @Post
    HttpResponse<BookingView> book(@Parameter(hidden = true) Caller caller, @Parameter(hidden = true) Operation operation,
            @Valid @Body NewBooking wish) {
        var outside = outside("start", wish.start()).or(() -> outside("end", wish.end()));
        if (outside.isPresent()) {
            return problems.refused(operation, outside.get());
        }
        return problems.answer(operation, wishes.book(caller, operation, wish),
                made -> made.settled() ? HttpResponse.created(made.booking()) : HttpResponse.accepted().body(made.booking()));
    }

    /// The booking as it is now.
    @Get("/{id}")
    HttpResponse<BookingView> find(@Parameter(hidden = true) Caller caller, @Parameter(hidden = true) Operation operation,
            @PathVariable UUID id) {
        return problems.answer(operation, wishes.find(caller, new BookingId(id)), HttpResponse::ok);
    }

    /// The life of the booking: who decided what about it, when, why, and on which side of the line.
    @Get("/{id}/explain")
    HttpResponse<ExplainView> explain(@Parameter(hidden = true) Caller caller,
            @Parameter(hidden = true) Operation operation, @PathVariable UUID id) {
        return problems.answer(operation, explanations.explain(caller, new BookingId(id)), HttpResponse::ok);
    }

    /// What touches a space between two instants, by start. Without them: the day that begins now.
    @Get
    HttpResponse<Page<BookingView>> list(@Parameter(hidden = true) Caller caller, @Parameter(hidden = true) Operation operation,
            @QueryValue UUID space,
            @Nullable @QueryValue Instant from, @Nullable @QueryValue Instant to,
            @Nullable @QueryValue @Size(max = 100) String cursor) {
        var outside = outside("from", from).or(() -> outside("to", to));
        if (outside.isPresent()) {
            return problems.refused(operation, outside.get());
        }
        var begin = from == null ? clock.instant() : from;
        var end = to == null ? begin.plus(Duration.ofDays(1)) : to;
        if (!end.isAfter(begin)) {
            return problems.refused(operation, new Refusal.Unprocessable("to", "it is not after from"));
        }
        if (end.isAfter(begin.plus(LONGEST_LIST))) {
            return problems.refused(operation, new Refusal.Unprocessable("to", "a list covers 93 days at most"));
        }
        BookingStore.Cursor after;
        try {
            after = cursor == null ? BookingStore.Cursor.BEGINNING : BookingStore.Cursor.of(cursor);
        } catch (IllegalArgumentException e) {
            return problems.refused(operation, new Refusal.Malformed("cursor", "it is not one of ours"));
        }
        return problems.answer(operation, desk.list(caller, new SpaceId(space), begin, end, after), HttpResponse::ok);
    }

    /// Beyond these years neither the database nor any calendar can say what is meant.
    private static Optional<Refusal> outside(String field, @Nullable Instant at) {
        return at == null || !(at.isBefore(EARLIEST) || at.isAfter(LATEST))
                ? Optional.empty()
                : Optional.of(new Refusal.Unprocessable(field, "it lies outside the years 1970 to 9999"));
    }

    /// Somebody is there.
    @Post("/{id}/check-in")
    HttpResponse<BookingView> checkIn(@Parameter(hidden = true) Caller caller, @Parameter(hidden = true) Operation operation,
            @PathVariable UUID id) {
        return changed(operation, desk.checkIn(caller, operation, new BookingId(id)));
    }

    /// @param start inclusive
    /// @param end exclusive
    @Serdeable
    @Schema(name = "Elsewhere")
    record Elsewhere(@NotNull UUID space, @NotNull Instant start, @NotNull Instant end) {}

    /// To another time or space, also on another floor. There the new place is kept first; until the door of the old one has
    /// let it go the answer is 202, and the booking stands where it was.
    @Post("/{id}/move")
    HttpResponse<BookingView> move(@Parameter(hidden = true) Caller caller, @Parameter(hidden = true) Operation operation,
            @PathVariable UUID id, @Valid @Body Elsewhere wish) {
        var outside = outside("start", wish.start()).or(() -> outside("end", wish.end()));
        return outside.isPresent()
                ? problems.refused(operation, outside.get())
                : changed(operation, desk.move(caller, operation, new BookingId(id), wish));
    }

    /// It will not take place.
    @Post("/{id}/cancel")
    HttpResponse<BookingView> cancel(@Parameter(hidden = true) Caller caller, @Parameter(hidden = true) Operation operation,
            @PathVariable UUID id) {
        return changed(operation, desk.cancel(caller, operation, new BookingId(id)));
    }

    /// It is over; the rest of its slot is free.
    @Post("/{id}/end")
    HttpResponse<BookingView> end(@Parameter(hidden = true) Caller caller, @Parameter(hidden = true) Operation operation,
            @PathVariable UUID id) {
        return changed(operation, desk.end(caller, operation, new BookingId(id)));
    }

    private HttpResponse<BookingView> changed(Operation operation, Outcome<AnswerDesk.Settled> outcome) {
        return problems.answer(operation, outcome,
                now -> now.settled() ? HttpResponse.ok(now.booking()) : HttpResponse.accepted().body(now.booking()));
    }
}
