package dev.lintel.cloud.device;

import dev.lintel.cloud.account.Caller;
import dev.lintel.cloud.account.Role;
import dev.lintel.cloud.web.Operation;
import dev.lintel.cloud.web.Outcome;
import dev.lintel.cloud.web.Problems;
import dev.lintel.cloud.web.Refusal;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.UUID;

/// What people reported at doors; for the tenant's owners.
@Controller("/api/v1/issues")
@Secured(Role.OWNER_ONLY)
@Tag(name = "Issues")
class IssueController {

    private static final String STATE = "open|taken|fixed";

    private final IssueDesk desk;
    private final Problems problems;

    IssueController(IssueDesk desk, Problems problems) {
        this.desk = desk;
        this.problems = problems;
    }

    /// @param next where to go on with `after`, if there is more
    @Serdeable
    @Schema(name = "Issues")
    record Issues(List<IssueView> items, @Nullable UUID next) {}

    @Serdeable
    @Schema(name = "IssueChange")
    record IssueChange(@NotNull @Pattern(regexp = STATE) String state) {}

    /// The newest first, a hundred at a time.
    @Get
    Issues list(@Parameter(hidden = true) Caller caller, @Nullable @QueryValue @Pattern(regexp = STATE) String state,
            @Nullable @QueryValue UUID after) {
        List<IssueView> found = desk.list(caller.tenant(), state, after);
        return found.size() <= IssueDesk.PAGE
                ? new Issues(found, null)
                : new Issues(found.subList(0, IssueDesk.PAGE), found.get(IssueDesk.PAGE - 1).id());
    }

    /// Somebody takes it, or it is fixed, or open again after all.
    @Patch("/{id}")
    HttpResponse<IssueView> change(@Parameter(hidden = true) Caller caller, @Parameter(hidden = true) Operation operation,
            @PathVariable UUID id, @Valid @Body IssueChange wish) {
        Outcome<IssueView> outcome = desk.change(new By(caller.tenant(), caller.actor(), operation.id()), id, wish.state())
                .map(Outcome::done)
                .orElseGet(() -> Outcome.refused(new Refusal.NotFound("issue")));
        return problems.answer(operation, outcome, HttpResponse::ok);
    }
}
