package dev.lintel.cloud.account;

import dev.lintel.cloud.store.DataFolder;
import dev.lintel.protocol.identity.TenantId;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Refresh tokens: a session, which of its tokens this is, and a seal under a key of this cloud.
///
/// The seal is computed and not drawn, so the database holds nothing that opens a session, and the present token can be
/// given again to a second tab that lost the race for it.
@Singleton
class RefreshTokens {

    private final SecretKeySpec key;

    RefreshTokens(DataFolder data, SecureRandom chance) {
        var hex = data.secret("refresh-key", () -> {
            var bytes = new byte[32];
            chance.nextBytes(bytes);
            return HexFormat.of().formatHex(bytes);
        });
        key = new SecretKeySpec(HexFormat.of().parseHex(hex), "HmacSHA256");
    }

    /// @param number counts the tokens of the session from 1
    record Refresh(TenantId tenant, UUID session, int number) {}

    String seal(Refresh token) {
        var text = token.tenant() + "." + token.session() + "." + token.number();
        return text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(mac(text));
    }

    /// Nothing for whatever was not sealed here.
    Optional<Refresh> read(String text) {
        var parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        try {
            var token = new Refresh(TenantId.of(parts[0]), UUID.fromString(parts[1]), Integer.parseInt(parts[2]));
            var same = MessageDigest.isEqual(seal(token).getBytes(StandardCharsets.UTF_8),
                    text.getBytes(StandardCharsets.UTF_8));
            return same ? Optional.of(token) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private byte[] mac(String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
