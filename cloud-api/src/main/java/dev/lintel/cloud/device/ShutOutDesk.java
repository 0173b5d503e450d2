package dev.lintel.cloud.device;

import dev.lintel.cloud.booking.EpochDesk;
import dev.lintel.cloud.booking.LineDesk.Taken;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.protocol.identity.EdgeId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Takes from an edge everything by which it could be believed: its certificates, tokens that nobody used yet, orders that
/// were meant for the machine it was, and the connection of its floors.
///
/// One transaction, the caller's; its session falls after the commit, at once here and within a look of [RevocationWatch] at
/// other replicas.
@Singleton
class ShutOutDesk {

    private final Transactions transactions;
    private final EpochDesk epochs;
    private final EdgeAlarms alarms;
    private final EdgeDirectory directory;
    private final Revocations revocations;
    private final InstantSource clock;

    ShutOutDesk(Transactions transactions, EpochDesk epochs, EdgeAlarms alarms, EdgeDirectory directory,
            Revocations revocations, InstantSource clock) {
        this.transactions = transactions;
        this.epochs = epochs;
        this.alarms = alarms;
        this.directory = directory;
        this.revocations = revocations;
        this.clock = clock;
    }

    /// Nothing where the tenant has no such edge. The result is for [#tell], after the commit.
    Optional<List<Taken>> end(Handle handle, By by, EdgeId edge, String state, String reason) {
        if (!RevocationStore.end(handle, by.tenant(), edge, state, reason, clock.instant())) {
            return Optional.empty();
        }
        return Optional.of(EdgeStore.floors(handle, by.tenant(), edge)
                .stream()
                .flatMap(floor -> epochs.shutOut(handle, by.tenant(), floor, by.operation()).stream())
                .toList());
    }

    void tell(EdgeId edge, List<Taken> taken) {
        Instant now = clock.instant();
        alarms.tell(taken);
        directory.forget(edge);
        revocations.add(transactions.unfenced(handle -> RevocationStore.mattering(handle, now)));
    }
}
