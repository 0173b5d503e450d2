package dev.lintel.cloud.unlock;

import dev.lintel.cloud.account.Caller;
import dev.lintel.cloud.web.Operation;
import dev.lintel.cloud.web.Outcome;
import dev.lintel.cloud.web.Problems;
import dev.lintel.protocol.identity.Means;
import dev.lintel.protocol.identity.PersonId;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Put;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.UUID;

/// How people make themselves known at doors: their own PIN, or, for owners, anybody's PIN and badge.
@Controller("/api/v1/people/{id}/unlock")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "People")
class UnlockController {

    private final UnlockDesk desk;
    private final Problems problems;

    UnlockController(UnlockDesk desk, Problems problems) {
        this.desk = desk;
        this.problems = problems;
    }

    @Serdeable
    @Schema(name = "NewPin")
    record NewPin(@NotNull @Pattern(regexp = "[0-9]{6,8}", message = "has 6 to 8 digits") String pin) {

        /// Without the PIN, which must not reach a log.
        @Override
        public String toString() {
            return "NewPin";
        }
    }

    /// @param badge what the reader at the door reads of it
    @Serdeable
    @Schema(name = "NewBadge")
    record NewBadge(
            @NotNull @Pattern(regexp = "[A-Za-z0-9:._-]{4,64}", message = "has 4 to 64 letters and digits") String badge) {

        @Override
        public String toString() {
            return "NewBadge";
        }
    }

    /// What there is: the door number, and since when. Never the PIN or the badge.
    @Get
    HttpResponse<UnlockView> find(@Parameter(hidden = true) Caller caller, @Parameter(hidden = true) Operation operation,
            @PathVariable UUID id) {
        return answer(operation, desk.find(caller, new PersonId(id)));
    }

    /// Sets the PIN. At a door it is typed behind the door number that the answer tells.
    @Put("/pin")
    HttpResponse<UnlockView> setPin(@Parameter(hidden = true) Caller caller, @Parameter(hidden = true) Operation operation,
            @PathVariable UUID id, @Valid @Body NewPin wish) {
        return answer(operation, desk.setPin(caller, operation, new PersonId(id), wish));
    }

    @Delete("/pin")
    HttpResponse<UnlockView> removePin(@Parameter(hidden = true) Caller caller, @Parameter(hidden = true) Operation operation,
            @PathVariable UUID id) {
        return answer(operation, desk.remove(caller, operation, new PersonId(id), Means.PIN));
    }

    /// Gives somebody a badge; for owners.
    @Put("/badge")
    HttpResponse<UnlockView> setBadge(@Parameter(hidden = true) Caller caller, @Parameter(hidden = true) Operation operation,
            @PathVariable UUID id, @Valid @Body NewBadge wish) {
        return answer(operation, desk.setBadge(caller, operation, new PersonId(id), wish));
    }

    @Delete("/badge")
    HttpResponse<UnlockView> removeBadge(@Parameter(hidden = true) Caller caller,
            @Parameter(hidden = true) Operation operation, @PathVariable UUID id) {
        return answer(operation, desk.remove(caller, operation, new PersonId(id), Means.BADGE));
    }

    private HttpResponse<UnlockView> answer(Operation operation, Outcome<UnlockView> outcome) {
        return problems.answer(operation, outcome, HttpResponse::ok);
    }
}
