package dev.lintel.edge.panel;

import dev.lintel.edge.pairing.Pairing;
import dev.lintel.edge.pairing.PairingDesk;
import dev.lintel.edge.pairing.PairingDesk.Outcome;
import dev.lintel.edge.pairing.Panel;
import dev.lintel.edge.pairing.Panels;
import dev.lintel.protocol.wire.Json;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.cookie.Cookie;
import io.micronaut.http.cookie.SameSite;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Where an unpaired page gets a code to show, and hears that somebody has confirmed it.
@Controller
public final class PairingPage {

    /// Holds the attempt's secret. Sent to these paths only.
    static final String COOKIE = "lintel-pairing";
    private static final Duration COOKIE_KEPT = Duration.ofDays(1);

    private final PairingDesk desk;
    private final Panels panels;

    PairingPage(PairingDesk desk, Panels panels) {
        this.desk = desk;
        this.panels = panels;
    }

    @Post(uri = "/panel/pairing", consumes = MediaType.APPLICATION_JSON)
    CompletableFuture<HttpResponse<?>> open(HttpRequest<?> request, @Body String body) {
        Optional<String> secret = cookie(request, COOKIE);
        Optional<Panel> panel = cookie(request, PanelSession.COOKIE).flatMap(panels::showing);
        String address = request.getRemoteAddress().getAddress().getHostAddress();
        return desk.open(secret, JsonFields.text(body, "publicKey"), panel.map(Panel::id), address)
                .thenApply(outcome -> switch (outcome) {
                    case Outcome.Shown(Pairing.Waiting pairing, String kept) -> HttpResponse
                            .created(shown(pairing).canonical())
                            .contentType(MediaType.APPLICATION_JSON_TYPE)
                            .cookie(guarded(request, COOKIE, kept).path("/panel/pairing").maxAge(COOKIE_KEPT));
                    default -> PairingProblems.of(outcome);
                });
    }

    /// The page asks this every two seconds while it shows a code.
    @Get("/panel/pairing")
    HttpResponse<?> current(HttpRequest<?> request) {
        Optional<String> secret = cookie(request, COOKIE);
        Optional<Pairing> pairing = secret.flatMap(desk::current);
        if (secret.isEmpty() || pairing.isEmpty()) {
            return json(Json.object().with("state", "over"));
        }
        return switch (pairing.get()) {
            case Pairing.Waiting waiting -> json(shown(waiting).with("state", "waiting"));
            case Pairing.Confirmed confirmed -> confirmed(request, confirmed, secret.get());
        };
    }

    private HttpResponse<?> confirmed(HttpRequest<?> request, Pairing.Confirmed confirmed, String secret) {
        Optional<Panel> panel = panels.panel(confirmed.panel()).map(paired -> paired.panel());
        if (panel.isEmpty()) {
            return json(Json.object().with("state", "over"));
        }
        var answer = HttpResponse.ok(Json.object()
                .with("state", "paired")
                .with("panel", panel.get().id().toString())
                .with("space", panel.get().space().toString())
                .canonical()).contentType(MediaType.APPLICATION_JSON_TYPE);
        // Without a key to sign with, the attempt's secret is what the panel shows from now on.
        return confirmed.publicKey().isPresent()
                ? answer
                : answer.cookie(guarded(request, PanelSession.COOKIE, secret).path("/").maxAge(PanelSession.KEPT));
    }

    /// What a panel signs to be let in.
    @Post("/panel/challenge")
    HttpResponse<?> challenge() {
        return json(Json.object().with("challenge", panels.challenge()));
    }

    private static Json.Obj shown(Pairing.Waiting pairing) {
        return Json.object()
                .with("code", pairing.code())
                .with("phrase", pairing.phrase())
                .with("expiresAt", pairing.expiresAt().toString());
    }

    private static HttpResponse<String> json(Json.Obj body) {
        return HttpResponse.status(HttpStatus.OK)
                .body(body.canonical())
                .contentType(MediaType.APPLICATION_JSON_TYPE);
    }

    private static Optional<String> cookie(HttpRequest<?> request, String name) {
        return request.getCookies().findCookie(name).map(Cookie::getValue);
    }

    static Cookie guarded(HttpRequest<?> request, String name, String value) {
        return Cookie.of(name, value).httpOnly(true).sameSite(SameSite.Strict).secure(request.isSecure());
    }
}
