package dev.lintel.cloud.notice;

import dev.lintel.provisioning.world.cloud.Outbox;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// What the pump of notices does, when it is told to.
public final class StillNotices {

    private static final int ALL = 10_000;

    private final NoticeStore store;

    public StillNotices(NoticeStore store) {
        this.store = store;
    }

    /// How many were told.
    public int tell(Handle transaction, Instant now) {
        return store.tell(transaction, false, now, ALL);
    }

    /// Each notice of a tenant as one line, in the words of [#line].
    public List<String> lines(Handle transaction) {
        return transaction
                .createQuery(
                        """
                                SELECT person_id || ' ' || booking_id || ' ' || decision || ' ' || floor_id || ' ' || kind || ' ' || standing || ' ' ||
                                    CASE WHEN told_at IS NOT NULL THEN 'TOLD' WHEN dropped_at IS NOT NULL THEN 'DROPPED' ELSE 'WRITTEN' END
                                FROM notice
                                """)
                .mapTo(String.class)
                .list();
    }

    public static String line(Outbox.Row row) {
        Outbox.Notice notice = row.notice();
        return notice.key().person() + " " + notice.key().booking() + " " + notice.key().decision() + " " + notice.floor() + " "
                + notice.kind() + " " + notice.standing() + " " + row.state();
    }
}
