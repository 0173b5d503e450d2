package dev.lintel.edge.door;

import dev.lintel.protocol.identity.SpaceId;
import java.util.Optional;

/// What was decided on the door's thread besides the calendar.
///
/// @param answer for whoever asked, once the fact is on the disk
/// @param fact what the log tells of it; nothing where it came to nothing
public record Weighed<T>(T answer, Optional<Fact> fact) {

    /// @param kind a short stable word for the log
    /// @param besides the rows that must be on the disk whenever the fact is
    public record Fact(String kind, SpaceId space, Besides besides) {}

    public static <T> Weighed<T> nothing(T answer) {
        return new Weighed<>(answer, Optional.empty());
    }
}
