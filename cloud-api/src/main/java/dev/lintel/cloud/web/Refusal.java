package dev.lintel.cloud.web;

import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.wire.Json;
import java.time.Duration;

/// Why a request was not granted, with the facts that its sender needs.
///
/// What the booking rules refuse is [Rejected]; everything else concerns the request itself. Each is an anchor in
/// `docs/problems.md`.
public sealed interface Refusal {

    /// @param field the part of the request that is wrong, or nothing for all of it
    record Malformed(String field, String reason) implements Refusal {}

    /// Well formed, and still not possible.
    record Unprocessable(String field, String reason) implements Refusal {}

    record Unauthorised() implements Refusal {}

    /// The tenant, the address or the password is wrong; which of them is not told.
    record SignInFailed() implements Refusal {}

    record Forbidden() implements Refusal {}

    /// Also for what exists and belongs to another tenant.
    record NotFound(String what) implements Refusal {}

    record NameTaken(String field) implements Refusal {}

    record AlreadySetUp() implements Refusal {}

    /// The operation id was used for a different request before.
    record OperationReused() implements Refusal {}

    /// The thing has moved on since the version that the request names.
    record Stale(long version) implements Refusal {}

    record TooManyAttempts(Duration retryAfter) implements Refusal {}

    record TooLarge() implements Refusal {}

    record MethodNotAllowed() implements Refusal {}

    record UnsupportedMediaType() implements Refusal {}

    record NotAcceptable() implements Refusal {}

    /// A part that the request needs does not answer at present.
    record Unavailable() implements Refusal {}

    /// A fault of the cloud. The operation id leads to the log.
    record Unexpected() implements Refusal {}

    /// A second edge for a floor that an enrolled one decides for; replacing a door is another request.
    record FloorHasDoor(FloorId floor) implements Refusal {}

    /// The door has not said its last word; only an administrator's word that it is off or wiped goes on without.
    record DoorNotClosed(FloorId floor) implements Refusal {}

    /// An enrolment token that is not good (any more); why, only the log tells.
    record EnrolmentRefused() implements Refusal {}

    /// A certificate that buys no other (any more); why, only the log tells.
    record RenewalRefused() implements Refusal {}

    /// The edge that should do it is not connected.
    record EdgeAway() implements Refusal {}

    /// The edge itself said no.
    record EdgeRefused(String slug, Json.Obj facts) implements Refusal {}

    /// A secret was about to be read over the plain port.
    record HttpsOnly() implements Refusal {}

    /// The booking rules or the line said no.
    ///
    /// @param beside further members of the document, such as what is free instead
    record Rejected(Rejection why, Json.Obj beside) implements Refusal {

        public Rejected(Rejection why) {
            this(why, Json.object());
        }
    }
}
