package dev.lintel.cloud.account;

import dev.lintel.cloud.web.Operation;
import dev.lintel.cloud.web.Problems;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
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
import org.jspecify.annotations.Nullable;

/// Sign in, refresh, sign out.
@Controller("/api/v1/sessions")
@Tag(name = "Sessions")
class SessionController {

    private static final int CLIENT_CHARACTERS = 200;

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

    /// @param client what the program called itself at sign-in
    /// @param usedAt when it last asked for new tokens
    /// @param current whether this request came with it
    @Serdeable
    @Schema(name = "OwnSession")
    record OwnSession(UUID id, @Nullable String client, Instant createdAt, Instant usedAt, Instant expiresAt,
            boolean current) {}

    /// Signs in: an access token for ten minutes and a refresh token for the next pair.
    @Post
    @Secured(SecurityRule.IS_ANONYMOUS)
    HttpResponse<SessionView> signIn(@Parameter(hidden = true) HttpRequest<?> request,
            @Parameter(hidden = true) Operation operation, @Valid @Body SignIn wish) {
        var client = request.getHeaders()
                .findFirst(HttpHeaders.USER_AGENT)
                .map(text -> text.substring(0, Math.min(text.length(), CLIENT_CHARACTERS)));
        var from = new SessionDesk.From(request.getRemoteAddress().getAddress(), client);
        return problems.answer(operation, desk.signIn(operation, from, wish), HttpResponse::created);
    }

    /// The next pair of tokens. The refresh token that is sent is used up.
    @Post("/refresh")
    @Secured(SecurityRule.IS_ANONYMOUS)
    HttpResponse<SessionView> refresh(@Parameter(hidden = true) Operation operation, @Valid @Body RefreshWish wish) {
        return problems.answer(operation, desk.refresh(operation, wish.refreshToken()), HttpResponse::ok);
    }

    /// The caller's own sessions: where they are signed in.
    @Get
    @Secured(SecurityRule.IS_AUTHENTICATED)
    List<OwnSession> list(@Parameter(hidden = true) Caller caller) {
        return desk.list(caller);
    }

    /// Ends one of the caller's own sessions: its refresh tokens at once, its access token with its ten minutes.
    @Delete("/{id}")
    @Secured(SecurityRule.IS_AUTHENTICATED)
    HttpResponse<Void> end(@Parameter(hidden = true) Caller caller, @Parameter(hidden = true) Operation operation,
            @PathVariable UUID id) {
        return problems.answer(operation, desk.end(caller, operation, id), _ -> HttpResponse.noContent());
    }

    /// Signs out: the session's refresh tokens end at once, its access token with its ten minutes.
    @Delete("/current")
    @Secured(SecurityRule.IS_AUTHENTICATED)
    HttpResponse<Void> signOut(@Parameter(hidden = true) Caller caller, @Parameter(hidden = true) Operation operation) {
        desk.end(caller, operation);
        return HttpResponse.noContent();
    }
}
