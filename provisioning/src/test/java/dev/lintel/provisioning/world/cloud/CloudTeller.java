package dev.lintel.provisioning.world.cloud;

import dev.lintel.provisioning.world.ground.Timeline;
import java.util.List;

/// Tells people what waits for them, as `NoticePump` does each second. Where nothing waits, nothing would happen then.
///
/// Mails are not simulated: whoever is told has heard.
final class CloudTeller {

    private static final long SECOND_MILLIS = 1_000;

    private final Timeline time;
    private final CloudHost host;
    private final CloudDesk desk;
    private final CloudWatch watch;
    private boolean planned;

    CloudTeller(Timeline time, CloudHost host, CloudDesk desk, CloudWatch watch) {
        this.time = time;
        this.host = host;
        this.desk = desk;
        this.watch = watch;
    }

    /// At the next full second.
    void wake(Tables tables) {
        if (!planned && !tables.outbox().isEmpty()) {
            planned = true;
            time.at((time.millis() / SECOND_MILLIS + 1) * SECOND_MILLIS, () -> {
                planned = false;
                if (host.alive()) {
                    round();
                }
            });
        }
    }

    /// Each replica has its own second: that of another one ends at times just behind this transaction, between two batches of one backlog.
    void after(Transaction transaction) {
        if (transaction instanceof Transaction.Said && time.millis() % 2 == 0 && host.alive()
                && host.databases().stream().anyMatch(tables -> !tables.outbox().isEmpty())) {
            round();
        }
    }

    private void round() {
        int told = 0;
        for (Tables tables : host.databases()) {
            List<Outbox.Notice> all = tables.outbox().tell(floor -> tables.floor(floor).tells(time.now()));
            all.forEach(notice -> watch.told(tables.floor(notice.floor()), notice));
            told += all.size();
            wake(tables);
        }
        desk.done(new Transaction.Told(), told);
    }
}
