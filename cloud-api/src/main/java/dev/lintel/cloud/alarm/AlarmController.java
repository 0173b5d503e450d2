package dev.lintel.cloud.alarm;

import dev.lintel.cloud.account.Caller;
import dev.lintel.cloud.account.Role;
import dev.lintel.cloud.web.Operation;
import dev.lintel.cloud.web.Outcome;
import dev.lintel.cloud.web.Problems;
import dev.lintel.cloud.web.Refusal;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;

/// What somebody must look at; for the tenant's owners.
@Controller("/api/v1/alarms")
@Secured(Role.OWNER_ONLY)
@Tag(name = "Alarms")
class AlarmController {

    private final AlarmDesk desk;
    private final Problems problems;

    AlarmController(AlarmDesk desk, Problems problems) {
        this.desk = desk;
        this.problems = problems;
    }

    /// @param next where to go on with `after`, if there is more
    @Serdeable
    @Schema(name = "Alarms")
    record Alarms(List<AlarmView> items, @Nullable UUID next) {}

    /// The newest first, a hundred at a time; with `open`, those that nobody has seen.
    @Get
    Alarms list(@Parameter(hidden = true) Caller caller, @QueryValue(defaultValue = "false") boolean open,
            @Nullable @QueryValue UUID after) {
        List<AlarmView> found = desk.list(caller, open, after);
        return found.size() <= AlarmDesk.PAGE
                ? new Alarms(found, null)
                : new Alarms(found.subList(0, AlarmDesk.PAGE), found.get(AlarmDesk.PAGE - 1).id());
    }

    /// Says that the caller has seen it.
    @Post("/{id}/seen")
    HttpResponse<AlarmView> see(@Parameter(hidden = true) Caller caller, @Parameter(hidden = true) Operation operation,
            @PathVariable UUID id) {
        Outcome<AlarmView> outcome = desk.see(caller, operation, id)
                .map(Outcome::done)
                .orElseGet(() -> Outcome.refused(new Refusal.NotFound("alarm")));
        return problems.answer(operation, outcome, HttpResponse::ok);
    }
}
