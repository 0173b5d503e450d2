package dev.lintel.edge.gate;

import dev.lintel.edge.settings.DataFolder;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// The authority of one floor: panels are told once to believe it, and it vouches for this agent for as long as the
/// agent lives, linked or not.
///
/// A key that lies on a small machine in a corridor must not be able to speak for anybody else, even to a panel that
/// believes it. So panels believe a root whose key is thrown away as soon as it has signed one authority, and that
/// authority is limited by a critical name constraint to the names and addresses of this agent. (A constraint in the root
/// itself would not do: some verifiers read none there.)
final class FloorAuthority {

    /// An authority outlives the tablets that believe it, and its life must not depend on a clock that may be wrong when it
    /// is made; so it spans fixed days.
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2056-01-01T00:00:00Z");

    /// Browsers refuse server certificates that live longer than about thirteen months.
    static final Duration SERVER_LIFE = Duration.ofDays(390);
    private static final Duration RENEWED_BEFORE_END = SERVER_LIFE.dividedBy(3);
    /// A panel's clock may be behind ours.
    private static final Duration SLACK = Duration.ofDays(2);

    private static final String FILE = "panel-authority.pem";
    private static final int SERIAL_BITS = 128;

    private final PrivateKey key;
    private final List<X509Certificate> chain;
    private final RandomGenerator chance;

    /// @param chain the authority's own certificate, then the root
    private FloorAuthority(PrivateKey key, List<X509Certificate> chain, RandomGenerator chance) {
        this.key = key;
        this.chain = List.copyOf(chain);
        this.chance = chance;
    }

    /// A server's key with its chain.
    record Server(PrivateKey key, List<X509Certificate> chain) {

        Server {
            chain = List.copyOf(chain);
        }

        /// True while a panel with a clock like ours accepts it and it is not yet time for a new one.
        boolean fits(Instant now) {
            X509Certificate own = chain.getFirst();
            return !now.isBefore(own.getNotBefore().toInstant())
                    && now.isBefore(own.getNotAfter().toInstant().minus(RENEWED_BEFORE_END));
        }
    }

    /// The authority kept in the folder; a new one where there is none, or where it cannot vouch for a name that panels are
    /// to use from now on.
    static FloorAuthority open(DataFolder folder, Set<String> names, RandomGenerator chance)
            throws IOException, GeneralSecurityException {
        var kept = KeyFile.read(folder.resolve(FILE));
        if (kept.isPresent() && kept.get().chain().size() == 2 && covers(kept.get().chain().getFirst(), names)) {
            return new FloorAuthority(kept.get().key(), kept.get().chain(), chance);
        }
        KeyPair keys = keys();
        List<X509Certificate> made = make(keys, names, chance);
        KeyFile.write(folder.resolve(FILE), new KeyFile.Kept(keys.getPrivate(), made));
        return new FloorAuthority(keys.getPrivate(), made, chance);
    }

    /// What panels are told to believe.
    X509Certificate root() {
        return chain.getLast();
    }

    /// What a server shows beside its own certificate.
    List<X509Certificate> chain() {
        return chain;
    }

    /// A new key and certificate for this agent's HTTPS, good from now on. For names that the authority was not made for
    /// the result is worth nothing: no panel believes it.
    Server issue(Set<String> names, Instant now) throws GeneralSecurityException {
        KeyPair keys = keys();
        Instant from = later(FROM, now.minus(SLACK));
        try {
            X509v3CertificateBuilder builder = builder(chain.getFirst().getSubjectX500Principal(), from,
                    from.plus(SERVER_LIFE), new X500Principal("CN=Lintel door agent"), keys.getPublic(), chance);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            builder.addExtension(Extension.subjectAlternativeName, false,
                    new GeneralNames(names.stream().sorted().map(FloorAuthority::name).toArray(GeneralName[]::new)));
            return new Server(keys.getPrivate(), List.of(signed(builder, key), chain.getFirst(), chain.getLast()));
        } catch (IOException e) {
            throw new GeneralSecurityException("a certificate could not be written down", e);
        }
    }

    private static X509v3CertificateBuilder builder(X500Principal by, Instant from, Instant until, X500Principal of,
            PublicKey key, RandomGenerator chance) {
        return new JcaX509v3CertificateBuilder(by, serial(chance), Date.from(from), Date.from(until), of, key);
    }

    /// The authority's certificate and the root's. The root's key is gone when this returns.
    private static List<X509Certificate> make(KeyPair keys, Set<String> names, RandomGenerator chance)
            throws GeneralSecurityException, IOException {
        // Names of its own each, or a browser that knows two floors' authorities takes one for the other.
        String mark = serial(chance).toString(36).substring(0, 8);
        X500Principal rootName = new X500Principal("CN=Lintel floor root " + mark);
        KeyPair rootKeys = keys();
        X509v3CertificateBuilder root = builder(rootName, FROM, UNTIL, rootName, rootKeys.getPublic(), chance);
        root.addExtension(Extension.basicConstraints, true, new BasicConstraints(1));
        root.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        X509v3CertificateBuilder authority = builder(rootName, FROM, UNTIL,
                new X500Principal("CN=Lintel floor authority " + mark), keys.getPublic(), chance);
        authority.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        authority.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        authority.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        authority.addExtension(Extension.nameConstraints, true, limits(names));
        return List.of(signed(authority, rootKeys.getPrivate()), signed(root, rootKeys.getPrivate()));
    }

    private static NameConstraints limits(Set<String> names) {
        return new NameConstraints(names.stream().sorted().map(FloorAuthority::subtree).toArray(GeneralSubtree[]::new), null);
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey by) throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(by)));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException("this machine cannot sign with P-256", e);
        }
    }

    /// Compares what a fresh authority for these names would be limited to.
    private static boolean covers(X509Certificate kept, Set<String> names) {
        try {
            byte[] limits = limits(names).getEncoded();
            byte[] value = kept.getExtensionValue(Extension.nameConstraints.getId());
            // The extension's value is wrapped once more, in an octet string.
            return value != null && value.length >= limits.length
                    && Arrays.equals(limits, Arrays.copyOfRange(value, value.length - limits.length, value.length));
        } catch (IOException e) {
            return false;
        }
    }

    private static GeneralName name(String name) {
        return isAddress(name)
                ? new GeneralName(GeneralName.iPAddress, bare(name))
                : new GeneralName(GeneralName.dNSName, name);
    }

    private static GeneralSubtree subtree(String name) {
        String whole = bare(name).contains(":") ? "/128" : "/32";
        return new GeneralSubtree(isAddress(name)
                ? new GeneralName(GeneralName.iPAddress, bare(name) + whole)
                : new GeneralName(GeneralName.dNSName, name));
    }

    private static boolean isAddress(String name) {
        return bare(name).contains(":") || name.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    }

    private static String bare(String name) {
        return name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
    }

    private static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static BigInteger serial(RandomGenerator chance) {
        byte[] bytes = new byte[SERIAL_BITS / 8];
        chance.nextBytes(bytes);
        return new BigInteger(1, bytes).setBit(SERIAL_BITS - 2).clearBit(SERIAL_BITS - 1);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
