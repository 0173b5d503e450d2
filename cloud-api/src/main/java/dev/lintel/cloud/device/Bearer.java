package dev.lintel.cloud.device;

import dev.lintel.protocol.identity.EdgeId;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// For whom a client certificate of our own authority speaks.
///
///     urn:lintel:edge:<edge id>   Edge: one floor's agent, may use its own topics only
///     urn:lintel:cloud:<node>     Node: a replica of the cloud, may read all uplinks and write all downlinks
///
/// The name stands in the certificate's URI; the common name repeats the id for people and must agree.
public sealed interface Bearer {

    record Edge(EdgeId id) implements Bearer {}

    record Node(String name) implements Bearer {}

    /// SAN type of RFC 5280: uniformResourceIdentifier.
    int URI_NAME = 6;
    String EDGE = "urn:lintel:edge:";
    String CLOUD = "urn:lintel:cloud:";

    default String uri() {
        return switch (this) {
            case Edge(EdgeId id) -> EDGE + id;
            case Node(String name) -> CLOUD + name;
        };
    }

    /// The common name, and the only client id the broker accepts from this bearer (a node may append a suffix).
    default String commonName() {
        return switch (this) {
            case Edge(EdgeId id) -> id.toString();
            case Node(String name) -> "cloud-" + name;
        };
    }

    /// Empty when the certificate speaks for nobody we know, or for more than one, or its two names disagree.
    static Optional<Bearer> of(X509Certificate certificate) {
        List<String> uris = uris(certificate);
        if (uris.size() != 1) {
            return Optional.empty();
        }
        return parse(uris.getFirst()).filter(bearer -> subject(certificate).equals("CN=" + bearer.commonName()));
    }

    private static Optional<Bearer> parse(String uri) {
        try {
            if (uri.startsWith(EDGE)) {
                return Optional.of(new Edge(EdgeId.of(uri.substring(EDGE.length()))));
            }
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return uri.startsWith(CLOUD) ? Optional.of(new Node(uri.substring(CLOUD.length()))) : Optional.empty();
    }

    private static String subject(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    private static List<String> uris(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> name.getFirst().equals(URI_NAME))
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }
}
