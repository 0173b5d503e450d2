package dev.lintel.cloud.booking;

import dev.lintel.cloud.store.Opening;
import dev.lintel.cloud.store.Rounds;
import dev.lintel.cloud.store.Transactions;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out the consents of wishes that a door declined. One thread in each replica; doing it twice does it once.
@Context
final class WishPump implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WishPump.class);
    /// Not woken by each commit: few of them decline a wish, and a second more does not matter to somebody who waits for
    /// a mail.
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(30);
    private static final int BATCH = 50;

    private final Transactions transactions;
    private final WishStore wishes;
    private final WishDesk desk;
    private final InstantSource clock;
    private final Rounds rounds = new Rounds("wish-pump", PAUSE, _ -> round());

    WishPump(Transactions transactions, WishStore wishes, WishDesk desk, InstantSource clock, Opening opening) {
        this.transactions = transactions;
        this.wishes = wishes;
        this.desk = desk;
        this.clock = clock;
        rounds.start(opening);
    }

    void round() {
        List<WishStore.Due> due = transactions.unfenced(transaction -> wishes.due(transaction, clock.instant(), BATCH));
        for (WishStore.Due wish : due) {
            try {
                var _ = desk.carryOut(wish.tenant(), wish.op(), true);
            } catch (RuntimeException e) {
                LOG.error("a due wish could not be carried out; it is tried again", e);
                transactions.inTenant(wish.tenant(), transaction -> {
                    wishes.postpone(transaction, wish.tenant(), wish.op(), clock.instant().plus(AFTER_FAILURE));
                    return true;
                });
            }
        }
    }

    @Override
    @PreDestroy
    public void close() {
        rounds.close();
    }
}
