package dev.lintel.protocol.wire;

import dev.lintel.protocol.identity.PanelId;
import dev.lintel.protocol.identity.SpaceId;

/// Something an admin wants done at an edge now. It is repeated until it is answered or has expired, and has one effect.
///
/// ```
/// LookPairing ──phrase──► ConfirmPairing ──panel──► RevokePanel        Retire ──► the door's last word
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

    /// An order of a later version; answered as not understood.
    record Unknown(String kind) implements EdgeOrder {}
}
