package dev.lintel.protocol.wire;

import java.util.Optional;

/// How one thing should be.
///
/// @param version grows with each change of this thing; an older one than is applied is ignored
/// @param settings nothing means that the thing is to be forgotten
public record Setting(Thing about, long version, Optional<Json.Obj> settings) {}
