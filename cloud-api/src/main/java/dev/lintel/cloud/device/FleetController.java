package dev.lintel.cloud.device;

import dev.lintel.cloud.account.Caller;
import dev.lintel.cloud.account.Role;
import dev.lintel.cloud.device.FleetDesk.Progress;
import dev.lintel.cloud.web.Operation;
import dev.lintel.cloud.web.Outcome;
import dev.lintel.cloud.web.Problems;
import dev.lintel.cloud.web.Refusal;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.PanelId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.wire.EdgeOrder;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.Thing;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// What hangs on an edge: its panels, its configuration, its retirement; for the tenant's owners.
@Controller("/api/v1/edges/{id}")
@Secured(Role.OWNER_ONLY)
@Tag(name = "Edges")
class FleetController {

    private static final String EDGE = "[a-z2-7]{26}";
    private static final String CODE = "[0-9]{6}";
    /// A code lives ten minutes on its panel; an order about it is worth no more.
    private static final Duration PAIRING = Duration.ofMinutes(1);
    /// A panel that was lost must lose its key whenever its edge comes back.
    private static final Duration STANDING = Duration.ofDays(35);
    private static final int KEYS = 50;
    private static final java.util.regex.Pattern KEY = java.util.regex.Pattern.compile("[a-zA-Z][a-zA-Z0-9]{0,39}");

    private final FleetDesk fleet;
    private final ConfigurationDesk configuration;
    private final Problems problems;

    FleetController(FleetDesk fleet, ConfigurationDesk configuration, Problems problems) {
        this.fleet = fleet;
        this.configuration = configuration;
        this.problems = problems;
    }

    @Serdeable
    @Schema(name = "Panels")
    record Panels(List<PanelView> items) {}

    /// @param code the six digits that the panel shows
    @Serdeable
    @Schema(name = "PairingCode")
    record PairingCode(@NotNull @Pattern(regexp = CODE) String code) {

        /// Without the code, which is worth a door.
        @Override
        public String toString() {
            return "PairingCode";
        }
    }

    /// @param code the six digits that the panel shows
    /// @param space beside whose door it hangs
    @Serdeable
    @Schema(name = "PairingWish")
    record PairingWish(@NotNull @Pattern(regexp = CODE) String code, @NotNull UUID space) {

        /// Without the code, which is worth a door.
        @Override
        public String toString() {
            return "PairingWish " + space;
        }
    }

    @Serdeable
    @Schema(name = "Configurations")
    record Configurations(List<ConfigurationView> items) {}

    /// @param version the version that this change was made against; 0 for a thing that nobody has configured
    /// @param settings keys and their new values, text, number or yes and no; a null takes the key away
    @Serdeable
    @Schema(name = "ConfigurationChange")
    record ConfigurationChange(@PositiveOrZero long version,
            @NotNull @Size(min = 1, max = KEYS) Map<String, @Nullable Object> settings) {}

    /// The panels that the edge lets in, as it told last.
    @Get("/panels")
    HttpResponse<Panels> panels(@Parameter(hidden = true) Caller caller, @Parameter(hidden = true) Operation operation,
            @PathVariable @Pattern(regexp = EDGE) String id) {
        Outcome<Panels> outcome = fleet.panels(caller.tenant(), EdgeId.of(id))
                .map(panels -> Outcome.done(new Panels(panels)))
                .orElseGet(() -> Outcome.refused(new Refusal.NotFound("edge")));
        return problems.answer(operation, outcome, HttpResponse::ok);
    }

    /// Asks which panel shows this code. The answer holds the phrase that it shows too: compare it before you confirm.
    @Post("/pairings")
    HttpResponse<Map<String, Object>> look(@Parameter(hidden = true) Caller caller,
            @Parameter(hidden = true) Operation operation, @PathVariable @Pattern(regexp = EDGE) String id,
            @Valid @Body PairingCode wish) {
        return answer(operation, order(caller, operation, id, new EdgeOrder.LookPairing(wish.code()), PAIRING, false), 200);
    }

    /// Pairs the panel that shows this code with a space of the edge's floors.
    @Post("/pairings/confirm")
    HttpResponse<Map<String, Object>> confirm(@Parameter(hidden = true) Caller caller,
            @Parameter(hidden = true) Operation operation, @PathVariable @Pattern(regexp = EDGE) String id,
            @Valid @Body PairingWish wish) {
        var order = new EdgeOrder.ConfirmPairing(wish.code(), new SpaceId(wish.space()), caller.actor());
        return answer(operation, order(caller, operation, id, order, PAIRING, false), 201);
    }

    /// Takes a panel's key away. 202: the edge is away, and will do it when it is back.
    @Delete("/panels/{panel}")
    HttpResponse<Map<String, Object>> revoke(@Parameter(hidden = true) Caller caller,
            @Parameter(hidden = true) Operation operation, @PathVariable @Pattern(regexp = EDGE) String id,
            @PathVariable UUID panel) {
        var order = new EdgeOrder.RevokePanel(new PanelId(panel));
        return answer(operation, order(caller, operation, id, order, STANDING, true), 200);
    }

    /// Asks the door to say its last word; other hardware can take its place then. 202: it has not answered yet.
    @Post("/retire")
    HttpResponse<Map<String, Object>> retire(@Parameter(hidden = true) Caller caller,
            @Parameter(hidden = true) Operation operation, @PathVariable @Pattern(regexp = EDGE) String id) {
        return answer(operation, order(caller, operation, id, new EdgeOrder.Retire(), STANDING, true), 200);
    }

    /// How the edge and what hangs on it should be and are.
    @Get("/configuration")
    HttpResponse<Configurations> configuration(@Parameter(hidden = true) Caller caller,
            @Parameter(hidden = true) Operation operation, @PathVariable @Pattern(regexp = EDGE) String id) {
        Outcome<Configurations> outcome = configuration.show(caller.tenant(), EdgeId.of(id))
                .map(all -> Outcome.done(new Configurations(all.stream().map(ConfigurationView::of).toList())))
                .orElseGet(() -> Outcome.refused(new Refusal.NotFound("edge")));
        return problems.answer(operation, outcome, HttpResponse::ok);
    }

    /// Changes how one thing should be: `edge`, `panel:<id>`, `sensor:<name>` or `light:<name>`.
    @Patch("/configuration/{about}")
    HttpResponse<ConfigurationView> change(@Parameter(hidden = true) Caller caller,
            @Parameter(hidden = true) Operation operation, @PathVariable @Pattern(regexp = EDGE) String id,
            @PathVariable @Size(max = 64) String about, @Valid @Body ConfigurationChange wish) {
        var changes = new TreeMap<String, Json>();
        for (var setting : wish.settings().entrySet()) {
            Json value = json(setting.getValue());
            if (!KEY.matcher(setting.getKey()).matches() || value == null) {
                return problems.refused(operation,
                        new Refusal.Malformed("settings." + setting.getKey(),
                                "a text, a number, or true or false is expected"));
            }
            changes.put(setting.getKey(), value);
        }
        Thing thing;
        try {
            thing = Thing.of(about);
        } catch (IllegalArgumentException e) {
            return problems.refused(operation, new Refusal.Malformed("about", "no such kind of thing"));
        }
        if (thing.isCredential()) {
            return problems.refused(operation, new Refusal.Malformed("about", "credentials have routes of their own"));
        }
        By by = new By(caller.tenant(), caller.actor(), operation.id());
        var change = configuration.change(by, EdgeId.of(id), thing, wish.version(), changes);
        return problems.answer(operation, outcome(thing, change), HttpResponse::ok);
    }

    private static Outcome<ConfigurationView> outcome(Thing about, ConfigurationDesk.Change change) {
        return switch (change) {
            case ConfigurationDesk.Change.Changed(long version, Json.Obj settings) -> Outcome
                    .done(new ConfigurationView(about.text(), version, ConfigurationView.plain(settings), null, null, true));
            case ConfigurationDesk.Change.UnknownEdge _ -> Outcome.refused(new Refusal.NotFound("edge"));
            case ConfigurationDesk.Change.Stale(long version) -> Outcome.refused(new Refusal.Stale(version));
            case ConfigurationDesk.Change.TooLarge _ ->
                Outcome.refused(new Refusal.Unprocessable("settings", "they are more than a thing can hold"));
            case ConfigurationDesk.Change.TooMany _ ->
                Outcome.refused(new Refusal.Unprocessable("about", "the edge has more things than it can hold"));
        };
    }

    private static @Nullable Json json(@Nullable Object value) {
        return switch (value) {
            case null -> new Json.Nil();
            case String text when text.length() <= 500 -> new Json.Text(text);
            case Integer number -> new Json.Num(number);
            case Long number -> new Json.Num(number);
            case Boolean yes -> new Json.Bool(yes);
            default -> null;
        };
    }

    private Progress order(Caller caller, Operation operation, String edge, EdgeOrder order, Duration validity, boolean kept) {
        return fleet.order(caller, operation, EdgeId.of(edge), order, validity, kept);
    }

    private HttpResponse<Map<String, Object>> answer(Operation operation, Progress progress, int done) {
        return switch (progress) {
            case Progress.Done(Json.Obj facts) -> HttpResponse.status(io.micronaut.http.HttpStatus.valueOf(done))
                    .body(ConfigurationView.plain(facts));
            case Progress.Waiting _ -> HttpResponse.accepted().body(Map.of("op", operation.id().toString()));
            case Progress.Refused(String slug, Json.Obj facts) ->
                problems.refused(operation, new Refusal.EdgeRefused(slug, facts));
            case Progress.Away _ -> problems.refused(operation, new Refusal.EdgeAway());
            case Progress.Expired _ -> problems.refused(operation, new Refusal.EdgeRefused("expired", Json.object()));
            case Progress.UnknownEdge _ -> problems.refused(operation, new Refusal.NotFound("edge"));
            case Progress.UnknownSpace _ -> problems.refused(operation, new Refusal.NotFound("space"));
            case Progress.OtherRequest _ -> problems.refused(operation, new Refusal.OperationReused());
        };
    }
}
