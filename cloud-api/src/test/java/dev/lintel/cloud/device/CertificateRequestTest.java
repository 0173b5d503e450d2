package dev.lintel.cloud.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.cloud.device.CertificateRequest.Flaw;
import dev.lintel.cloud.device.CertificateRequest.Reading;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECKey;
import java.security.spec.ECGenParameterSpec;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class CertificateRequestTest {

    @Test
    void aRequestGivesItsKeyAndNothingElse() {
        KeyPair pair = TestKeys.pair();
        assertThat(CertificateRequest.read(pem(pair, pair, "CN=somebody-else")))
                .isEqualTo(new Reading.Sound(new CertificateRequest(pair.getPublic())));
    }

    @Test
    void aRequestSignedByAnotherKeyIsRefused() {
        assertThat(CertificateRequest.read(pem(TestKeys.pair(), TestKeys.pair(), "CN=x")))
                .isEqualTo(flawed(Flaw.BAD_SIGNATURE));
    }

    @Test
    void anotherCurveIsRefused() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp384r1"));
        KeyPair pair = generator.generateKeyPair();
        assertThat(CertificateRequest.read(pem(pair, pair, "CN=x"))).isEqualTo(flawed(Flaw.NOT_P256));
    }

    @Test
    void garbageIsRefused() {
        String garbage = "-----BEGIN CERTIFICATE REQUEST-----\nMIIBIjANBgkq\n-----END CERTIFICATE REQUEST-----\n";
        assertThat(CertificateRequest.read(garbage)).isEqualTo(flawed(Flaw.NOT_A_REQUEST));
        assertThat(CertificateRequest.read("")).isEqualTo(flawed(Flaw.NOT_A_REQUEST));
        assertThat(CertificateRequest.read("x".repeat(5_000))).isEqualTo(flawed(Flaw.TOO_LARGE));
    }

    private static Reading flawed(Flaw flaw) {
        return new Reading.Flawed(flaw);
    }

    static String pem(KeyPair named, KeyPair signing, String subject) {
        try (var text = new StringWriter(); var writer = new PemWriter(text)) {
            var request = new JcaPKCS10CertificationRequestBuilder(new X500Principal(subject), named.getPublic());
            var signer = new JcaContentSignerBuilder(
                    p256(signing) ? "SHA256withECDSA" : "SHA384withECDSA").build(signing.getPrivate());
            writer.writeObject(new PemObject("CERTIFICATE REQUEST", request.build(signer).getEncoded()));
            writer.flush();
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean p256(KeyPair pair) {
        return ((ECKey) pair.getPublic()).getParams().getOrder().bitLength() == 256;
    }
}
