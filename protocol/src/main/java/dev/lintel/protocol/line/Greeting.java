package dev.lintel.protocol.line;

import dev.lintel.protocol.identity.Generation;
import java.util.Optional;

/// Where a door says it stands.
///
/// @param generation of the cloud it last heard, absent before the first welcome
public record Greeting(long epoch, Optional<Generation> generation, Line line, Mark log, Mark feed) {}
