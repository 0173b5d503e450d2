package dev.lintel.cloud.account;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.token.validator.TokenValidator;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/// Joins [Tokens] to the framework: whoever sends a good access token is authenticated with the role it carries.
@Singleton
final class BearerTokens implements TokenValidator<HttpRequest<?>> {

    private static final String CALLER = "caller";

    private final Tokens tokens;

    BearerTokens(Tokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public Publisher<Authentication> validateToken(String token, @Nullable HttpRequest<?> request) {
        return tokens.read(token)
                .map(caller -> Publishers.just(Authentication.build(caller.person().toString(),
                        List.of(caller.role().slug()), Map.of(CALLER, caller))))
                .orElseGet(Publishers::empty);
    }

    static Caller caller(Authentication authentication) {
        return (Caller) Objects.requireNonNull(authentication.getAttributes().get(CALLER), "authenticated elsewhere");
    }
}
