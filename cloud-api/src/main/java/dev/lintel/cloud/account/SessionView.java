package dev.lintel.cloud.account;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;

/// What a client needs to go on asking.
///
/// @param accessToken to send as `Authorization: Bearer`
/// @param refreshToken good once, for the next pair
/// @param expiresAt when the access token ends
@Serdeable
public record SessionView(String accessToken, String refreshToken, Instant expiresAt, String tokenType) {

    /// Without the tokens, which must not reach a log.
    @Override
    public String toString() {
        return "SessionView until " + expiresAt;
    }
}
