package dev.lintel.cloud.notice;

import dev.lintel.cloud.store.Bell;
import dev.lintel.cloud.store.Opening;
import dev.lintel.cloud.store.Rounds;
import dev.lintel.cloud.store.Transactions;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// Takes notices out of the outbox: tells them, then mails them.
///
///     written -> (no barrier) -> told -> mail waiting -> sending -> sent
///        |                                  ^    |          |
///        `-> dropped: stands otherwise      |    v          +--> parked after five tries, or where no try can help
///                                           +- back-off <---+
///
/// One thread in each replica; rows are shared by `SKIP LOCKED`. A mail is claimed in one transaction and sent outside of
/// it, so that no decision ever waits for a mail server. A replica that dies while sending leaves a lease that runs out;
/// its mail then goes out a second time under the same Message-ID, by which mailboxes know a copy.
@Context
final class NoticePump implements AutoCloseable {

    static final int TRIES = 5;

    private static final Logger LOG = LoggerFactory.getLogger(NoticePump.class);
    /// Not woken by each commit: few of them have something to tell, and barriers end without one.
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /// Longer than a mail server may take for one mail, with the time-outs of [Mailer].
    private static final Duration LEASE = Duration.ofMinutes(10);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final int BATCH = 200;
    /// Each is asked for when its turn has come: what was dropped meanwhile is not sent.
    private static final int MAILS = 1;

    private final Transactions transactions;
    private final NoticeStore notices;
    private final Mailer mailer;
    private final MeterRegistry figures;
    private final InstantSource clock;
    private final Bell commits;
    private final Rounds rounds = new Rounds("notice-pump", PAUSE, _ -> {
        tell();
        mail();
    });

    NoticePump(Transactions transactions, NoticeStore notices, Mailer mailer, MeterRegistry figures, Bell commits,
            InstantSource clock, Opening opening) {
        this.transactions = transactions;
        this.notices = notices;
        this.mailer = mailer;
        this.figures = figures;
        this.clock = clock;
        this.commits = commits;
        rounds.start(opening);
    }

    void tell() {
        int told;
        do {
            told = transactions.unfenced(transaction -> notices.tell(transaction, mailer.isOn(), clock.instant(), BATCH));
            if (told > 0) {
                figures.counter("lintel.notices.told").increment(told);
                commits.ring();
            }
        } while (told == BATCH);
    }

    void mail() {
        if (!mailer.isOn()) {
            return;
        }
        List<NoticeStore.Kept> batch;
        do {
            batch = transactions.unfenced(transaction -> notices.claimMails(transaction, clock.instant(), LEASE, MAILS));
            batch.forEach(this::mail);
        } while (batch.size() == MAILS);
    }

    private void mail(NoticeStore.Kept notice) {
        try (var _ = MDC.putCloseable("op", notice.decision().toString())) {
            var result = notice.active() ? sent(notice) : new Mailer.Sent.Hopeless("the person has left");
            Instant now = clock.instant();
            switch (result) {
                case Mailer.Sent.Taken _ -> done(notice, "sent", now);
                case Mailer.Sent.Hopeless(String why) -> {
                    LOG.warn("mail of notice {} is parked: {}", notice.id(), why);
                    done(notice, "parked", now);
                }
                case Mailer.Sent.Failed(String why) when notice.tries() >= TRIES -> {
                    LOG.warn("mail of notice {} is parked after {} tries: {}", notice.id(), notice.tries(), why);
                    done(notice, "parked", now);
                }
                case Mailer.Sent.Failed(String why) -> {
                    LOG.info("mail of notice {} could not be sent, try {}: {}", notice.id(), notice.tries(), why);
                    done(notice, "waiting", now.plus(pause(notice.tries())));
                }
            }
        }
    }

    /// One that this version cannot put into words is tried again like one that did not leave: a newer replica may be able to,
    /// and it must neither stay for ever nor keep those behind it.
    private Mailer.Sent sent(NoticeStore.Kept notice) {
        try {
            return mailer.send(notice);
        } catch (RuntimeException e) {
            LOG.error("notice {} could not be put into a mail", notice.id(), e);
            return new Mailer.Sent.Failed(e.toString());
        }
    }

    /// 30 s, 2, 8, 32 minutes: a server's restart, an evening's trouble.
    static Duration pause(int tries) {
        return FIRST_PAUSE.multipliedBy(1L << (2 * (tries - 1)));
    }

    private void done(NoticeStore.Kept notice, String mail, Instant dueAt) {
        figures.counter("lintel.notices.mails", "outcome", mail).increment();
        transactions.inTenant(notice.tenant(), transaction -> {
            notices.mailed(transaction, notice, mail, dueAt);
            return true;
        });
    }

    @Override
    @PreDestroy
    public void close() {
        rounds.close();
    }
}
