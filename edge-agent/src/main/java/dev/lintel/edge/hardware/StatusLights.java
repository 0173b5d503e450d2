package dev.lintel.edge.hardware;

import dev.lintel.protocol.identity.SpaceId;
import java.util.List;

/// The lights of a floor, however they are wired.
public interface StatusLights {

    /// A light and what it says.
    record Lit(SpaceId space, Signal signal) {}

    void show(SpaceId space, Signal signal);

    List<Lit> shown();
}
