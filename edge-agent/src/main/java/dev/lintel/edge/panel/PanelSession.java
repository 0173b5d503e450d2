package dev.lintel.edge.panel;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.RequestAttribute;
import io.micronaut.http.cookie.Cookie;
import io.micronaut.http.cookie.SameSite;
import java.time.Duration;
import java.util.Optional;

/// Where a panel's page trades its key for a cookie that no script can read.
///
/// The cookie is the key itself: this agent keeps only the key's hash, so the cookie stays good across restarts, and
/// taking the panel out of the list ends it.
@Controller("/panel/session")
public final class PanelSession {

    static final String COOKIE = "lintel-panel";

    /// Browsers keep no cookie longer; the page renews it at every start.
    private static final Duration KEPT = Duration.ofDays(400);

    private final Panels panels;

    PanelSession(Panels panels) {
        this.panels = panels;
    }

    @Get
    HttpResponse<String> current(@RequestAttribute(Doorkeeper.PANEL) Panel panel) {
        return HttpResponse.ok(show(panel)).contentType(MediaType.APPLICATION_JSON_TYPE);
    }

    @Post(consumes = MediaType.APPLICATION_JSON)
    HttpResponse<?> open(HttpRequest<?> request, @Body String body) {
        Optional<String> key = JsonFields.text(body, "key");
        Optional<Panel> panel = key.flatMap(panels::withKey);
        if (key.isEmpty() || panel.isEmpty()) {
            return Problems.of(HttpStatus.UNAUTHORIZED, "unauthorised", "This panel is not paired",
                    "Pair the panel with a room first.");
        }
        Cookie cookie = Cookie.of(COOKIE, key.get())
                .httpOnly(true)
                .sameSite(SameSite.Strict)
                .path("/")
                .maxAge(KEPT)
                .secure(request.isSecure());
        return HttpResponse.ok(show(panel.get())).contentType(MediaType.APPLICATION_JSON_TYPE).cookie(cookie);
    }

    private static String show(Panel panel) {
        return "{\"panel\":\"" + panel.id() + "\",\"space\":\"" + panel.space() + "\"}";
    }
}
