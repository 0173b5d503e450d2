package dev.lintel.protocol.line;

import java.util.Optional;

import dev.lintel.protocol.identity.Generation;

/// Where a door says it stands.
///
/// @param generation of the cloud it last heard, absent before the first welcome
public record Greeting(long epoch, Optional<Generation> generation, Line line, Mark log, Mark feed) {}
