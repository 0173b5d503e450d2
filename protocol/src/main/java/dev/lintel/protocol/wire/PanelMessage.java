package dev.lintel.protocol.wire;

import dev.lintel.protocol.booking.Party;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PanelId;
import dev.lintel.protocol.identity.SpaceId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// What a door and one of its panels say to each other.
///
/// ```
/// panel ──Greet──► edge        edge ──Hello, State, Ping──► panel
/// panel ──Act────► edge        edge ──Done | Refused | Proposed──► panel
/// ```
public sealed interface PanelMessage {

    /// First word of the edge.
    ///
    /// @param ui the build of the page that this edge serves; another one at the panel means: load anew
    record Hello(String ui, PanelId panel, SpaceId space, Instant now, String locale, ZoneId timeZone, boolean hour12,
            int heartbeatSeconds) implements PanelMessage {}

    /// All that the screen shows; each one replaces the last.
    ///
    /// @param link `live`, `local` or `stale`
    /// @param clock `good`, `uncertain` or `unknown`
    /// @param bookings of 24 hours around now, by start
    record State(long seq, Instant now, SpaceShown space, LinkShown link, String clock, Optional<String> closed,
            PolicyShown policy, List<BookingShown> bookings) implements PanelMessage {
        public State {
            bookings = List.copyOf(bookings);
        }
    }

    record SpaceShown(SpaceId id, String name, String floor, int capacity) {}

    record LinkShown(String state, Optional<Instant> lastSyncedAt) {}

    record PolicyShown(int checkInOpensMinutes, int graceMinutes, int minimumMinutes, int maximumMinutes) {}

    /// @param organiser a name, already reduced by privacy
    /// @param awaiting whose answer is open
    record BookingShown(BookingId id, int version, Slot slot, Optional<String> title, Optional<String> organiser, String phase,
            Optional<Party> awaiting, Instant checkInOpensAt,
            Instant checkInClosesAt) {}

    record Done(OperationId operation, String event, BookingId booking) implements PanelMessage {}

    record Refused(OperationId operation, Problem problem) implements PanelMessage {}

    /// The other party has to answer; the outcome comes as a later state.
    record Proposed(OperationId operation, BookingId booking) implements PanelMessage {}

    record Ping(Instant now) implements PanelMessage {}

    /// First word of a panel.
    ///
    /// @param seq of the last state it drew
    record Greet(long seq) implements PanelMessage {}

    record Act(OperationId operation, PanelAction action) implements PanelMessage {}

    record Pong() implements PanelMessage {}

    /// A message of a later version; ignored.
    record Unknown(String type) implements PanelMessage {}

    /// What a finger can ask for.
    sealed interface PanelAction {

        record CheckIn(BookingId booking) implements PanelAction {}

        /// @param start absent: now
        record Book(Optional<Instant> start, int minutes) implements PanelAction {}

        record End(BookingId booking) implements PanelAction {}

        record StartEarly(BookingId booking) implements PanelAction {}

        record Extend(BookingId booking, int minutes) implements PanelAction {}

        record Undo(BookingId booking) implements PanelAction {}

        record Cancel(BookingId booking) implements PanelAction {}

        /// An action of a later version; answered politely.
        record Unknown(String kind) implements PanelAction {}
    }
}
