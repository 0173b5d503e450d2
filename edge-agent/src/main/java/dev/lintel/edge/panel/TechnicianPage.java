package dev.lintel.edge.panel;

import dev.lintel.edge.pairing.PairedPanel;
import dev.lintel.edge.pairing.Pairing;
import dev.lintel.edge.pairing.PairingDesk;
import dev.lintel.edge.pairing.PairingDesk.Outcome;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.PanelId;
import dev.lintel.protocol.wire.Json;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import java.util.concurrent.CompletableFuture;

/// What a technician at this machine may do, linked or not. The doorkeeper lets nobody else in.
@Controller("/technician")
public final class TechnicianPage {

    private final PairingDesk desk;

    TechnicianPage(PairingDesk desk) {
        this.desk = desk;
    }

    @Get("/pairings/{code}")
    CompletableFuture<HttpResponse<?>> look(@PathVariable String code) {
        return desk.look(code).thenApply(outcome -> switch (outcome) {
            case Outcome.Found(Pairing.Waiting waiting) -> json(Json.object()
                    .with("phrase", waiting.phrase())
                    .with("expiresAt", waiting.expiresAt().toString()));
            default -> PairingProblems.of(outcome);
        });
    }

    @Post(uri = "/pairings", consumes = MediaType.APPLICATION_JSON)
    CompletableFuture<HttpResponse<?>> confirm(@Body String body) {
        String code = JsonFields.text(body, "code").orElse("");
        String space = JsonFields.text(body, "space").orElse("");
        return desk.confirm(code, space, "technician").thenApply(outcome -> switch (outcome) {
            case Outcome.Paired(PairedPanel panel, Space room) -> json(shown(panel).with("name", room.name()));
            default -> PairingProblems.of(outcome);
        });
    }

    @Get("/panels")
    HttpResponse<?> list() {
        return json(Json.object().with("panels", Json.array(desk.list(), TechnicianPage::shown)));
    }

    @Delete("/panels/{id}")
    CompletableFuture<HttpResponse<?>> remove(@PathVariable String id) {
        try {
            return desk.remove(PanelId.of(id)).thenApply(outcome -> switch (outcome) {
                case Outcome.Removed(PanelId panel) -> json(Json.object().with("panel", panel.toString()));
                default -> PairingProblems.of(outcome);
            });
        } catch (IllegalArgumentException notAnId) {
            return CompletableFuture.completedFuture(
                    PairingProblems.of(new Outcome.Refused("unknown-panel", java.util.Optional.empty())));
        }
    }

    private static Json.Obj shown(PairedPanel paired) {
        return Json.object()
                .with("panel", paired.panel().id().toString())
                .with("space", paired.panel().space().toString())
                .with("pairedAt", paired.pairedAt().toString())
                .with("how", paired.source().word())
                .with("by", paired.by());
    }

    private static MutableHttpResponse<String> json(Json.Obj body) {
        return HttpResponse.ok(body.canonical()).contentType(MediaType.APPLICATION_JSON_TYPE);
    }
}
