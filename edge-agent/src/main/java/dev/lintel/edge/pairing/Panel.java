package dev.lintel.edge.pairing;

import dev.lintel.protocol.identity.PanelId;
import dev.lintel.protocol.identity.SpaceId;

/// One screen beside one door, recognised by its key.
public record Panel(PanelId id, SpaceId space) {}
