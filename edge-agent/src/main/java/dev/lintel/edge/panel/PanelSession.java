package dev.lintel.edge.panel;

import dev.lintel.edge.pairing.Panel;
import dev.lintel.edge.pairing.Panels;
import dev.lintel.protocol.identity.PanelId;
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
import java.time.Duration;
import java.util.Optional;

/// Where a panel's page trades its key for a cookie that no script can read.
///
/// The cookie is the key itself, of which this agent keeps only the hash; or, for a panel whose browser holds a key that it
/// does not give away, a session that the agent signed. Either stays good across restarts, and taking the panel out of the
/// list ends it.
@Controller("/panel/session")
public final class PanelSession {

    static final String COOKIE = "lintel-panel";

    /// Browsers keep no cookie longer; the page renews it at every start.
    static final Duration KEPT = Duration.ofDays(400);

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
        Optional<String> key = JsonFields.text(body, "key").or(() -> signedIn(body));
        Optional<Panel> panel = key.flatMap(panels::showing);
        if (key.isEmpty() || panel.isEmpty()) {
            return Problems.of(HttpStatus.UNAUTHORIZED, "unauthorised", "This panel is not paired",
                    "Pair the panel with a room first.");
        }
        Cookie cookie = PairingPage.guarded(request, COOKIE, key.get()).path("/").maxAge(KEPT);
        return HttpResponse.ok(show(panel.get())).contentType(MediaType.APPLICATION_JSON_TYPE).cookie(cookie);
    }

    /// A session for a panel that has a key of its own and signed our challenge with it.
    private Optional<String> signedIn(String body) {
        Optional<PanelId> id = JsonFields.text(body, "panel").flatMap(PanelSession::panelId);
        Optional<String> challenge = JsonFields.text(body, "challenge");
        Optional<String> signature = JsonFields.text(body, "signature");
        return id.isPresent() && challenge.isPresent() && signature.isPresent()
                ? panels.signedIn(id.get(), challenge.get(), signature.get())
                : Optional.empty();
    }

    private static Optional<PanelId> panelId(String text) {
        try {
            return Optional.of(PanelId.of(text));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    private static String show(Panel panel) {
        return "{\"panel\":\"" + panel.id() + "\",\"space\":\"" + panel.space() + "\"}";
    }
}
