package dev.lintel.cloud.device;

import dev.lintel.cloud.account.Caller;
import dev.lintel.cloud.account.Role;
import dev.lintel.cloud.web.Operation;
import dev.lintel.cloud.web.Problems;
import dev.lintel.protocol.identity.FloorId;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;

/// Going on without a door after a restore; for the tenant's owners.
@Controller("/api/v1/floors/{id}/waiver")
@Secured(Role.OWNER_ONLY)
@Tag(name = "Floors")
class WaiverController {

    private final DoorChangeDesk doors;
    private final Problems problems;

    WaiverController(DoorChangeDesk doors, Problems problems) {
        this.doors = doors;
        this.problems = problems;
    }

    /// After a restored backup: decides again on this floor without what its door knows. What the door decided since the
    /// backup may clash, and is recorded when it comes. Changes nothing on a floor that waits for nobody.
    @Post
    HttpResponse<Void> waive(@Parameter(hidden = true) Caller caller, @Parameter(hidden = true) Operation operation,
            @PathVariable UUID id) {
        By by = new By(caller.tenant(), caller.actor(), operation.id());
        return problems.answer(operation, doors.waive(by, new FloorId(id)), done -> HttpResponse.noContent());
    }
}
