package dev.lintel.cloud.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Makes keys and signs certificates and revocation lists, all at one instant. What they are for is [Authority]'s.
record CertificateForge(Instant now, SecureRandom chance) {

    private static final Duration ISSUING_VALIDITY = Duration.ofDays(5 * 365);
    private static final Duration ROOT_VALIDITY = Duration.ofDays(20 * 365);
    /// The clock of a Pi that has just booted may be behind ours; a certificate from the future would be refused there.
    private static final Duration BACKDATED = Duration.ofHours(1);
    private static final String SIGNATURE = "SHA256withECDSA";
    /// Serial numbers are chance, not a count: they cannot collide after a restored backup. 127 bits stay positive.
    private static final int SERIAL_BITS = 127;

    KeyPair pair() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), chance);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }

    X509Certificate root(KeyPair pair) {
        var name = new X500Principal("CN=Lintel root " + Long.toHexString(chance.nextLong()));
        return sign(authority(name, name, pair.getPublic(), pair.getPublic(), ROOT_VALIDITY, 1), pair.getPrivate());
    }

    X509Certificate issuing(PublicKey key, X509Certificate root, PrivateKey rootKey) {
        var name = new X500Principal("CN=Lintel issuing " + Long.toHexString(chance.nextLong()));
        var builder = authority(root.getSubjectX500Principal(), name, key, root.getPublicKey(), ISSUING_VALIDITY, 0);
        return sign(builder, rootKey);
    }

    private JcaX509v3CertificateBuilder authority(X500Principal issuer, X500Principal subject, PublicKey key,
            PublicKey issuerKey, Duration validity, int depth) {
        try {
            return (JcaX509v3CertificateBuilder) builder(issuer, subject, key, issuerKey, validity)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(depth))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    X509Certificate leaf(Credential issuer, X500Principal subject, PublicKey key, GeneralNames names, KeyPurposeId purpose,
            Duration validity) {
        try {
            var builder = builder(issuer.leaf().getSubjectX500Principal(), subject, key, issuer.leaf().getPublicKey(),
                    validity)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose))
                    .addExtension(Extension.subjectAlternativeName, false, names);
            return sign((JcaX509v3CertificateBuilder) builder, issuer.key());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The list of what this issuer signed and no longer stands by, as DER.
    ///
    /// @param from when this list begins to hold; must grow from list to list, for of two lists OpenSSL believes the one
    ///     that begins later, and of two that begin in one second the first
    /// @param until a broker refuses everybody once its list has run out, so this is far ahead
    byte[] revocations(Credential issuer, Collection<Revocations.Revoked> revoked, Instant from, Instant until) {
        try {
            var list = new JcaX509v2CRLBuilder(issuer.leaf(), Date.from(from));
            list.setNextUpdate(Date.from(until));
            for (Revocations.Revoked one : revoked) {
                list.addCRLEntry(one.serial(), Date.from(one.at()), CRLReason.unspecified);
            }
            list.addExtension(Extension.authorityKeyIdentifier, false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(issuer.leaf().getPublicKey()));
            return list.build(new JcaContentSignerBuilder(SIGNATURE).build(issuer.key())).getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("a key of our own cannot sign", e);
        }
    }

    private JcaX509v3CertificateBuilder builder(X500Principal issuer, X500Principal subject, PublicKey key,
            PublicKey issuerKey, Duration validity) throws IOException {
        try {
            var identifiers = new JcaX509ExtensionUtils();
            var builder = new JcaX509v3CertificateBuilder(issuer, new BigInteger(SERIAL_BITS, chance),
                    Date.from(now.minus(BACKDATED)), Date.from(now.plus(validity)), subject, key);
            builder.addExtension(Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key));
            builder.addExtension(Extension.authorityKeyIdentifier, false,
                    identifiers.createAuthorityKeyIdentifier(issuerKey));
            return builder;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-1 for key identifiers", e);
        }
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key) {
        try {
            var signer = new JcaContentSignerBuilder(SIGNATURE).build(key);
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("a key of our own cannot sign", e);
        }
    }
}
