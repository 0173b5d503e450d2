package dev.lintel.edge.panel;

import dev.lintel.edge.gate.Admission;
import dev.lintel.edge.gate.PanelAddresses;
import dev.lintel.edge.pairing.Panels;
import dev.lintel.edge.pairing.TechnicianKey;
import dev.lintel.edge.settings.EdgeSettings;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.net.InetAddress;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Looks at every request before anything else does: is it meant for us, does it come from our own page, and, for
/// everything but the page and the technician's endpoints, is it a paired panel.
@ServerFilter("/**")
public final class Doorkeeper implements Ordered {

    /// Where a request carries the panel it has been recognised as.
    static final String PANEL = "dev.lintel.panel";

    private static final String SOCKET = "/panel/socket";
    private static final String PAIRING = "/panel/pairing";
    private static final Set<String> OPEN_TO_UNPAIRED = Set.of("/panel/session", PAIRING, "/panel/challenge");
    private static final String BEARER = "Bearer ";

    private final Set<String> names;
    private final Panels panels;
    private final Admission admission;
    private final PanelAddresses addresses;
    private final TechnicianKey technician;

    Doorkeeper(EdgeSettings settings, Panels panels, Admission admission, PanelAddresses addresses,
            TechnicianKey technician) {
        Set<String> known = new HashSet<>(settings.panelNames());
        known.addAll(List.of("localhost", "127.0.0.1", "[::1]", settings.panelHost().toLowerCase(Locale.ROOT)));
        settings.lan().ifPresent(lan -> known.add(lan.host().toLowerCase(Locale.ROOT)));
        this.names = Set.copyOf(known);
        this.panels = panels;
        this.admission = admission;
        this.addresses = addresses;
        this.technician = technician;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    /// An answer ends the request here; nothing lets it pass.
    @RequestFilter
    @Nullable
    HttpResponse<?> admit(HttpRequest<?> request) {
        InetAddress from = request.getRemoteAddress().getAddress();
        if (!admission.asked(from, System.nanoTime())) {
            return refused(HttpStatus.TOO_MANY_REQUESTS, "too-many-requests", "Too many requests from this address",
                    "Wait a few seconds.");
        }
        String host = request.getHeaders().get(HttpHeaders.HOST);
        if (host == null || !names.contains(withoutPort(host).toLowerCase(Locale.ROOT))) {
            return refused(HttpStatus.MISDIRECTED_REQUEST, "host-not-served", "This agent is not known under that name",
                    "Use one of the names the agent was given in lintel.panel.names.");
        }
        String path = request.getPath();
        if (path.startsWith("/technician/") || (tells(path) && !from.isLoopbackAddress())) {
            return technician(request, from);
        }
        if (!path.startsWith("/panel/")) {
            return null;
        }
        boolean changes = request.getMethod() != HttpMethod.GET || path.equals(SOCKET);
        if (changes && !fromOwnPage(request.getHeaders().get(HttpHeaders.ORIGIN), host)) {
            return refused(HttpStatus.FORBIDDEN, "foreign-origin", "Only the door's own page may ask for this",
                    "Open the door's page from this agent.");
        }
        if (OPEN_TO_UNPAIRED.contains(path) && (path.equals(PAIRING) || request.getMethod() == HttpMethod.POST)) {
            return null;
        }
        var panel = request.getCookies().findCookie(PanelSession.COOKIE).flatMap(cookie -> panels.showing(cookie.getValue()));
        if (panel.isEmpty()) {
            return refused(HttpStatus.UNAUTHORIZED, "unauthorised", "This panel is not paired",
                    "Pair the panel with a room first.");
        }
        request.setAttribute(PANEL, panel.get());
        addresses.heard(panel.get().id(), from);
        return null;
    }

    /// What says which rooms are in use and what hangs here; that the process lives is no secret.
    static boolean tells(String path) {
        return path.equals("/metrics") || path.equals("/health")
                || (path.startsWith("/health/") && !path.equals("/health/live"));
    }

    /// From this machine itself, by somebody who can read the key that lies on it.
    @Nullable
    private HttpResponse<?> technician(HttpRequest<?> request, InetAddress from) {
        String shown = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
        boolean may = (from.isLoopbackAddress() || tells(request.getPath())) && shown != null && shown.startsWith(BEARER)
                && technician.opens(shown.substring(BEARER.length()));
        return may
                ? null
                : refused(HttpStatus.UNAUTHORIZED, "unauthorised", "For technicians at this machine",
                        "Use the agent's own command on the machine it runs on.");
    }

    /// A refusal here ends the request before the response filter below is asked.
    private static HttpResponse<?> refused(HttpStatus status, String slug, String title, String detail) {
        MutableHttpResponse<String> response = Problems.of(status, slug, title, detail);
        if (status == HttpStatus.TOO_MANY_REQUESTS) {
            response.header(HttpHeaders.RETRY_AFTER, "5");
        }
        sealed(response);
        return response;
    }

    @ResponseFilter
    void seal(MutableHttpResponse<?> response) {
        sealed(response);
    }

    private static void sealed(MutableHttpResponse<?> response) {
        response.header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("X-Frame-Options", "DENY");
        if (!response.getHeaders().contains(HttpHeaders.CACHE_CONTROL)) {
            response.header(HttpHeaders.CACHE_CONTROL, "no-store");
        }
    }

    private static boolean fromOwnPage(@Nullable String origin, String host) {
        if (origin == null) {
            return false;
        }
        try {
            URI from = URI.create(origin);
            return ("http".equals(from.getScheme()) || "https".equals(from.getScheme()))
                    && host.equalsIgnoreCase(from.getRawAuthority());
        } catch (IllegalArgumentException notAnOrigin) {
            return false;
        }
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }
}
