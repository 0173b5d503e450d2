package dev.lintel.cloud.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.lintel.cloud.TestCloud;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.Test;

@SuppressWarnings("JavaUtilDate")
class TokenTest {

    private final TestCloud cloud = TestCloud.running();
    private final TestCloud.Member owner = cloud.newTenant();
    private final ECKey key = theCloudsKey();

    private ECKey theCloudsKey() {
        try {
            return ECKey.parse(Files.readString(cloud.folder().resolve("token-key.json")));
        } catch (IOException | ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aTokenMadeLikeTheCloudsIsTaken() throws Exception {
        assertThat(statusWith(signed(header().build(), claims().build(), key))).isEqualTo(200);
    }

    @Test
    void withoutASignatureItIsRefused() {
        assertThat(statusWith(new PlainJWT(claims().build()).serialize())).isEqualTo(401);
    }

    @Test
    void thePublicKeyUsedAsASharedSecretIsRefused() throws Exception {
        var token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).type(Tokens.TYPE).keyID(key.getKeyID()).build(),
                claims().build());
        token.sign(new MACSigner(key.toECPublicKey().getEncoded()));
        assertThat(statusWith(token.serialize())).isEqualTo(401);
    }

    @Test
    void aKeyThatTheTokenBringsAlongIsNotLookedAt() throws Exception {
        var own = new ECKeyGenerator(Curve.P_256).keyID(key.getKeyID()).generate();
        assertThat(statusWith(signed(header().jwk(own.toPublicJWK()).build(), claims().build(), own))).isEqualTo(401);
        assertThat(statusWith(signed(header().jwkURL(URI.create("http://localhost/keys")).build(), claims().build(), own)))
                .isEqualTo(401);
    }

    @Test
    void anUnknownKeyIdIsRefused() throws Exception {
        assertThat(statusWith(signed(header().keyID("another").build(), claims().build(), key))).isEqualTo(401);
    }

    @Test
    void aTokenOfAnotherTypeIsRefused() throws Exception {
        assertThat(statusWith(signed(header().type(JOSEObjectType.JWT).build(), claims().build(), key))).isEqualTo(401);
    }

    @Test
    void anotherIssuerOrAudienceIsRefused() throws Exception {
        assertThat(statusWith(signed(header().build(), claims().issuer("somebody").build(), key))).isEqualTo(401);
        assertThat(statusWith(signed(header().build(), claims().audience("others").build(), key))).isEqualTo(401);
    }

    @Test
    void anOldTokenIsRefused() throws Exception {
        var over = claims().expirationTime(Date.from(Instant.EPOCH.plus(Duration.ofDays(1)))).build();
        assertThat(statusWith(signed(header().build(), over, key))).isEqualTo(401);
        assertThat(statusWith(signed(header().build(), claims().expirationTime(null).build(), key))).isEqualTo(401);
    }

    @Test
    void nonsenseIsRefused() {
        assertThat(statusWith("a.b.c")).isEqualTo(401);
        assertThat(statusWith("")).isEqualTo(401);
    }

    private JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.ES256).type(Tokens.TYPE).keyID(key.getKeyID());
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder().issuer(Tokens.ISSUER)
                .audience(Tokens.AUDIENCE)
                .subject(owner.person().toString())
                .claim("tenant", owner.tenantId().toString())
                .claim("sid", owner.person().toString())
                .claim("role", "owner")
                .expirationTime(Date.from(Instant.parse("2999-01-01T00:00:00Z")));
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims, ECKey key) throws Exception {
        var token = new SignedJWT(header, claims);
        token.sign(new ECDSASigner(key));
        return token.serialize();
    }

    private int statusWith(String token) {
        return cloud.anybody().bearing(token).get("/api/v1/me").status();
    }
}
