package dev.lintel.protocol.wire;

import java.util.Optional;

/// How one thing is.
///
/// @param version of the setting that was applied last; 0 where none was
/// @param settings what really runs; nothing for credentials, which are not told back, and for what was forgotten
/// @param problem why the setting could not be applied as it was wanted
public record Applied(Thing about, long version, Optional<Json.Obj> settings, Optional<String> problem) {}
