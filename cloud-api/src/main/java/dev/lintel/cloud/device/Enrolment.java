package dev.lintel.cloud.device;

import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.FloorId;
import java.time.Instant;
import java.util.List;

/// What became of a request for a certificate. Whoever is refused learns only that; why, the log and the audit trail tell.
///
///     token + request           -> Enrolled | TokenRefused   | RequestRefused
///     old certificate + request -> Enrolled | RenewalRefused | RequestRefused
public sealed interface Enrolment {

    /// @param certificateChain as PEM: the edge's certificate, the issuing one, the root
    /// @param renewAfter two thirds of the certificate's life
    record Enrolled(EdgeId edge, List<FloorId> floors, String certificateChain, Instant expiresAt,
            Instant renewAfter) implements Enrolment {}

    record TokenRefused() implements Enrolment {}

    record RenewalRefused() implements Enrolment {}

    record RequestRefused(CertificateRequest.Flaw flaw) implements Enrolment {}
}
