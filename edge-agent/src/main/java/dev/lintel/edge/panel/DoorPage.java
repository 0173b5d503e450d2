package dev.lintel.edge.panel;

import dev.lintel.edge.settings.EdgeSettings;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import java.net.URI;
import java.util.Optional;

/// Serves the page beside the door and what it loads. The page is the same for everybody and holds no data, so it needs
/// no session; everything it shows comes over the socket.
@Controller
public final class DoorPage {

    private final PageFiles files;
    private final EdgeSettings settings;

    DoorPage(PageFiles files, EdgeSettings settings) {
        this.files = files;
        this.settings = settings;
    }

    @Get("/")
    HttpResponse<?> root() {
        return HttpResponse.temporaryRedirect(URI.create("/door/"));
    }

    /// The server takes both spellings for one; the page's own paths are relative and need the slash.
    @Get("/door")
    HttpResponse<?> page(HttpRequest<?> request) {
        return request.getPath().endsWith("/")
                ? serve(request, PageFiles.INDEX)
                : HttpResponse.temporaryRedirect(URI.create("/door/"));
    }

    @Get("/door/{+path}")
    HttpResponse<byte[]> file(HttpRequest<?> request, String path) {
        return serve(request, path);
    }

    private HttpResponse<byte[]> serve(HttpRequest<?> request, String path) {
        Optional<PageFiles.PageFile> found = path.equals(PageFiles.INDEX)
                ? files.page(settings.locale())
                : files.find(path);
        if (found.isEmpty()) {
            return HttpResponse.notFound();
        }
        PageFiles.PageFile file = found.get();
        String tag = '"' + file.hash() + '"';
        MutableHttpResponse<byte[]> response = tag.equals(request.getHeaders().get(HttpHeaders.IF_NONE_MATCH))
                ? HttpResponse.notModified()
                : HttpResponse.ok(file.bytes()).contentType(MediaType.of(file.type()));
        // A name with a hash never changes its content; every other file is asked about each time, so that an updated
        // agent shows its new page at the next load.
        String caching = file.immutable() ? "public, max-age=31536000, immutable" : "no-cache";
        return response.header(HttpHeaders.ETAG, tag)
                .header(HttpHeaders.CACHE_CONTROL, caching)
                .header("Content-Security-Policy", policy(String.valueOf(request.getHeaders().get(HttpHeaders.HOST))));
    }

    /// The page loads from this agent only, sends to this agent only, and nobody may frame it. The socket's address is
    /// spelled out, because the engines of older tablets do not count it as `'self'`; the doorkeeper has checked the name.
    private static String policy(String host) {
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
                + " connect-src 'self' ws://" + host + " wss://" + host + "; manifest-src 'self'; worker-src 'self';"
                + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }
}
