package dev.lintel.cloud.device;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/// What is left of a certificate request once it has been checked: a P-256 key whose holder signed the request.
///
/// Subject, names and every extension asked for are ignored on purpose: who the bearer is follows from the enrolment
/// token, never from what the bearer writes about itself.
public record CertificateRequest(PublicKey key) {

    /// A P-256 request is about 500 characters; the rest is room for subjects we ignore.
    static final int MAXIMUM_CHARACTERS = 4_096;

    /// Why a request was not taken.
    public enum Flaw {
        TOO_LARGE, NOT_A_REQUEST, NOT_P256, BAD_SIGNATURE, OLD_KEY
    }

    /// Checked or flawed.
    public sealed interface Reading {

        record Sound(CertificateRequest request) implements Reading {}

        record Flawed(Flaw flaw) implements Reading {}
    }

    public static Reading read(String pem) {
        if (pem.length() > MAXIMUM_CHARACTERS) {
            return new Reading.Flawed(Flaw.TOO_LARGE);
        }
        Optional<byte[]> der = Pem.bytes(pem, Pem.REQUEST);
        if (der.isEmpty()) {
            return new Reading.Flawed(Flaw.NOT_A_REQUEST);
        }
        try {
            var request = new JcaPKCS10CertificationRequest(der.get());
            if (!onP256(request)) {
                return new Reading.Flawed(Flaw.NOT_P256);
            }
            PublicKey key = request.getPublicKey();
            if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                return new Reading.Flawed(Flaw.BAD_SIGNATURE);
            }
            return new Reading.Sound(new CertificateRequest(key));
        } catch (PKCSException | OperatorCreationException e) {
            return new Reading.Flawed(Flaw.BAD_SIGNATURE);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // A hostile encoding surfaces as any of these, deep in the parser; to the caller it is one answer.
            return new Reading.Flawed(Flaw.NOT_A_REQUEST);
        }
    }

    private static boolean onP256(JcaPKCS10CertificationRequest request) {
        var algorithm = request.getSubjectPublicKeyInfo().getAlgorithm();
        return algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
                && algorithm.getParameters() instanceof ASN1ObjectIdentifier curve
                && curve.equals(SECObjectIdentifiers.secp256r1)
                && request.getSignatureAlgorithm().getAlgorithm().equals(X9ObjectIdentifiers.ecdsa_with_SHA256);
    }
}
