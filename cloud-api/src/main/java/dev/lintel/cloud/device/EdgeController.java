package dev.lintel.cloud.device;

import dev.lintel.cloud.account.Caller;
import dev.lintel.cloud.account.Role;
import dev.lintel.cloud.device.EdgeDesk.Registration;
import dev.lintel.cloud.web.Operation;
import dev.lintel.cloud.web.Outcome;
import dev.lintel.cloud.web.Problems;
import dev.lintel.cloud.web.Refusal;
import dev.lintel.protocol.Limits;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.FloorId;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The edges of the caller's tenant; for its owners.
@Controller("/api/v1/edges")
@Secured(Role.OWNER_ONLY)
@Tag(name = "Edges")
class EdgeController {

    /// Read before they are counted: more than one is refused with a reason that says what to do instead.
    private static final int FLOORS = 16;

    private final EdgeDesk desk;
    private final DoorChangeDesk doors;
    private final Problems problems;

    EdgeController(EdgeDesk desk, DoorChangeDesk doors, Problems problems) {
        this.desk = desk;
        this.doors = doors;
        this.problems = problems;
    }

    @Serdeable
    @Schema(name = "NewEdge")
    record NewEdge(@NotBlank @Size(max = Limits.NAME_CHARACTERS) String name,
            @Schema(description = "The one floor that it decides for. More are refused: an agent keeps one floor's copy.") @NotNull @Size(min = 1, max = FLOORS) List<@NotNull UUID> floorIds) {}

    /// @param diskLost the caller's word that what the edge had written is gone or stays away for good
    @Serdeable
    @Schema(name = "Reenrolment")
    record Reenrolment(boolean diskLost) {}

    /// @param force the caller's word that the old edge is switched off or wiped
    @Serdeable
    @Schema(name = "EdgeReplacement")
    record Replacement(@NotBlank @Size(max = Limits.NAME_CHARACTERS) String name, boolean force) {}

    /// @param force the caller's word that the edge is switched off or wiped
    @Serdeable
    @Schema(name = "EdgeRemoval")
    record Removal(boolean force) {}

    /// @param enrolmentToken shown this once; good for one certificate within the hour
    @Serdeable
    @Schema(name = "RegisteredEdge")
    record RegisteredEdge(String edgeId, String enrolmentToken, Instant expiresAt) {

        /// Without the token, which must not reach a log.
        @Override
        public String toString() {
            return "RegisteredEdge " + edgeId;
        }
    }

    @Serdeable
    @Schema(name = "Edges")
    record Edges(List<EdgeView> items) {}

    /// All edges, the newest first.
    @Get
    Edges list(@Parameter(hidden = true) Caller caller) {
        return new Edges(desk.list(caller.tenant()));
    }

    /// One edge, with its health.
    @Get("/{id}")
    HttpResponse<EdgeView> edge(@Parameter(hidden = true) Caller caller, @Parameter(hidden = true) Operation operation,
            @PathVariable @Pattern(regexp = "[a-z2-7]{26}") String id) {
        Outcome<EdgeView> outcome = desk.find(caller.tenant(), EdgeId.of(id))
                .map(Outcome::done)
                .orElseGet(() -> Outcome.refused(new Refusal.NotFound("edge")));
        return problems.answer(operation, outcome, HttpResponse::ok);
    }

    /// Registers an edge for its floor and answers the token that its agent needs to enrol.
    @Post
    HttpResponse<RegisteredEdge> register(@Parameter(hidden = true) Caller caller,
            @Parameter(hidden = true) Operation operation, @Valid @Body NewEdge wish) {
        Set<FloorId> floors = wish.floorIds().stream().map(FloorId::new).collect(Collectors.toUnmodifiableSet());
        if (floors.size() > 1) {
            return problems.refused(operation,
                    new Refusal.Unprocessable("floorIds", "an edge decides for one floor; register one for each"));
        }
        By by = new By(caller.tenant(), caller.actor(), operation.id());
        return problems.answer(operation, outcome(desk.register(by, wish.name(), floors)), HttpResponse::created);
    }

    /// Ends the edge's certificates; its connection falls within seconds and it speaks for no floor any more.
    @Post("/{id}/revoke")
    HttpResponse<Void> revoke(@Parameter(hidden = true) Caller caller, @Parameter(hidden = true) Operation operation,
            @PathVariable @Pattern(regexp = "[a-z2-7]{26}") String id) {
        By by = new By(caller.tenant(), caller.actor(), operation.id());
        Outcome<Boolean> outcome = desk.revoke(by, EdgeId.of(id), "revoked by " + caller.actor())
                ? Outcome.done(true)
                : Outcome.refused(new Refusal.NotFound("edge"));
        return problems.answer(operation, outcome, found -> HttpResponse.noContent());
    }

    /// A new token for an edge that is there already: it was revoked or quarantined, or its disk is lost (`diskLost`, which
    /// begins a new epoch on its floors). Using the token ends every certificate that it had.
    @Post("/{id}/re-enrolment")
    HttpResponse<RegisteredEdge> reenrol(@Parameter(hidden = true) Caller caller,
            @Parameter(hidden = true) Operation operation, @PathVariable @Pattern(regexp = "[a-z2-7]{26}") String id,
            @Nullable @Body Reenrolment wish) {
        By by = new By(caller.tenant(), caller.actor(), operation.id());
        boolean diskLost = wish != null && wish.diskLost();
        return problems.answer(operation, doors.reenrol(by, EdgeId.of(id), diskLost),
                edge -> HttpResponse.created(shown(edge)));
    }

    /// Puts other hardware beside the floors of an edge and answers the token for it. Without `force` only once the old one
    /// has said its last word.
    @Post("/{id}/replace")
    HttpResponse<RegisteredEdge> replace(@Parameter(hidden = true) Caller caller,
            @Parameter(hidden = true) Operation operation, @PathVariable @Pattern(regexp = "[a-z2-7]{26}") String id,
            @Valid @Body Replacement wish) {
        By by = new By(caller.tenant(), caller.actor(), operation.id());
        return problems.answer(operation, doors.replace(by, EdgeId.of(id), wish.name(), wish.force()),
                edge -> HttpResponse.created(shown(edge)));
    }

    /// Takes the door away for good: from now on the cloud decides everything on its floors.
    @Post("/{id}/remove")
    HttpResponse<Void> remove(@Parameter(hidden = true) Caller caller, @Parameter(hidden = true) Operation operation,
            @PathVariable @Pattern(regexp = "[a-z2-7]{26}") String id, @Valid @Body Removal wish) {
        By by = new By(caller.tenant(), caller.actor(), operation.id());
        Outcome<Boolean> outcome = doors.remove(by, EdgeId.of(id), wish.force());
        return problems.answer(operation, outcome, found -> HttpResponse.noContent());
    }

    private static RegisteredEdge shown(Registration.Registered registered) {
        return new RegisteredEdge(registered.edge().toString(), registered.enrolmentToken(), registered.expiresAt());
    }

    private static Outcome<RegisteredEdge> outcome(Registration registration) {
        return switch (registration) {
            case Registration.Registered registered -> Outcome.done(shown(registered));
            case Registration.UnknownFloor _ -> Outcome.refused(new Refusal.NotFound("floor"));
            case Registration.FloorHasDoor(var floor) -> Outcome.refused(new Refusal.FloorHasDoor(floor));
        };
    }
}
