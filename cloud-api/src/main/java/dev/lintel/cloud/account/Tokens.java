package dev.lintel.cloud.account;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.lintel.cloud.store.DataFolder;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.TenantId;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Access tokens: ES256 with a key of this cloud's own.
///
/// Nothing in a token chooses how it is checked: algorithm, type, key id, issuer and audience are pinned here, and a key
/// or address that a token brings along is never looked at.
@Singleton
public class Tokens {

    /// Short enough that a role taken away is gone soon, long enough that a page refreshes rarely.
    static final Duration LIFE = Duration.ofMinutes(10);
    static final String ISSUER = "lintel-cloud";
    static final String AUDIENCE = "lintel-api";
    static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

    private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);

    /// Some 700 bytes each; beyond this the memory starts anew.
    private static final int REMEMBERED = 10_000;

    private final Map<String, Proven> remembered = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private final ECKey key;
    private final JWSSigner signer;
    private final DefaultJWTProcessor<SecurityContext> checked = new DefaultJWTProcessor<>();

    Tokens(DataFolder data, SecureRandom chance, InstantSource clock) {
        this.clock = clock;
        try {
            key = ECKey.parse(data.secret("token-key.json", () -> generated(chance)));
            signer = new ECDSASigner(key);
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException("token-key.json in the data folder is not an EC key", e);
        }
        checked.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(TYPE));
        checked.setJWSKeySelector(
                new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, new ImmutableJWKSet<>(new JWKSet(key))));
        checked.setJWTClaimsSetVerifier(this::check);
    }

    /// @param expiresAt when `text` stops being good
    public record Access(String text, Instant expiresAt) {}

    public Access issue(Caller caller) {
        var now = clock.instant();
        var expires = now.plus(LIFE);
        var claims = new JWTClaimsSet.Builder().issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(caller.person().toString())
                .claim("tenant", caller.tenant().toString())
                .claim("sid", caller.session().toString())
                .claim("role", caller.role().slug())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(expires))
                .build();
        var header = new JWSHeader.Builder(JWSAlgorithm.ES256).type(TYPE).keyID(key.getKeyID()).build();
        var token = new SignedJWT(header, claims);
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("the token key does not sign", e);
        }
        return new Access(token.serialize(), expires);
    }

    /// What a token proves, and until when.
    public record Proven(Caller caller, Instant expiresAt) {}

    /// Nothing for whatever is not a token of ours that is good now.
    public Optional<Caller> read(String token) {
        return prove(token).map(Proven::caller);
    }

    /// The same with its end. A signature costs more to check than a booking to decide, and a client sends the same token
    /// with each request of ten minutes: so those that were good are remembered, by their whole text.
    public Optional<Proven> prove(String token) {
        var before = remembered.get(token);
        if (before != null && clock.instant().isBefore(before.expiresAt())) {
            return Optional.of(before);
        }
        var proven = verified(token);
        proven.ifPresent(good -> {
            if (remembered.size() >= REMEMBERED) {
                remembered.clear();
            }
            remembered.put(token, good);
        });
        return proven;
    }

    private Optional<Proven> verified(String token) {
        try {
            var parsed = SignedJWT.parse(token);
            if (!key.getKeyID().equals(parsed.getHeader().getKeyID())) {
                return Optional.empty();
            }
            var claims = checked.process(parsed, null);
            var caller = new Caller(TenantId.of(claims.getStringClaim("tenant")), PersonId.of(claims.getSubject()),
                    UUID.fromString(claims.getStringClaim("sid")), Role.of(claims.getStringClaim("role")));
            return Optional.of(new Proven(caller, claims.getExpirationTime().toInstant()));
        } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException e) {
            LOG.debug("A token was refused: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private void check(JWTClaimsSet claims, SecurityContext context) throws BadJWTException {
        var expires = claims.getExpirationTime();
        if (!ISSUER.equals(claims.getIssuer()) || !claims.getAudience().equals(List.of(AUDIENCE))) {
            throw new BadJWTException("not made here, or not for this");
        }
        if (expires == null || !clock.instant().isBefore(expires.toInstant())) {
            throw new BadJWTException("over");
        }
    }

    private static String generated(SecureRandom chance) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true)
                    .secureRandom(chance)
                    .generate()
                    .toJSONString();
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java makes P-256 keys", e);
        }
    }
}
