package dev.lintel.edge.sync;

import dev.lintel.edge.settings.DataFolder;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.FloorId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Who this edge is to the cloud: its key, the chain that vouches for it, whom it believes, and where to call.
///
/// It rests in one file that is replaced by one move, so an interrupted enrolment or renewal leaves the whole of the old or
/// the whole of the new. The file is PEM with some lines between, which any certificate tool skips.
///
/// @param trust the roots that servers of this cloud lead back to: one, or two while the cloud changes its root
public record Identity(EdgeId edge, FloorId floor, String brokerHost, int brokerPort, PrivateKey key,
        List<X509Certificate> chain, List<X509Certificate> trust, Upkeep upkeep) {

    private static final String FILE = "identity.pem";
    private static final Pattern HEAD = Pattern
            .compile("(?m)^(edge|floor|broker|cloud|renew-after|token-sha256): (\\S{1,300})$");
    /// Roots follow this line; what is before it is the chain.
    private static final String TRUST = "\ntrust:\n";

    /// What the next renewal needs to know.
    ///
    /// @param cloud where certificates are to be had; an identity of an earlier version does not tell
    /// @param renewAfter as the cloud said
    /// @param tokenHash of the token that made this identity, so that it is told from a new one
    public record Upkeep(Optional<URI> cloud, Optional<Instant> renewAfter, Optional<String> tokenHash) {

        static final Upkeep UNKNOWN = new Upkeep(Optional.empty(), Optional.empty(), Optional.empty());
    }

    public Identity {
        chain = List.copyOf(chain);
        trust = List.copyOf(trust);
        if (chain.size() < 2 || trust.isEmpty()) {
            throw new IllegalArgumentException("a chain has at least this edge's certificate and the root");
        }
    }

    /// One that believes the root of its own chain.
    Identity(EdgeId edge, FloorId floor, String brokerHost, int brokerPort, PrivateKey key, List<X509Certificate> chain) {
        this(edge, floor, brokerHost, brokerPort, key, chain, List.of(chain.getLast()), Upkeep.UNKNOWN);
    }

    X509Certificate leaf() {
        return chain.getFirst();
    }

    Instant endsAt() {
        return leaf().getNotAfter().toInstant();
    }

    /// From when on to ask for the next certificate: what the cloud said, or two thirds of this one's life.
    Instant renewAfter() {
        return upkeep.renewAfter().orElseGet(() -> {
            Instant from = leaf().getNotBefore().toInstant();
            return from.plus(Duration.between(from, endsAt()).multipliedBy(2).dividedBy(3));
        });
    }

    /// This identity, calling the broker at another address than the one it was given.
    Identity reaching(InetSocketAddress broker) {
        return new Identity(edge, floor, broker.getHostString(), broker.getPort(), key, chain, trust, upkeep);
    }

    Identity withToken(Optional<String> hash) {
        return new Identity(edge, floor, brokerHost, brokerPort, key, chain, trust,
                new Upkeep(upkeep.cloud(), upkeep.renewAfter(), hash));
    }

    /// The identity kept in the data folder, if this edge has been enrolled.
    public static Optional<Identity> load(DataFolder folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse(Files.readString(file)));
        } catch (GeneralSecurityException | IllegalArgumentException | DateTimeException e) {
            throw new IOException(file + " is damaged; remove it and enrol this edge again with a new token", e);
        }
    }

    private static Identity parse(String text) throws GeneralSecurityException {
        Map<String, String> head = new HashMap<>();
        Matcher matcher = HEAD.matcher(text);
        while (matcher.find()) {
            head.put(matcher.group(1), matcher.group(2));
        }
        String broker = head.getOrDefault("broker", "");
        int colon = broker.lastIndexOf(':');
        int roots = text.indexOf(TRUST);
        List<X509Certificate> chain = Pem.certificates(roots < 0 ? text : text.substring(0, roots));
        List<X509Certificate> trust = roots < 0
                ? chain.stream().skip(Math.max(0, chain.size() - 1L)).toList()
                : Pem.certificates(text.substring(roots));
        return new Identity(EdgeId.of(head.getOrDefault("edge", "")), FloorId.of(head.getOrDefault("floor", "")),
                broker.substring(0, Math.max(colon, 0)), Integer.parseInt(broker.substring(colon + 1)), Pem.privateKey(text),
                chain, trust, new Upkeep(Optional.ofNullable(head.get("cloud")).map(URI::create),
                        Optional.ofNullable(head.get("renew-after")).map(Instant::parse),
                        Optional.ofNullable(head.get("token-sha256"))));
    }

    /// Keeps the identity, durably, in the place of the one before.
    void save(DataFolder folder) throws IOException {
        StringBuilder text = new StringBuilder(4_096);
        line(text, "edge", edge.toString());
        line(text, "floor", floor.toString());
        line(text, "broker", brokerHost + ':' + brokerPort);
        upkeep.cloud().ifPresent(cloud -> line(text, "cloud", cloud.toString()));
        upkeep.renewAfter().ifPresent(at -> line(text, "renew-after", at.toString()));
        upkeep.tokenHash().ifPresent(hash -> line(text, "token-sha256", hash));
        text.append(Pem.of("PRIVATE KEY", key.getEncoded()));
        try {
            for (X509Certificate certificate : chain) {
                text.append(Pem.of("CERTIFICATE", certificate.getEncoded()));
            }
            text.append(TRUST);
            for (X509Certificate root : trust) {
                text.append(Pem.of("CERTIFICATE", root.getEncoded()));
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("a certificate just received has no encoding", e);
        }
        folder.keep(FILE, text.toString());
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value).append('\n');
    }
}
