package dev.lintel.cloud.web;

import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.Problem;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The catalogue: every [Refusal] as an RFC 9457 problem document.
///
/// Besides the members of that standard a document has `error` (the slug), `message` (the detail), `op`, and the facts
/// of the refusal under names of their own.
@Singleton
public class Problems {

    static final String TYPE = "https://lintel.dev/problems/";

    /// What an edge gave as its reason is passed on only where it is a slug.
    private static final Pattern SLUG = Pattern.compile("[a-z][a-z-]{0,39}");

    /// A desk's outcome as a response: the result as `done` shapes it, or the problem.
    public <T, R> HttpResponse<R> answer(Operation operation, Outcome<T> outcome,
            Function<T, MutableHttpResponse<R>> done) {
        return switch (outcome) {
            case Outcome.Done<T> value -> done.apply(value.value());
            case Outcome.Refused<T> refused -> refused(operation, refused.why());
        };
    }

    /// A problem where a route answers with something else when all is well; nothing ever reads it as that type.
    @SuppressWarnings("unchecked")
    public <R> HttpResponse<R> refused(Operation operation, Refusal why) {
        return (HttpResponse<R>) (HttpResponse<?>) response(why, operation);
    }

    public MutableHttpResponse<String> response(Refusal why, Operation operation) {
        var status = status(why);
        MutableHttpResponse<String> response = HttpResponse.status(status);
        if (why instanceof Refusal.TooManyAttempts many) {
            response.header("Retry-After", Long.toString(many.retryAfter().toSeconds()));
        }
        if (why instanceof Refusal.Unauthorised || why instanceof Refusal.SignInFailed) {
            response.header("WWW-Authenticate", "Bearer");
        }
        return response.body(document(why, operation)).contentType(MediaType.APPLICATION_JSON_PROBLEM_TYPE);
    }

    static String document(Refusal why, Operation operation) {
        var problem = problem(why);
        return problem.facts()
                .with("type", TYPE + problem.slug())
                .with("title", problem.title())
                .with("status", status(why).getCode())
                .with("detail", problem.detail())
                .with("error", problem.slug())
                .with("message", problem.detail())
                .with("op", operation.id().toString())
                .canonical();
    }

    static Problem problem(Refusal why) {
        return switch (why) {
            case Refusal.Malformed r -> new Problem("malformed", "Malformed", "The request is not well formed: "
                    + (r.field().isEmpty() ? "" : r.field() + ": ") + r.reason() + ".", facts("field", r.field()));
            case Refusal.Unprocessable r -> new Problem("unprocessable", "Not possible",
                    r.field() + ": " + r.reason() + ".", facts("field", r.field()));
            case Refusal.Unauthorised _ -> plain("unauthorised", "Sign in first",
                    "This needs an access token that is valid now.");
            case Refusal.SignInFailed _ -> plain("sign-in-failed", "Sign-in failed",
                    "The tenant, the address or the password is wrong.");
            case Refusal.Forbidden _ -> plain("forbidden", "Not for your role", "Your role does not allow this.");
            case Refusal.NotFound r -> new Problem("not-found", "Not found", "There is no such " + r.what() + ".",
                    facts("what", r.what()));
            case Refusal.NameTaken r -> new Problem("name-taken", "Already there",
                    "Another one has the same " + r.field() + ".", facts("field", r.field()));
            case Refusal.AlreadySetUp _ -> plain("already-set-up", "Already set up",
                    "The setup token is not valid, or it has been used.");
            case Refusal.OperationReused _ -> plain("operation-reused", "Operation id used before",
                    "This operation id was sent before with a different request.");
            case Refusal.Stale r -> new Problem("stale", "Changed meanwhile",
                    "It is at version " + r.version() + " now.", Json.object().with("version", r.version()));
            case Refusal.TooManyAttempts r -> new Problem("too-many-requests", "Too many attempts",
                    "Try again in " + r.retryAfter().toSeconds() + " s.",
                    Json.object().with("retryAfterSeconds", r.retryAfter().toSeconds()));
            case Refusal.TooLarge _ -> plain("too-large", "Too large", "The request is larger than this route takes.");
            case Refusal.MethodNotAllowed _ -> plain("method-not-allowed", "Not with this method",
                    "This route does not answer to this method.");
            case Refusal.UnsupportedMediaType _ -> plain("unsupported-media-type", "Not this media type",
                    "This route takes application/json.");
            case Refusal.NotAcceptable _ -> plain("not-acceptable", "Not in this form",
                    "This route answers with application/json.");
            case Refusal.Unavailable _ -> plain("unavailable", "Not available now",
                    "A part that this needs does not answer at present. Try again soon.");
            case Refusal.Unexpected _ -> plain("unexpected", "Our fault",
                    "Something went wrong here. The log tells more under the operation id.");
            case Refusal.FloorHasDoor r -> new Problem("floor-has-door", "The floor has a door",
                    "Another edge decides for this floor.", facts("floor", r.floor().toString()));
            case Refusal.DoorNotClosed r -> new Problem("door-not-closed", "The door has not closed",
                    "The floor's door has not said its last word. What it decided and did not send yet could clash.",
                    facts("floor", r.floor().toString()));
            case Refusal.EnrolmentRefused _ -> plain("enrolment-refused", "Enrolment refused",
                    "The token is not valid, has run out or has been used. Ask for a new one.");
            case Refusal.RenewalRefused _ -> plain("renewal-refused", "Renewal refused",
                    "The certificate is revoked, replaced or too old. Ask for a token and enrol again.");
            case Refusal.EdgeAway _ -> plain("edge-away", "The edge is away",
                    "The edge is not connected to the cloud at present. A technician can do this beside it.");
            case Refusal.EdgeRefused r -> edge(SLUG.matcher(r.slug()).matches() ? r.slug() : "edge-refused", r.facts());
            case Refusal.HttpsOnly _ -> plain("https-only", "Over HTTPS only",
                    "This route answers on the HTTPS port, so that no secret is read on the way.");
            case Refusal.Rejected r -> beside(Problem.of(r.why()), r.beside());
        };
    }

    private static Problem edge(String slug, Json.Obj facts) {
        return new Problem(slug, "The edge refused", "The edge said no: " + slug + ".", facts);
    }

    private static Problem beside(Problem problem, Json.Obj more) {
        var facts = new TreeMap<>(problem.facts().fields());
        facts.putAll(more.fields());
        return new Problem(problem.slug(), problem.title(), problem.detail(), new Json.Obj(facts));
    }

    private static Problem plain(String slug, String title, String detail) {
        return new Problem(slug, title, detail, Json.object());
    }

    private static Json.Obj facts(String name, String value) {
        return value.isEmpty() ? Json.object() : Json.object().with(name, value);
    }

    static HttpStatus status(Refusal why) {
        return switch (why) {
            case Refusal.Malformed _ -> HttpStatus.BAD_REQUEST;
            case Refusal.HttpsOnly _ -> HttpStatus.UPGRADE_REQUIRED;
            case Refusal.EdgeAway _ -> HttpStatus.SERVICE_UNAVAILABLE;
            case Refusal.EdgeRefused r -> doors(r.slug());
            case Refusal.EnrolmentRefused _,Refusal.RenewalRefused _ -> HttpStatus.FORBIDDEN;
            case Refusal.FloorHasDoor _,Refusal.DoorNotClosed _ -> HttpStatus.CONFLICT;
            case Refusal.Unprocessable _ -> HttpStatus.UNPROCESSABLE_ENTITY;
            case Refusal.Unauthorised _,Refusal.SignInFailed _ -> HttpStatus.UNAUTHORIZED;
            case Refusal.Forbidden _,Refusal.AlreadySetUp _ -> HttpStatus.FORBIDDEN;
            case Refusal.NotFound _ -> HttpStatus.NOT_FOUND;
            case Refusal.NameTaken _,Refusal.OperationReused _ -> HttpStatus.CONFLICT;
            case Refusal.Stale _ -> HttpStatus.PRECONDITION_FAILED;
            case Refusal.TooManyAttempts _ -> HttpStatus.TOO_MANY_REQUESTS;
            case Refusal.TooLarge _ -> HttpStatus.REQUEST_ENTITY_TOO_LARGE;
            case Refusal.MethodNotAllowed _ -> HttpStatus.METHOD_NOT_ALLOWED;
            case Refusal.UnsupportedMediaType _ -> HttpStatus.UNSUPPORTED_MEDIA_TYPE;
            case Refusal.NotAcceptable _ -> HttpStatus.NOT_ACCEPTABLE;
            case Refusal.Unavailable _ -> HttpStatus.SERVICE_UNAVAILABLE;
            case Refusal.Unexpected _ -> HttpStatus.INTERNAL_SERVER_ERROR;
            case Refusal.Rejected r -> status(r.why());
        };
    }

    /// What an edge refuses has the status that the edge itself would answer with.
    private static HttpStatus doors(String slug) {
        return switch (slug) {
            case "not-saved", "not-understood" -> HttpStatus.SERVICE_UNAVAILABLE;
            case "unknown-space" -> HttpStatus.UNPROCESSABLE_ENTITY;
            default -> slug.startsWith("too-many")
                    ? HttpStatus.TOO_MANY_REQUESTS
                    : slug.startsWith("unknown") ? HttpStatus.NOT_FOUND : HttpStatus.CONFLICT;
        };
    }

    private static HttpStatus status(Rejection why) {
        return switch (why) {
            case Rejection.UnknownBooking _ -> HttpStatus.NOT_FOUND;
            case Rejection.NotAllowed _,Rejection.DoorOnly _ -> HttpStatus.FORBIDDEN;
            case Rejection.TooShort _,Rejection.TooLong _,Rejection.TooFarAhead _,Rejection.WrongDirection _,Rejection.TooLate _,Rejection.UnknownSpace _ ->
                HttpStatus.UNPROCESSABLE_ENTITY;
            case Rejection.FloorStopped _,Rejection.ClockUncertain _,Rejection.NotUnderstood _ ->
                HttpStatus.SERVICE_UNAVAILABLE;
            case Rejection.TooManyRequests _ -> HttpStatus.TOO_MANY_REQUESTS;
            case Rejection.Taken _,Rejection.Held _,Rejection.RoomClosed _,Rejection.InUse _,Rejection.Changed _,Rejection.Over _,Rejection.CheckInNotOpenYet _,Rejection.CheckInClosed _,Rejection.AlreadyCheckedIn _,Rejection.NotStarted _,Rejection.NotReleasable _,Rejection.NothingToUndo _,Rejection.AlreadyExists _,Rejection.SupersededEpoch _ ->
                HttpStatus.CONFLICT;
        };
    }
}
