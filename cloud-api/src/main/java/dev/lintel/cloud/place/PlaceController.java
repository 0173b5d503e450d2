package dev.lintel.cloud.place;

import dev.lintel.cloud.account.Caller;
import dev.lintel.cloud.account.Role;
import dev.lintel.cloud.web.Operation;
import dev.lintel.cloud.web.Page;
import dev.lintel.cloud.web.Problems;
import dev.lintel.protocol.Limits;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.SiteId;
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
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Sites and floors: read by everybody, added by owners.
@Controller("/api/v1")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "Places")
class PlaceController {

    static final UUID BEGINNING = new UUID(0, 0);

    private final PlaceDesk desk;
    private final Problems problems;

    PlaceController(PlaceDesk desk, Problems problems) {
        this.desk = desk;
        this.problems = problems;
    }

    /// @param timeZone a name of the time zone database, such as Europe/Berlin
    @Serdeable
    @Schema(name = "NewSite")
    record NewSite(@NotBlank @Size(max = Limits.NAME_CHARACTERS) String name, @NotBlank @Size(max = 60) String timeZone) {}

    /// @param horizonMinutes how far ahead of now the door decides alone; a day where it is absent
    /// @param level which storey it is
    @Serdeable
    @Schema(name = "NewFloor")
    record NewFloor(@NotBlank @Size(max = Limits.NAME_CHARACTERS) String name,
            @Nullable @Min(60) @Max(20160) Integer horizonMinutes, @Nullable @Min(-100) @Max(1000) Integer level) {}

    /// What is absent stays as it is.
    ///
    /// @param level which storey it is; when a room is taken, near storeys are offered first
    @Serdeable
    @Schema(name = "FloorChange")
    record FloorChange(@Nullable @Min(60) @Max(20160) Integer horizonMinutes,
            @Nullable @Min(-100) @Max(1000) Integer level) {}

    /// All sites.
    @Get("/sites")
    Page<SiteView> sites(@Parameter(hidden = true) Caller caller, @Nullable @QueryValue UUID cursor) {
        return desk.sites(caller, cursor == null ? BEGINNING : cursor);
    }

    /// Adds a site.
    @Post("/sites")
    @Secured(Role.OWNER_ONLY)
    HttpResponse<SiteView> addSite(@Parameter(hidden = true) Caller caller, @Parameter(hidden = true) Operation operation,
            @Valid @Body NewSite wish) {
        return problems.answer(operation, desk.addSite(caller, operation, wish), HttpResponse::created);
    }

    /// One site.
    @Get("/sites/{id}")
    HttpResponse<SiteView> site(@Parameter(hidden = true) Caller caller, @Parameter(hidden = true) Operation operation,
            @PathVariable UUID id) {
        return problems.answer(operation, desk.site(caller, new SiteId(id)), HttpResponse::ok);
    }

    /// The floors of a site.
    @Get("/sites/{id}/floors")
    HttpResponse<Page<FloorView>> floors(@Parameter(hidden = true) Caller caller, @Parameter(hidden = true) Operation operation,
            @PathVariable UUID id,
            @Nullable @QueryValue UUID cursor) {
        return problems.answer(operation, desk.floors(caller, new SiteId(id), cursor == null ? BEGINNING : cursor),
                HttpResponse::ok);
    }

    /// Adds a floor. Until a door is enrolled for it, the cloud decides everything there.
    @Post("/sites/{id}/floors")
    @Secured(Role.OWNER_ONLY)
    HttpResponse<FloorView> addFloor(@Parameter(hidden = true) Caller caller, @Parameter(hidden = true) Operation operation,
            @PathVariable UUID id,
            @Valid @Body NewFloor wish) {
        return problems.answer(operation, desk.addFloor(caller, operation, new SiteId(id), wish),
                HttpResponse::created);
    }

    /// One floor, and where its line stands.
    @Get("/floors/{id}")
    HttpResponse<FloorView> floor(@Parameter(hidden = true) Caller caller, @Parameter(hidden = true) Operation operation,
            @PathVariable UUID id) {
        return problems.answer(operation, desk.floor(caller, new FloorId(id)), HttpResponse::ok);
    }

    /// Changes a floor.
    @Patch("/floors/{id}")
    @Secured(Role.OWNER_ONLY)
    HttpResponse<FloorView> changeFloor(@Parameter(hidden = true) Caller caller,
            @Parameter(hidden = true) Operation operation, @PathVariable UUID id, @Valid @Body FloorChange wish) {
        return problems.answer(operation, desk.changeFloor(caller, operation, new FloorId(id), wish), HttpResponse::ok);
    }
}
