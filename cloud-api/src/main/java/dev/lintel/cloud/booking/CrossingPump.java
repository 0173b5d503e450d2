package dev.lintel.cloud.booking;

import dev.lintel.cloud.store.Bell;
import dev.lintel.cloud.store.Opening;
import dev.lintel.cloud.store.Rounds;
import dev.lintel.cloud.store.Transactions;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Goes on with moves from floor to floor whose next step is the cloud's: at once when this replica has heard the door, and
/// otherwise, after a restart too, when it looks. What is due stands in the tables of the line and nowhere else.
///
/// One thread in each replica; doing it twice does it once, because each step is decided under the locks of both floors.
@Context
final class CrossingPump implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CrossingPump.class);
    /// For what no ring told of. A move that waits for two doors can wait a second more for a lost replica.
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int BATCH = 50;

    private final Transactions transactions;
    private final CrossingStore crossings;
    private final CrossingDesk desk;
    private final Rounds rounds = new Rounds("crossing-pump", PAUSE, _ -> round());

    CrossingPump(Transactions transactions, CrossingStore crossings, CrossingDesk desk, Bell bell, Opening opening) {
        this.transactions = transactions;
        this.crossings = crossings;
        this.desk = desk;
        bell.onOnward(rounds::wake);
        rounds.start(opening);
    }

    void round() {
        for (CrossingStore.Due due : transactions.unfenced(transaction -> crossings.due(transaction, BATCH))) {
            try {
                desk.goOn(due);
            } catch (RuntimeException e) {
                LOG.atError()
                        .addKeyValue("booking", due.booking())
                        .log("a move to another floor could not go on; it is tried again", e);
            }
        }
    }

    @Override
    @PreDestroy
    public void close() {
        rounds.close();
    }
}
