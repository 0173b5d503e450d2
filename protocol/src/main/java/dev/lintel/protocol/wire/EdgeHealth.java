package dev.lintel.protocol.wire;

import dev.lintel.protocol.identity.BootId;
import java.time.Instant;
import java.util.List;

/// How an edge says that it is.
///
/// @param version of the agent
/// @param clock the kind of its clock's quality, as in a hello
public record EdgeHealth(String version, Instant startedAt, BootId boot, String clock, long diskFreeBytes, long diskTotalBytes,
        List<Check> checks) {

    public EdgeHealth {
        checks = List.copyOf(checks);
    }

    /// One of the agent's own checks, with what a technician does about it.
    ///
    /// @param status `up`, `degraded` or `down`
    /// @param fix empty where nothing is to be done
    public record Check(String id, String status, String detail, String fix) {}
}
