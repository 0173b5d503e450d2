package dev.lintel.protocol.wire;

import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PanelId;
import dev.lintel.protocol.identity.SpaceId;
import java.time.Instant;

/// Something an admin wants done at an edge now. It is repeated until it is answered or has expired, and has one effect.
///
/// ```
/// LookPairing ──phrase──► ConfirmPairing ──panel──► RevokePanel        Retire ──► the door's last word
/// (a report in the door's log) ──► ShowIssue taken ──► ShowIssue fixed
/// ```
public sealed interface EdgeOrder {

    /// Which panel shows this code? Answered with the phrase it shows, for the admin to compare.
    record LookPairing(String code) implements EdgeOrder {}

    /// The panel that shows this code belongs to this space.
    ///
    /// @param by who confirmed it, as shown to people
    record ConfirmPairing(String code, SpaceId space, String by) implements EdgeOrder {}

    record RevokePanel(PanelId panel) implements EdgeOrder {}

    /// Decide nothing more on this floor, and say so as the last entry of the log.
    record Retire() implements EdgeOrder {}

    /// What has become of something that somebody reported here, for the door to show.
    ///
    /// @param issue the operation of the report
    /// @param state `open`, `taken` or `fixed`
    /// @param at when that was so; what is older than the door knows changes nothing
    record ShowIssue(OperationId issue, String state, Instant at) implements EdgeOrder {}

    /// An order of a later version; answered as not understood.
    record Unknown(String kind) implements EdgeOrder {}
}
