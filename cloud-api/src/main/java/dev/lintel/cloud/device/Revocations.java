package dev.lintel.cloud.device;

import dev.lintel.protocol.identity.EdgeId;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// The serial numbers that are no longer good, in memory.
///
/// The broker asks here at every connection, without a database: when the database is away, what was known stays known
/// (it fails static). The table is the truth; [RevocationWatch] reads it at start and again and again.
///
/// Any thread may ask and add; listeners run on the thread that adds.
public final class Revocations {

    private final Set<BigInteger> serials = ConcurrentHashMap.newKeySet();
    private final List<Consumer<Revoked>> listeners = new CopyOnWriteArrayList<>();

    /// A certificate that is no longer good, and whose it was.
    ///
    /// @param followed its edge has later ones and goes on with them: nobody is shut out
    public record Revoked(BigInteger serial, EdgeId edge, Instant at, boolean followed) {}

    public boolean contains(X509Certificate certificate) {
        return serials.contains(certificate.getSerialNumber());
    }

    /// Adds what is new and tells it; a revocation is never taken back.
    public void add(Collection<Revoked> revoked) {
        for (Revoked one : revoked) {
            if (serials.add(one.serial())) {
                listeners.forEach(listener -> listener.accept(one));
            }
        }
    }

    void onRevoked(Consumer<Revoked> listener) {
        listeners.add(listener);
    }
}
