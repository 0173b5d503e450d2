package dev.lintel.cloud.retention;

import dev.lintel.cloud.account.Caller;
import dev.lintel.cloud.account.Role;
import dev.lintel.cloud.retention.Periods.Choice;
import dev.lintel.cloud.web.Operation;
import dev.lintel.cloud.web.Problems;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;

/// How long the caller's tenant keeps titles, people and its trail; for its owners.
@Controller("/api/v1/retention")
@Secured(Role.OWNER_ONLY)
@Tag(name = "Tenant")
class RetentionController {

    private final RetentionDesk desk;
    private final Problems problems;

    RetentionController(RetentionDesk desk, Problems problems) {
        this.desk = desk;
        this.problems = problems;
    }

    /// @param titlesDays after a booking's end
    /// @param bookingsDays after a booking's end; then it belongs to nobody
    /// @param auditDays of the trail
    @Serdeable
    @Schema(name = "Retention")
    record Kept(long titlesDays, long bookingsDays, long auditDays) {

        static Kept of(Periods periods) {
            return new Kept(periods.titles().toDays(), periods.bookings().toDays(), periods.audit().toDays());
        }
    }

    /// Whatever is left out is what the installation says.
    @Serdeable
    @Schema(name = "RetentionWish")
    record Wish(@Nullable Integer titlesDays, @Nullable Integer bookingsDays, @Nullable Integer auditDays) {}

    /// As it is in force.
    @Get
    Kept show(@Parameter(hidden = true) Caller caller) {
        return Kept.of(desk.show(caller));
    }

    /// From now on; what is older leaves within the hour and does not come back.
    @Put
    HttpResponse<Kept> choose(@Parameter(hidden = true) Caller caller, @Parameter(hidden = true) Operation operation,
            @Valid @Body Wish wish) {
        var choice = new Choice(wish.titlesDays(), wish.bookingsDays(), wish.auditDays());
        return problems.answer(operation, desk.choose(caller, operation, choice), kept -> HttpResponse.ok(Kept.of(kept)));
    }
}
