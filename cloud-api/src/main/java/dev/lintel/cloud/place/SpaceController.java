package dev.lintel.cloud.place;

import dev.lintel.cloud.account.Caller;
import dev.lintel.cloud.account.Role;
import dev.lintel.cloud.web.Operation;
import dev.lintel.cloud.web.Page;
import dev.lintel.cloud.web.Problems;
import dev.lintel.protocol.Limits;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.SpaceId;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
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
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Rooms and desks: read by everybody, added and changed by owners.
@Controller("/api/v1")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "Places")
class SpaceController {

    private final SpaceDesk desk;
    private final Problems problems;

    SpaceController(SpaceDesk desk, Problems problems) {
        this.desk = desk;
        this.problems = problems;
    }

    static final String WORD = "[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?";
    static final int WORDS = 30;

    /// @param privacy what a bystander at the door may read; the title where it is absent
    /// @param amenities what it has, each as one word such as `whiteboard`
    /// @param position where it lies along its floor, counted from either end; neighbours are offered first
    @Serdeable
    @Schema(name = "NewSpace")
    record NewSpace(@NotBlank @Size(max = Limits.NAME_CHARACTERS) String name,
            @NotNull @Pattern(regexp = "room|desk", message = "is room or desk") String kind,
            @Min(1) @Max(10_000) int capacity,
            @Nullable @Pattern(regexp = "title|organiser|busy", message = "is title, organiser or busy") String privacy,
            @Nullable @Valid SpacePolicy policy,
            @Nullable @Size(max = WORDS) List<@Pattern(regexp = WORD, message = "is a word of a-z, 0-9 and -") String> amenities,
            @Nullable @Min(0) @Max(10_000) Integer position) {}

    /// What is absent stays as it is.
    ///
    /// @param amenities all of them, in place of those it has
    /// @param closed why nobody may book it, as a short word such as out-of-service; an empty text opens it again
    /// @param version the one that the change was made against; absent: whatever it is now
    @Serdeable
    @Schema(name = "SpaceChange")
    record SpaceChange(@Nullable @Size(min = 1, max = Limits.NAME_CHARACTERS) String name,
            @Nullable @Min(1) @Max(10_000) Integer capacity,
            @Nullable @Pattern(regexp = "[a-z0-9-]{0,40}", message = "has up to 40 of a-z, 0-9 and -") String closed,
            @Nullable @Pattern(regexp = "title|organiser|busy", message = "is title, organiser or busy") String privacy,
            @Nullable @Valid SpacePolicy policy,
            @Nullable @Size(max = WORDS) List<@Pattern(regexp = WORD, message = "is a word of a-z, 0-9 and -") String> amenities,
            @Nullable @Min(0) @Max(10_000) Integer position, @Nullable Integer version) {}

    /// The spaces of a floor.
    @Get("/floors/{id}/spaces")
    HttpResponse<Page<SpaceView>> ofFloor(@Parameter(hidden = true) Caller caller,
            @Parameter(hidden = true) Operation operation, @PathVariable UUID id,
            @Nullable @QueryValue UUID cursor) {
        return problems.answer(operation,
                desk.ofFloor(caller, new FloorId(id), cursor == null ? PlaceController.BEGINNING : cursor),
                HttpResponse::ok);
    }

    /// Adds a space.
    @Post("/floors/{id}/spaces")
    @Secured(Role.OWNER_ONLY)
    HttpResponse<SpaceView> add(@Parameter(hidden = true) Caller caller, @Parameter(hidden = true) Operation operation,
            @PathVariable UUID id,
            @Valid @Body NewSpace wish) {
        return problems.answer(operation, desk.add(caller, operation, new FloorId(id), wish), HttpResponse::created);
    }

    /// One space.
    @Get("/spaces/{id}")
    HttpResponse<SpaceView> find(@Parameter(hidden = true) Caller caller, @Parameter(hidden = true) Operation operation,
            @PathVariable UUID id) {
        return problems.answer(operation, desk.find(caller, new SpaceId(id)), HttpResponse::ok);
    }

    /// Changes a space; its door learns of it through the feed.
    @Patch("/spaces/{id}")
    @Secured(Role.OWNER_ONLY)
    HttpResponse<SpaceView> change(@Parameter(hidden = true) Caller caller, @Parameter(hidden = true) Operation operation,
            @PathVariable UUID id,
            @Valid @Body SpaceChange wish) {
        return problems.answer(operation, desk.change(caller, operation, new SpaceId(id), wish), HttpResponse::ok);
    }
}
