package dev.lintel.cloud.booking;

import dev.lintel.cloud.notice.NoticeStore;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.FloorPosition;
import dev.lintel.protocol.line.Outcome;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Holds a floor's notices back while its door's backlog is being read, so that people hear how things ended and not each
/// turn they took on the way.
@Singleton
class Barrier {

    private final NoticeStore notices;

    Barrier(NoticeStore notices) {
        this.notices = notices;
    }

    /// @param inputs that were taken in
    /// @param outcomes of each; nothing for those behind one that ended it
    /// @param at where the floor stands now
    void keep(Handle transaction, TenantId tenant, HeldFloor held, List<? extends CloudInput> inputs,
            List<Outcome> outcomes, FloorPosition at, Instant now) {
        switch (BarrierRules.of(inputs, outcomes, at, now)) {
            case BarrierRules.Order.Hold(long seq, Instant until) ->
                notices.hold(transaction, tenant, at.floor(), seq, until);
            case BarrierRules.Order.LetGo(long seq) when held.barrierUntil().isPresent() ->
                notices.letGo(transaction, tenant, at.floor(), seq);
            case BarrierRules.Order.LetGo _ -> {
            }
        }
    }
}
