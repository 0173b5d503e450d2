package dev.lintel.cloud.device;

import dev.lintel.cloud.device.CertificateRequest.Flaw;
import dev.lintel.cloud.device.EnrolmentDesk.Enrolment;
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
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Where an edge becomes known. The token is all the proof there is, so this is answered over HTTPS only: on the plain
/// port a token would already have been read by everybody on the way.
@Controller("/api/v1/enrolments")
@Secured(SecurityRule.IS_ANONYMOUS)
@Tag(name = "Edges")
class EnrolmentController {

    private final EnrolmentDesk desk;
    private final BrokerSettings broker;
    private final Problems problems;

    EnrolmentController(EnrolmentDesk desk, BrokerSettings broker, Problems problems) {
        this.desk = desk;
        this.broker = broker;
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

    /// @param certificateChain as PEM: the edge's certificate, the issuing one, the root
    @Serdeable
    @Schema(name = "EnrolledEdge")
    record EnrolledEdge(String edgeId, List<UUID> floorIds, String certificateChain, Instant expiresAt, BrokerAddress broker) {}

    @Serdeable
    @Schema(name = "BrokerAddress")
    record BrokerAddress(String host, int port) {}

    /// Exchanges a one-use token and a certificate request for a certificate.
    @Post
    HttpResponse<EnrolledEdge> enrol(HttpRequest<?> request, @Parameter(hidden = true) Operation operation,
            @Valid @Body EnrolmentWish wish) {
        Outcome<EnrolledEdge> outcome = request.isSecure()
                ? outcome(desk.enrol(wish.token(), wish.csr()))
                : Outcome.refused(new Refusal.HttpsOnly());
        return problems.answer(operation, outcome, HttpResponse::created);
    }

    private Outcome<EnrolledEdge> outcome(Enrolment enrolment) {
        return switch (enrolment) {
            case Enrolment.Enrolled(var edge, var floors, var chain, var expiresAt) ->
                Outcome.done(new EnrolledEdge(edge.toString(), floors.stream().map(FloorId::value).toList(), chain, expiresAt,
                        new BrokerAddress(broker.publicHost(), broker.port())));
            case Enrolment.TokenRefused _ -> Outcome.refused(new Refusal.EnrolmentRefused());
            case Enrolment.RequestRefused(Flaw flaw) -> Outcome.refused(new Refusal.Unprocessable("csr", reason(flaw)));
        };
    }

    private static String reason(Flaw flaw) {
        return switch (flaw) {
            case TOO_LARGE -> "is larger than a certificate request needs to be";
            case NOT_A_REQUEST -> "is not a certificate request in PEM";
            case NOT_P256 -> "is not for a P-256 key signed with SHA-256";
            case BAD_SIGNATURE -> "was not signed with the key it names";
        };
    }
}
