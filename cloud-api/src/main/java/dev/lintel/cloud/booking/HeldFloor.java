package dev.lintel.cloud.booking;

import dev.lintel.protocol.identity.SiteId;
import dev.lintel.protocol.line.CloudFloor;
import java.time.Instant;
import java.util.Optional;

/// A floor whose row this transaction holds, with what was read under the lock.
///
/// @param link none, up or down
/// @param silent down only because nothing was heard of the door for a while
/// @param heardAt when the door was last heard, to within [LineDesk#HEARD_WITHIN]
/// @param barrierUntil until then notices about this floor wait
record HeldFloor(CloudFloor floor, SiteId site, String link, boolean silent, Optional<Instant> heardAt,
        Optional<Instant> barrierUntil, LedgerStore ledger) {

    boolean linked() {
        return link.equals("up");
    }
}
