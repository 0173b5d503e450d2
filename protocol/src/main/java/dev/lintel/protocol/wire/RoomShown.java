package dev.lintel.protocol.wire;

import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a door knows about its room besides the calendar. Nothing here depends on the present moment, so it is news only when it changes.
///
/// @param presence absent: this room has no sensors
/// @param release what is announced, while it is
/// @param undo what can be taken back at present, latest first
/// @param openings stretches that may be booked here, buffers and house rules taken off; the first may have begun already
/// @param issues reported and not yet solved
/// @param issueKinds what can be reported
/// @param unlock by action: any one of these (`pin`, `badge`) has to come with it
public record RoomShown(Optional<PresenceShown> presence, Optional<ReleaseShown> release, List<UndoShown> undo,
        List<Slot> openings, List<IssueShown> issues, List<String> issueKinds, SortedMap<String, List<String>> unlock) {

    public static final RoomShown QUIET = new RoomShown(Optional.empty(), Optional.empty(), List.of(), List.of(), List.of(),
            List.of(), new TreeMap<>());

    public RoomShown {
        undo = List.copyOf(undo);
        openings = List.copyOf(openings);
        issues = List.copyOf(issues);
        issueKinds = List.copyOf(issueKinds);
        unlock = Collections.unmodifiableSortedMap(new TreeMap<>(unlock));
    }

    /// @param state `present`, `absent` or `unknown`
    public record PresenceShown(String state, Instant since) {}

    /// @param snoozed it has been put off once and cannot be again; checking in still keeps the room
    public record ReleaseShown(BookingId booking, Instant releasesAt, boolean snoozed) {}

    /// @param operation what would be taken back
    public record UndoShown(OperationId operation, BookingId booking, String event, Instant until) {}

    /// @param id the operation that reported it
    /// Somebody reported it at a door.
    ///
    /// @param state `open`, or `taken` once somebody looks after it
    public record IssueShown(OperationId id, String kind, Instant since, String state) {

        public static final String OPEN = "open";

        public IssueShown(OperationId id, String kind, Instant since) {
            this(id, kind, since, OPEN);
        }
    }

    /// Which of an action's keys the room asks for; empty: none.
    public List<String> unlockOf(String actionKind) {
        return unlock.getOrDefault(actionKind, List.of());
    }
}
