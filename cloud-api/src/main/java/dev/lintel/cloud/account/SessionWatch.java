package dev.lintel.cloud.account;

import dev.lintel.cloud.store.Transactions;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;

/// Tells connections that outlive a request whether the session they were opened under still stands.
@Singleton
public class SessionWatch {

    private final Transactions transactions;
    private final SessionStore sessions;
    private final InstantSource clock;

    SessionWatch(Transactions transactions, SessionStore sessions, InstantSource clock) {
        this.transactions = transactions;
        this.sessions = sessions;
        this.clock = clock;
    }

    /// Of these sessions, those that are over.
    public Set<UUID> ended(Collection<UUID> open) {
        return open.isEmpty()
                ? Set.of()
                : transactions.unfenced(transaction -> sessions.ended(transaction, open, clock.instant()));
    }
}
