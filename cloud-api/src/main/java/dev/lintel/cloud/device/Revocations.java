package dev.lintel.cloud.device;

import dev.lintel.protocol.identity.EdgeId;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// The serial numbers that are no longer good, in memory.
///
/// The broker asks here at every connection, without a database: when the database is away, what was known stays known
/// (it fails static). The table is the truth; [RevocationWatch] reads it at start and again and again. [RevocationFile] keeps
/// it once more, for a table that comes from a backup.
///
/// Any thread may ask and add; listeners run on the thread that adds.
public final class Revocations {

    private final Set<BigInteger> serials = ConcurrentHashMap.newKeySet();
    private final List<Consumer<Revoked>> listeners = new CopyOnWriteArrayList<>();
    private final Consumer<Collection<Revoked>> memory;

    /// Why a certificate is no longer good.
    public enum Ending {
        /// Its edge has later ones and goes on with them.
        RENEWED("renewed"),
        /// Its edge came with a new token, perhaps on another machine.
        ENROLLED_AGAIN("enrolled again"),
        /// Its edge is not believed any more.
        SHUT_OUT("shut out");

        private final String word;

        Ending(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }

        /// What is written down for whoever is shut out for that reason: never the word of an ending that lets the session go on.
        static String shuttingOut(String reason) {
            return of(reason) == SHUT_OUT ? reason : SHUT_OUT.word + ": " + reason;
        }

        /// Whatever an administrator or the cloud gave as the reason to shut somebody out is no other word of these.
        static Ending of(String word) {
            return Arrays.stream(values()).filter(ending -> ending.word.equals(word)).findFirst().orElse(SHUT_OUT);
        }
    }

    /// A certificate that is no longer good, and whose it was.
    public record Revoked(BigInteger serial, EdgeId edge, Instant at, Ending ending) {

        /// Nobody is shut out.
        boolean followed() {
            return ending == Ending.RENEWED;
        }
    }

    /// @param memory told all that is added, again and again, to keep what it does not have
    Revocations(Consumer<Collection<Revoked>> memory) {
        this.memory = memory;
    }

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
        memory.accept(revoked);
    }

    void onRevoked(Consumer<Revoked> listener) {
        listeners.add(listener);
    }
}
