package dev.lintel.cloud.device;

import dev.lintel.protocol.identity.EdgeId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// The cloud's own certificate authority: a root that signs one issuing certificate, which signs everything else.
///
/// The two keys rest in two files. Only the issuing key is read at a normal start; an operator may carry the root's key
/// away to a safe place and bring it back when the issuing certificate comes to its end, which this class then says.
/// A stolen issuing key is therefore repaired by a new issuing certificate, without touching a single Pi's trust.
///
/// Immutable after [#open], safe for all threads.
public final class Authority {

    /// Thirty days, renewed at two thirds: long enough for a floor that is cut off for the longest outage we promise to
    /// survive, short enough that a lost card stops mattering by itself.
    public static final Duration EDGE_VALIDITY = Duration.ofDays(30);
    /// Our own listeners and replicas take a new certificate at every start; a process is restarted for updates well
    /// within this, which is also the longest that browsers accept.
    static final Duration NODE_VALIDITY = Duration.ofDays(397);
    private static final Duration ISSUING_VALIDITY = Duration.ofDays(5 * 365);
    private static final Duration ROOT_VALIDITY = Duration.ofDays(20 * 365);
    /// The clock of a Pi that has just booted may be behind ours; a certificate from the future would be refused there.
    private static final Duration BACKDATED = Duration.ofHours(1);
    private static final String SIGNATURE = "SHA256withECDSA";
    /// Serial numbers are chance, not a count: they cannot collide after a restored backup. 127 bits stay positive.
    private static final int SERIAL_BITS = 127;

    private final X509Certificate root;
    private final Credential issuing;
    private final InstantSource clock;
    private final SecureRandom chance;

    private Authority(X509Certificate root, Credential issuing, InstantSource clock, SecureRandom chance) {
        this.root = root;
        this.issuing = issuing;
        this.clock = clock;
        this.chance = chance;
    }

    /// Opens the authority that rests in a folder, making it at the first start.
    public static Authority open(Path folder, InstantSource clock, SecureRandom chance) {
        Path rootFile = folder.resolve("root.crt.pem");
        Path rootKey = folder.resolve("root.key.pem");
        Path issuingFile = folder.resolve("issuing.crt.pem");
        Path issuingKey = folder.resolve("issuing.key.pem");
        var forge = new Forge(clock.instant(), chance);
        if (!Files.exists(rootFile)) {
            KeyPair pair = forge.pair();
            SecretFile.write(rootKey, Pem.of(pair.getPrivate()));
            SecretFile.write(rootFile, Pem.of(List.of(forge.root(pair))));
        }
        X509Certificate root = Pem.certificate(SecretFile.read(rootFile));
        if (!Files.exists(issuingFile) || ending(Pem.certificate(SecretFile.read(issuingFile)), clock.instant())) {
            if (!Files.exists(rootKey)) {
                throw new IllegalStateException(
                        "A new issuing certificate is due: bring the root's key back to " + rootKey + ".");
            }
            KeyPair pair = forge.pair();
            X509Certificate certificate = forge.issuing(pair.getPublic(), root, Pem.key(SecretFile.read(rootKey)));
            SecretFile.write(issuingKey, Pem.of(pair.getPrivate()));
            SecretFile.write(issuingFile, Pem.of(List.of(certificate)));
        }
        var issuing = new Credential(Pem.key(SecretFile.read(issuingKey)),
                List.of(Pem.certificate(SecretFile.read(issuingFile)), root));
        return new Authority(root, issuing, clock, chance);
    }

    /// Everything an issuing certificate signs must end before itself, so it is replaced one node's validity early.
    private static boolean ending(X509Certificate certificate, Instant now) {
        return certificate.getNotAfter().toInstant().isBefore(now.plus(NODE_VALIDITY));
    }

    public X509Certificate root() {
        return root;
    }

    /// What an enrolment token carries, so that a Pi knows its cloud before it has sent a byte: SHA-256 over the root.
    public String fingerprint() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Pem.encoded(root));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// A key and certificate for a listener that answers to these names (host names or addresses).
    public Credential server(List<String> names) {
        var forge = new Forge(clock.instant(), chance);
        KeyPair pair = forge.pair();
        GeneralName[] alternatives = names.stream()
                .distinct()
                .map(name -> new GeneralName(address(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
                .toArray(GeneralName[]::new);
        X509Certificate leaf = forge.leaf(issuing, new X500Principal("CN=" + names.getFirst()), pair.getPublic(),
                new GeneralNames(alternatives), KeyPurposeId.id_kp_serverAuth, NODE_VALIDITY);
        return new Credential(pair.getPrivate(), List.of(leaf, issuing.leaf(), root));
    }

    /// A key and client certificate for a replica of the cloud itself.
    public Credential node(String name) {
        var forge = new Forge(clock.instant(), chance);
        KeyPair pair = forge.pair();
        X509Certificate leaf = client(forge, new Bearer.Node(name), pair.getPublic(), NODE_VALIDITY);
        return new Credential(pair.getPrivate(), List.of(leaf, issuing.leaf(), root));
    }

    /// The certificate of an edge for a key that was made on the Pi and stays there.
    public List<X509Certificate> certify(EdgeId edge, PublicKey key) {
        var forge = new Forge(clock.instant(), chance);
        return List.of(client(forge, new Bearer.Edge(edge), key, EDGE_VALIDITY), issuing.leaf(), root);
    }

    /// Whether this authority's present issuing key signed the certificate and its time has not run out.
    public boolean vouchesFor(X509Certificate certificate) {
        try {
            certificate.checkValidity(Date.from(clock.instant()));
            certificate.verify(issuing.leaf().getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private X509Certificate client(Forge forge, Bearer bearer, PublicKey key, Duration validity) {
        return forge.leaf(issuing, new X500Principal("CN=" + bearer.commonName()), key,
                new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, bearer.uri())),
                KeyPurposeId.id_kp_clientAuth, validity);
    }

    private static boolean address(String name) {
        return name.indexOf(':') >= 0 || name.chars().allMatch(c -> c == '.' || Character.isDigit(c));
    }

    /// Makes keys and signs certificates at one instant.
    private record Forge(Instant now, SecureRandom chance) {

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

        X509Certificate issuing(PublicKey key, X509Certificate root, java.security.PrivateKey rootKey) {
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

        private static X509Certificate sign(JcaX509v3CertificateBuilder builder, java.security.PrivateKey key) {
            try {
                var signer = new JcaContentSignerBuilder(SIGNATURE).build(key);
                return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
            } catch (OperatorCreationException | GeneralSecurityException e) {
                throw new IllegalStateException("a key of our own cannot sign", e);
            }
        }
    }
}
