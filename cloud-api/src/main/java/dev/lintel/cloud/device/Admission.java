package dev.lintel.cloud.device;

import java.security.cert.X509Certificate;
import java.util.Optional;

/// Who may stay connected to the broker: decided from the certificate, the client id and what was revoked, nothing else.
///
///     certificate -> not ours | nobody's | revoked | another's client id | Admitted
public sealed interface Admission {

    record Admitted(Bearer bearer, X509Certificate certificate) implements Admission {}

    record Turned(String reason) implements Admission {}

    static Admission of(String clientId, Optional<X509Certificate> presented, Authority authority, Revocations revocations) {
        if (presented.isEmpty()) {
            return new Turned("no certificate");
        }
        X509Certificate certificate = presented.get();
        if (!authority.vouchesFor(certificate)) {
            return new Turned("certificate of another authority, or past its time");
        }
        if (revocations.contains(certificate)) {
            return new Turned("certificate revoked");
        }
        return Bearer.of(certificate)
                .filter(bearer -> clientId.equals(bearer.commonName()))
                .<Admission>map(bearer -> new Admitted(bearer, certificate))
                .orElseGet(() -> new Turned("client id and certificate disagree"));
    }
}
