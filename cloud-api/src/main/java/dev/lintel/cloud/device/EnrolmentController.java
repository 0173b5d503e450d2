package dev.lintel.cloud.device;

import dev.lintel.cloud.device.CertificateRequest.Flaw;
import dev.lintel.cloud.web.Brake;
import dev.lintel.cloud.web.Operation;
import dev.lintel.cloud.web.Outcome;
import dev.lintel.cloud.web.Problems;
import dev.lintel.cloud.web.Refusal;
import dev.lintel.protocol.identity.EnrolmentToken;
import dev.lintel.protocol.identity.FloorId;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/// Where an edge becomes known, and where it stays known. Token and certificate are all the proof there is, so both are
/// answered over HTTPS only: on the plain port a token would already have been read by everybody on the way.
@Controller("/api/v1")
@Secured(SecurityRule.IS_ANONYMOUS)
@Tag(name = "Edges")
class EnrolmentController {

    private static final int CERTIFICATE_CHARACTERS = 8_192;
    /// Of one address, in a minute.
    private static final int REQUESTS = 120;
    private static final int REFUSALS = 10;

    private final EnrolmentDesk enrolments;
    private final RenewalDesk renewals;
    private final Authority authority;
    private final BrokerSettings broker;
    private final Brake brake;
    private final Problems problems;

    EnrolmentController(EnrolmentDesk enrolments, RenewalDesk renewals, Authority authority, BrokerSettings broker,
            InstantSource clock, Problems problems) {
        this.enrolments = enrolments;
        this.renewals = renewals;
        this.authority = authority;
        this.broker = broker;
        // Each costs us a signature, so what succeeds is bounded too.
        this.brake = new Brake(new Brake.Policy.Window(Duration.ofMinutes(1), REQUESTS, REFUSALS), clock);
        this.problems = problems;
    }

    /// @param csr a PKCS #10 request as PEM, on P-256, signed with its own key; whatever subject it names is ignored
    @Serdeable
    @Schema(name = "EnrolmentWish")
    record EnrolmentWish(@NotBlank @Size(max = EnrolmentToken.MAXIMUM_CHARACTERS) String token,
            @NotBlank @Size(max = CertificateRequest.MAXIMUM_CHARACTERS) String csr) {

        /// Without the token, which must not reach a log.
        @Override
        public String toString() {
            return "EnrolmentWish";
        }
    }

    /// @param certificate the present certificate as PEM
    /// @param csr a request for a new key
    /// @param signature of the text that `RenewalText` of the protocol names, by the old key, base64url
    @Serdeable
    @Schema(name = "RenewalWish")
    record RenewalWish(@NotBlank @Size(max = CERTIFICATE_CHARACTERS) String certificate,
            @NotBlank @Size(max = CertificateRequest.MAXIMUM_CHARACTERS) String csr,
            @NotBlank @Size(max = RenewalDesk.SIGNATURE_CHARACTERS) String signature) {}

    /// @param certificateChain as PEM: the edge's certificate, the issuing one, the root
    /// @param renewAfter from when on to ask for the next
    /// @param trust as PEM: the roots to believe from now on, one, or two while the root changes
    @Serdeable
    @Schema(name = "EnrolledEdge")
    record EnrolledEdge(String edgeId, List<UUID> floorIds, String certificateChain, Instant expiresAt, Instant renewAfter,
            String trust, BrokerAddress broker) {}

    @Serdeable
    @Schema(name = "BrokerAddress")
    record BrokerAddress(String host, int port) {}

    /// Exchanges a one-use token and a certificate request for a certificate.
    @Post("/enrolments")
    HttpResponse<EnrolledEdge> enrol(HttpRequest<?> request, @Parameter(hidden = true) Operation operation,
            @Valid @Body EnrolmentWish wish) {
        return answer(request, operation, () -> enrolments.enrol(wish.token(), wish.csr()));
    }

    /// Exchanges a certificate that is not revoked for the next, for a new key.
    @Post("/renewals")
    HttpResponse<EnrolledEdge> renew(HttpRequest<?> request, @Parameter(hidden = true) Operation operation,
            @Valid @Body RenewalWish wish) {
        return answer(request, operation, () -> renewals.renew(wish.certificate(), wish.csr(), wish.signature()));
    }

    private HttpResponse<EnrolledEdge> answer(HttpRequest<?> request, Operation operation, Supplier<Enrolment> work) {
        if (!request.isSecure()) {
            return problems.refused(operation, new Refusal.HttpsOnly());
        }
        String address = Brake.key(request.getRemoteAddress().getAddress());
        var wait = brake.admit(address);
        if (wait.isPresent()) {
            return problems.refused(operation, new Refusal.TooManyAttempts(wait.get()));
        }
        Outcome<EnrolledEdge> outcome = outcome(work.get());
        if (outcome instanceof Outcome.Refused<EnrolledEdge>) {
            brake.failed(address);
        }
        return problems.answer(operation, outcome, HttpResponse::created);
    }

    private Outcome<EnrolledEdge> outcome(Enrolment enrolment) {
        return switch (enrolment) {
            case Enrolment.Enrolled(var edge, var floors, var chain, var expiresAt, var renewAfter) ->
                Outcome.done(new EnrolledEdge(edge.toString(), floors.stream().map(FloorId::value).toList(), chain, expiresAt,
                        renewAfter, Pem.of(authority.trust()), new BrokerAddress(broker.publicHost(), broker.port())));
            case Enrolment.TokenRefused _ -> Outcome.refused(new Refusal.EnrolmentRefused());
            case Enrolment.RenewalRefused _ -> Outcome.refused(new Refusal.RenewalRefused());
            case Enrolment.RequestRefused(Flaw flaw) -> Outcome.refused(new Refusal.Unprocessable("csr", reason(flaw)));
        };
    }

    private static String reason(Flaw flaw) {
        return switch (flaw) {
            case TOO_LARGE -> "is larger than a certificate request needs to be";
            case NOT_A_REQUEST -> "is not a certificate request in PEM";
            case NOT_P256 -> "is not for a P-256 key signed with SHA-256";
            case BAD_SIGNATURE -> "was not signed with the key it names";
            case OLD_KEY -> "is for the key that is to be replaced";
        };
    }
}
