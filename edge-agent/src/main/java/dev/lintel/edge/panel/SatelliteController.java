package dev.lintel.edge.panel;

import dev.lintel.edge.gate.Admission;
import dev.lintel.edge.hardware.satellite.Satellites;
import dev.lintel.edge.hardware.satellite.Satellites.Answer;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.Malformed;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;

/// Where sensors with a machine of their own report what they see. The key comes in a header, for addresses are written down
/// by whoever passes them on.
@Controller("/satellites")
public final class SatelliteController {

    /// Two short fields, and room for what a later version adds.
    private static final int BODY_CHARACTERS = 512;
    private static final String BEARER = "Bearer ";
    /// Nanoseconds since 1970 for another century are below; the last number of all would leave its key nothing to count on.
    private static final long COUNT_LIMIT = 1L << 62;

    private final Satellites satellites;
    private final Admission admission;

    SatelliteController(Satellites satellites, Admission admission) {
        this.satellites = satellites;
        this.admission = admission;
    }

    @Post(uri = "/report", consumes = MediaType.APPLICATION_JSON)
    HttpResponse<?> report(HttpRequest<?> request, @Body String body) {
        String shown = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
        if (shown == null || !shown.startsWith(BEARER)) {
            return unknown();
        }
        if (body.length() > BODY_CHARACTERS) {
            return Problems.of(HttpStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", "Too much for a report",
                    "Send sees and count, nothing else.");
        }
        try {
            if (Json.parse(body) instanceof Json.Obj fields && fields.fields().get("sees") instanceof Json.Bool(boolean sees)
                    && fields.fields().get("count") instanceof Json.Num(long count)
                    && count <= COUNT_LIMIT) {
                Answer answer = satellites.report(shown.substring(BEARER.length()), sees, count);
                if (answer instanceof Answer.Heard) {
                    // It connects anew for each report, and a crowd of strangers must not keep it out.
                    admission.trusted(request.getRemoteAddress().getAddress(), System.nanoTime());
                }
                return answered(answer);
            }
        } catch (Malformed notJson) {
            // Said below with what is JSON and no report.
        }
        return Problems.of(HttpStatus.BAD_REQUEST, "malformed", "Not a report",
                "Send sees (true or false) and count (a whole number below 2 to the 62nd, greater each time).");
    }

    private static HttpResponse<?> answered(Answer answer) {
        return switch (answer) {
            case Answer.Heard _ -> HttpResponse.noContent();
            case Answer.Unknown _ -> unknown();
            case Answer.TooOften _ -> Problems.of(HttpStatus.TOO_MANY_REQUESTS, "too-many-requests",
                    "Too many reports", "Wait a few seconds.").header(HttpHeaders.RETRY_AFTER, "5");
            case Answer.Behind(long count) -> Problems.of(HttpStatus.CONFLICT, "already-reported",
                    "This or something later was reported before", "Go on counting from " + count + ".");
        };
    }

    private static HttpResponse<?> unknown() {
        return Problems.of(HttpStatus.UNAUTHORIZED, "unauthorised", "No satellite of this agent has that key",
                "Register it with a file in the agent's folder satellites, and send its key as a bearer token.");
    }
}
