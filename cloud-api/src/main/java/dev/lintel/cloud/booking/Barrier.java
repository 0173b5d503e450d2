package dev.lintel.cloud.booking;

import dev.lintel.cloud.notice.NoticeStore;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.FloorPosition;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Holds a floor's notices back while its door's backlog is being read, so that people hear how things ended and not each
/// turn they took on the way.
///
///     open --hello with more than is applied here--> held --applied up to that, or 60 s--> open
@Singleton
class Barrier {

    /// A backlog of days is applied in seconds; a link that breaks again must not silence a floor.
    static final Duration LONGEST = Duration.ofSeconds(60);

    private final NoticeStore notices;

    Barrier(NoticeStore notices) {
        this.notices = notices;
    }

    /// @param inputs that were taken in
    /// @param at where the floor stands now
    void keep(Handle transaction, TenantId tenant, HeldFloor held, List<? extends CloudInput> inputs, FloorPosition at,
            Instant now) {
        for (CloudInput input : inputs) {
            if (input instanceof CloudInput.Greeted(var greeting, var _)) {
                if (greeting.epoch() == at.epoch() && greeting.log().seq() > at.log().seq()) {
                    notices.hold(transaction, tenant, at.floor(), greeting.log().seq(), now.plus(LONGEST));
                    return;
                }
                if (greeting.epoch() < at.epoch() && greeting.log().seq() > at.before().seq()) {
                    // It tells in this epoch what it could not in its own, in how many entries nobody knows.
                    notices.hold(transaction, tenant, at.floor(), Long.MAX_VALUE, now.plus(LONGEST));
                    return;
                }
            }
        }
        if (held.barrierUntil().isPresent()) {
            notices.letGo(transaction, tenant, at.floor(), at.log().seq());
        }
    }
}
