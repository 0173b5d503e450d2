package dev.lintel.cloud.account;

import dev.lintel.cloud.web.Operation;
import dev.lintel.cloud.web.Problems;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
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

/// Sign in, refresh, sign out.
@Controller("/api/v1/sessions")
@Tag(name = "Sessions")
class SessionController {

    private final SessionDesk desk;
    private final Problems problems;

    SessionController(SessionDesk desk, Problems problems) {
        this.desk = desk;
        this.problems = problems;
    }

    /// @param tenant its short name
    @Serdeable
    @Schema(name = "SignIn")
    record SignIn(@NotBlank @Size(max = 40) String tenant, @NotBlank @Size(max = 200) String email,
            @NotBlank @Size(max = Passwords.LONGEST) String password) {

        /// Without the password, which must not reach a log.
        @Override
        public String toString() {
            return "SignIn";
        }
    }

    @Serdeable
    @Schema(name = "RefreshWish")
    record RefreshWish(@NotBlank @Size(max = 400) String refreshToken) {

        /// Without the token, which must not reach a log.
        @Override
        public String toString() {
            return "RefreshWish";
        }
    }

    /// Signs in: an access token for ten minutes and a refresh token for the next pair.
    @Post
    @Secured(SecurityRule.IS_ANONYMOUS)
    HttpResponse<SessionView> signIn(@Parameter(hidden = true) Operation operation, @Valid @Body SignIn wish) {
        return problems.answer(operation, desk.signIn(operation, wish), HttpResponse::created);
    }

    /// The next pair of tokens. The refresh token that is sent is used up.
    @Post("/refresh")
    @Secured(SecurityRule.IS_ANONYMOUS)
    HttpResponse<SessionView> refresh(@Parameter(hidden = true) Operation operation, @Valid @Body RefreshWish wish) {
        return problems.answer(operation, desk.refresh(operation, wish.refreshToken()), HttpResponse::ok);
    }

    /// Signs out: the session's refresh tokens end at once, its access token with its ten minutes.
    @Delete("/current")
    @Secured(SecurityRule.IS_AUTHENTICATED)
    HttpResponse<Void> signOut(@Parameter(hidden = true) Caller caller, @Parameter(hidden = true) Operation operation) {
        desk.end(caller, operation);
        return HttpResponse.noContent();
    }
}
