package dev.lintel.cloud.device;

import dev.lintel.cloud.device.AuthorityFolder.RootChange;
import dev.lintel.protocol.identity.EdgeId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/// The cloud's own certificate authority: a root that signs one issuing certificate, which signs everything else.
///
/// The two keys rest in two files. Only the issuing key is read at a normal start; an operator may carry the root's key
/// away to a safe place and bring it back when the issuing certificate comes to its end, which the start then says.
/// A stolen issuing key is therefore repaired by a new issuing certificate, without touching a single Pi's trust; and a
/// root that must go is replaced while both are believed ([#trust]).
///
/// Immutable after [#open], safe for all threads.
public final class Authority {

    /// Thirty days, renewed at two thirds: long enough for a floor that is cut off for the longest outage we promise to
    /// survive, short enough that a lost card stops mattering by itself.
    public static final Duration EDGE_VALIDITY = Duration.ofDays(30);
    /// Our own listeners and replicas take a new certificate at every start; a process is restarted for updates well
    /// within this, which is also the longest that browsers accept.
    static final Duration NODE_VALIDITY = Duration.ofDays(397);
    /// Long enough to connect once in the place of an edge whose session must end.
    private static final Duration PASSING_VALIDITY = Duration.ofMinutes(5);
    /// A broker must go on while the cloud is away for repair; lists are written anew long before.
    private static final Duration LIST_VALIDITY = Duration.ofDays(365);
    private static final int SHARE_BYTES = 16;

    private final List<X509Certificate> roots;
    private final List<Credential> issuers;
    private final InstantSource clock;
    private final SecureRandom chance;

    private Authority(AuthorityFolder.Held held, InstantSource clock, SecureRandom chance) {
        this.roots = held.roots();
        this.issuers = held.issuers();
        this.clock = clock;
        this.chance = chance;
    }

    /// Opens the authority that rests in a folder, making it at the first start.
    public static Authority open(Path folder, InstantSource clock, SecureRandom chance) {
        return open(folder, RootChange.KEEP, clock, chance);
    }

    static Authority open(Path folder, RootChange change, InstantSource clock, SecureRandom chance) {
        var files = new AuthorityFolder(folder, new CertificateForge(clock.instant(), chance));
        return new Authority(files.open(change), clock, chance);
    }

    public X509Certificate root() {
        return roots.getFirst();
    }

    /// What edges and listeners believe: the root, and during a change of root the other one too.
    public List<X509Certificate> trust() {
        return roots;
    }

    int issuerCount() {
        return issuers.size();
    }

    /// What an enrolment token carries, so that a Pi knows its cloud before it has sent a byte: SHA-256 over the root.
    public String fingerprint() {
        return fingerprint(root());
    }

    private static String fingerprint(X509Certificate root) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(Pem.encoded(root)));
    }

    /// Of the root, and during a change of root of the other one too.
    Set<String> fingerprints() {
        return roots.stream().map(Authority::fingerprint).collect(Collectors.toSet());
    }

    /// The group in which replicas share the uplink. It is a secret of theirs, because Mosquitto lets anybody join a group
    /// and then gives that member its share of messages, which the access list only afterwards throws away.
    public String shareGroup() {
        byte[] seed = ("lintel-share " + HexFormat.of().formatHex(issuing().key().getEncoded()))
                .getBytes(StandardCharsets.US_ASCII);
        return HexFormat.of().formatHex(sha256(seed), 0, SHARE_BYTES);
    }

    /// A key and certificate for a listener that answers to these names (host names or addresses).
    public Credential server(List<String> names) {
        KeyPair pair = forge().pair();
        GeneralName[] alternatives = names.stream()
                .distinct()
                .map(name -> new GeneralName(address(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
                .toArray(GeneralName[]::new);
        X509Certificate leaf = forge().leaf(issuing(), new X500Principal("CN=" + names.getFirst()), pair.getPublic(),
                new GeneralNames(alternatives), KeyPurposeId.id_kp_serverAuth, NODE_VALIDITY);
        return new Credential(pair.getPrivate(), chain(leaf), roots);
    }

    /// A key and client certificate for a replica of the cloud itself.
    public Credential node(String name) {
        return client(new Bearer.Node(name), NODE_VALIDITY);
    }

    /// A key and certificate of minutes with which the cloud takes an edge's place at a broker that cannot be told
    /// otherwise to end its session.
    Credential passing(EdgeId edge) {
        return client(new Bearer.Edge(edge), PASSING_VALIDITY);
    }

    /// The certificate of an edge for a key that was made on the Pi and stays there.
    public List<X509Certificate> certify(EdgeId edge, PublicKey key) {
        return chain(client(new Bearer.Edge(edge), key, EDGE_VALIDITY));
    }

    /// Whether a key of this authority signed the certificate and its time has not run out.
    public boolean vouchesFor(X509Certificate certificate) {
        return vouchesFor(certificate, Duration.ZERO);
    }

    /// @param grace how long after its end the certificate is still taken
    boolean vouchesFor(X509Certificate certificate, Duration grace) {
        Instant now = clock.instant();
        if (now.isBefore(certificate.getNotBefore().toInstant())
                || now.isAfter(certificate.getNotAfter().toInstant().plus(grace))) {
            return false;
        }
        return issuers.stream().anyMatch(issuer -> signed(issuer, certificate));
    }

    private static boolean signed(Credential issuer, X509Certificate certificate) {
        try {
            certificate.verify(issuer.leaf().getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /// One revocation list per issuer, as PEM: a broker that checks lists wants one of each.
    ///
    /// @param after when the lists before these began to hold
    String revocationLists(Collection<Revocations.Revoked> revoked, Instant after) {
        Instant now = clock.instant();
        Instant next = after.plusSeconds(1);
        // An hour back, for the broker's clock; but always later than the list before.
        Instant from = now.minus(Duration.ofHours(1)).isAfter(next) ? now.minus(Duration.ofHours(1)) : next;
        var text = new StringBuilder();
        for (Credential issuer : issuers) {
            text.append(Pem.list(forge().revocations(issuer, revoked, from, now.plus(LIST_VALIDITY))));
        }
        return text.toString();
    }

    private Credential client(Bearer bearer, Duration validity) {
        KeyPair pair = forge().pair();
        return new Credential(pair.getPrivate(), chain(client(bearer, pair.getPublic(), validity)), roots);
    }

    private X509Certificate client(Bearer bearer, PublicKey key, Duration validity) {
        return forge().leaf(issuing(), new X500Principal("CN=" + bearer.commonName()), key,
                new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, bearer.uri())),
                KeyPurposeId.id_kp_clientAuth, validity);
    }

    private List<X509Certificate> chain(X509Certificate leaf) {
        return List.of(leaf, issuing().leaf(), root());
    }

    private Credential issuing() {
        return issuers.getFirst();
    }

    private CertificateForge forge() {
        return new CertificateForge(clock.instant(), chance);
    }

    static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static boolean address(String name) {
        return name.indexOf(':') >= 0 || name.chars().allMatch(c -> c == '.' || Character.isDigit(c));
    }
}
