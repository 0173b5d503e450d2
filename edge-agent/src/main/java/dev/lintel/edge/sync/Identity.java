package dev.lintel.edge.sync;

import dev.lintel.edge.settings.DataFolder;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.FloorId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Who this edge is to the cloud: its key, the chain that vouches for it up to the cloud's root, and where to call.
///
/// It rests in one file, written beside and moved into place, so an interrupted enrolment leaves either all of it or
/// nothing. The file is PEM with three lines in front, which any certificate tool skips.
public record Identity(EdgeId edge, FloorId floor, String brokerHost, int brokerPort, PrivateKey key,
        List<X509Certificate> chain) {

    private static final String FILE = "identity.pem";
    private static final Pattern HEAD = Pattern.compile("(?m)^(edge|floor|broker): (\\S{1,300})$");

    public Identity {
        chain = List.copyOf(chain);
        if (chain.size() < 2) {
            throw new IllegalArgumentException("a chain has at least this edge's certificate and the root");
        }
    }

    /// The authority that everything of this cloud leads back to.
    X509Certificate root() {
        return chain.getLast();
    }

    /// This identity, calling the broker at another address than the one it was given.
    Identity reaching(InetSocketAddress broker) {
        return new Identity(edge, floor, broker.getHostString(), broker.getPort(), key, chain);
    }

    /// The identity kept in the data folder, if this edge has been enrolled.
    public static Optional<Identity> load(DataFolder folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse(Files.readString(file)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(file + " is damaged; remove it and enrol this edge again with a new token", e);
        }
    }

    private static Identity parse(String text) throws GeneralSecurityException {
        String edge = "";
        String floor = "";
        String broker = "";
        Matcher matcher = HEAD.matcher(text);
        while (matcher.find()) {
            switch (matcher.group(1)) {
                case "edge" -> edge = matcher.group(2);
                case "floor" -> floor = matcher.group(2);
                default -> broker = matcher.group(2);
            }
        }
        int colon = broker.lastIndexOf(':');
        return new Identity(EdgeId.of(edge), FloorId.of(floor), broker.substring(0, Math.max(colon, 0)),
                Integer.parseInt(broker.substring(colon + 1)), Pem.privateKey(text), Pem.certificates(text));
    }

    /// Keeps the identity, durably: after this the token has done its work.
    void save(DataFolder folder) throws IOException {
        StringBuilder text = new StringBuilder(2_048);
        text.append("edge: ")
                .append(edge)
                .append("\nfloor: ")
                .append(floor)
                .append("\nbroker: ")
                .append(brokerHost)
                .append(':')
                .append(brokerPort)
                .append('\n')
                .append(Pem.of("PRIVATE KEY", key.getEncoded()));
        try {
            for (X509Certificate certificate : chain) {
                text.append(Pem.of("CERTIFICATE", certificate.getEncoded()));
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("a certificate just received has no encoding", e);
        }
        Path beside = folder.resolve(FILE + ".new");
        Files.deleteIfExists(beside);
        DataFolder.ownerOnly(beside);
        try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(beside, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        folder.force();
    }
}
