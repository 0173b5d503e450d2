package dev.lintel.protocol.wire;

import dev.lintel.protocol.identity.PanelId;
import dev.lintel.protocol.identity.SpaceId;
import java.time.Instant;

/// A panel that an edge lets in.
///
/// @param how `code` for one that was paired, `file` for one that a technician listed
public record PairedPanel(PanelId panel, SpaceId space, Instant pairedAt, String how) {}
