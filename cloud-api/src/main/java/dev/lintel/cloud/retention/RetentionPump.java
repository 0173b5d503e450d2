package dev.lintel.cloud.retention;

import dev.lintel.cloud.retention.Periods.Choice;
import dev.lintel.cloud.retention.RetentionStore.Whose;
import dev.lintel.cloud.store.Opening;
import dev.lintel.cloud.store.Rounds;
import dev.lintel.cloud.store.Transactions;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Forgets once an hour, a thousand rows a transaction, so that no decision waits for it. One thread in each replica; of
/// several one works at a time.
@Context
final class RetentionPump implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RetentionPump.class);
    private static final Duration PAUSE = Duration.ofHours(1);
    private static final Duration ENDED_SESSIONS = Duration.ofDays(30);
    private static final int BATCH = 1_000;
    /// How late a booking of the past may still come in, from a door that was away. What is older was looked at before, and
    /// at every start all of it is.
    private static final Duration COMES_LATE = Duration.ofDays(60);

    private final Transactions transactions;
    private final RetentionStore kept;
    private final PeriodStore periods;
    private final RetentionSettings settings;
    private final MeterRegistry figures;
    private final InstantSource clock;
    private volatile boolean lookedAtAll;
    private volatile boolean mine;
    private volatile Map<UUID, Choice> chosenBefore = Map.of();
    private final Rounds rounds = new Rounds("retention-pump", PAUSE, _ -> forget(now()));

    RetentionPump(Transactions transactions, RetentionStore kept, PeriodStore periods, RetentionSettings settings,
            MeterRegistry figures,
            InstantSource clock, Opening opening) {
        this.transactions = transactions;
        this.kept = kept;
        this.periods = periods;
        this.settings = settings;
        this.figures = figures;
        this.clock = clock;
        rounds.start(opening);
    }

    private Instant now() {
        return clock.instant();
    }

    /// One kind of rows.
    @FunctionalInterface
    private interface Step {
        int in(Handle transaction, Instant before, int most);
    }

    void forget(Instant now) {
        mine = true;
        var chosen = transactions.unfenced(periods::all);
        if (!chosen.equals(chosenBefore)) {
            // Who keeps longer or shorter than before has rows that were looked at, or left alone, by other rules.
            lookedAtAll = false;
        }
        chosenBefore = chosen;
        // The feed before the answers: an answer leaves when no feed entry tells it any more.
        tenants(new Whose(false, chosen.keySet()), Choice.NONE.or(settings), now);
        chosen.forEach((tenant, choice) -> tenants(new Whose(true, Set.of(tenant)), choice.or(settings), now));
        forget("operations", kept::operations, now.minus(settings.operations()));
        forget("orders", kept::orders, now.minus(settings.operations()));
        forget("issues", kept::issues, now.minus(settings.bookings()));
        forget("tokens", kept::tokens, now.minus(settings.operations()));
        // Not before a door that was cut off for the longest time may have renewed.
        forget("certificates", kept::certificates, now.minus(settings.logs()));
        forget("revocations", kept::revocations, now.minus(settings.logs()));
        forget("feed", kept::feed, now.minus(settings.logs()));
        forget("door-log", kept::doorLog, now.minus(settings.logs()));
        forget("answers", kept::answers, now.minus(settings.logs()));
        forget("live-events", kept::liveEvents, now.minus(settings.logs()));
        forget("notices", kept::notices, now.minus(settings.notices()));
        forget("sessions", kept::sessions, now.minus(ENDED_SESSIONS));
        // Another replica may have been at it, and may not have come to its end.
        lookedAtAll |= mine;
    }

    /// What a tenant may keep for a time of its own.
    private void tenants(Whose whose, Periods term, Instant now) {
        var titles = now.minus(term.titles());
        forget("titles", (transaction, before, most) -> kept.titles(transaction, whose, since(before), before, most),
                titles);
        forget("wishes", (transaction, before, most) -> kept.wishes(transaction, whose, before, most), titles);
        forget("people", (transaction, before, most) -> kept.people(transaction, whose, since(before), before, most),
                now.minus(term.bookings()));
        forget("alarms", (transaction, before, most) -> kept.alarms(transaction, whose, before, most),
                now.minus(term.audit()));
        forget("audit", (transaction, before, most) -> kept.audit(transaction, whose, before, most),
                now.minus(term.audit()));
    }

    private Instant since(Instant before) {
        return lookedAtAll ? before.minus(COMES_LATE) : Instant.EPOCH;
    }

    private void forget(String what, Step step, Instant before) {
        int gone;
        int all = 0;
        do {
            gone = transactions.unfenced(transaction -> {
                if (!kept.isMyTurn(transaction)) {
                    mine = false;
                    return 0;
                }
                return step.in(transaction, before, BATCH);
            });
            all += gone;
        } while (gone == BATCH);
        if (all > 0) {
            figures.counter("lintel.retention.rows", "what", what).increment(all);
            LOG.info("forgot {} rows: {} before {}", all, what, before);
        }
    }

    @Override
    @PreDestroy
    public void close() {
        rounds.close();
    }
}
