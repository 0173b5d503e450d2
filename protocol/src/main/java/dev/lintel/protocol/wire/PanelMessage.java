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
/// paired      panel ──Greet──► edge        edge ──Hello, State, Standby, Ping──► panel
///             panel ──Act────► edge        edge ──Done | Refused | Proposed | Found | Reported──► panel
/// no longer paired                         edge ──NotPaired──► panel, and the socket is closed
/// ```
///
/// Fields are only ever added, and a reader does without those it does not find: a page and an agent of neighbouring versions understand each other.
public sealed interface PanelMessage {

    /// First word of the edge, and again whenever one of these things changes.
    ///
    /// @param ui the build of the page that this edge serves; another one at the panel means: load anew
    record Hello(String ui, PanelId panel, SpaceId space, Instant now, String locale, ZoneId timeZone, boolean hour12,
            int heartbeatSeconds, HouseShown house) implements PanelMessage {

        public Hello(String ui, PanelId panel, SpaceId space, Instant now, String locale, ZoneId timeZone, boolean hour12,
                int heartbeatSeconds) {
            this(ui, panel, space, now, locale, timeZone, hour12, heartbeatSeconds, HouseShown.USUAL);
        }
    }

    /// All that the screen shows; each one replaces the last.
    ///
    /// @param link `live`, `local` or `stale`
    /// @param clock `good`, `uncertain` or `unknown`
    /// @param bookings of 24 hours around now, by start
    /// @param room what is known besides the calendar
    record State(long seq, Instant now, SpaceShown space, LinkShown link, String clock, Optional<String> closed,
            PolicyShown policy, List<BookingShown> bookings, RoomShown room) implements PanelMessage {

        public State {
            bookings = List.copyOf(bookings);
        }

        public State(long seq, Instant now, SpaceShown space, LinkShown link, String clock, Optional<String> closed,
                PolicyShown policy, List<BookingShown> bookings) {
            this(seq, now, space, link, clock, closed, policy, bookings, RoomShown.QUIET);
        }
    }

    record SpaceShown(SpaceId id, String name, String floor, int capacity) {}

    /// @param lineAt up to here this door's word is final; what reaches beyond has to be asked of the cloud
    record LinkShown(String state, Optional<Instant> lastSyncedAt, Optional<Instant> lineAt) {

        public LinkShown(String state, Optional<Instant> lastSyncedAt) {
            this(state, lastSyncedAt, Optional.empty());
        }
    }

    record PolicyShown(int checkInOpensMinutes, int graceMinutes, int minimumMinutes, int maximumMinutes) {}

    /// @param organiser a name, already reduced by privacy
    /// @param awaiting whose answer is open
    /// @param latestEndAt the end up to which it can be extended, buffers and house rules taken off; absent where it cannot
    /// @param earliestStartAt from when on it may be started early; absent where it may not
    record BookingShown(BookingId id, int version, Slot slot, Optional<String> title, Optional<String> organiser, String phase,
            Optional<Party> awaiting, Instant checkInOpensAt, Instant checkInClosesAt, Optional<Instant> latestEndAt,
            Optional<Instant> earliestStartAt) {

        public BookingShown(BookingId id, int version, Slot slot, Optional<String> title, Optional<String> organiser,
                String phase, Optional<Party> awaiting, Instant checkInOpensAt, Instant checkInClosesAt) {
            this(id, version, slot, title, organiser, phase, awaiting, checkInOpensAt, checkInClosesAt, Optional.empty(),
                    Optional.empty());
        }
    }

    /// Nothing to decide with yet: in place of a state, until one comes.
    ///
    /// @param reason `starting`, `updating`, `rebuilding`, `floor-unknown` or `out-of-service`
    record Standby(String reason, Instant now) implements PanelMessage {}

    /// @param undoUntil how long this can be taken back by the panel that did it
    record Done(OperationId operation, String event, BookingId booking, Optional<Instant> undoUntil) implements PanelMessage {

        public Done(OperationId operation, String event, BookingId booking) {
            this(operation, event, booking, Optional.empty());
        }
    }

    record Refused(OperationId operation, Problem problem, NextBest next) implements PanelMessage {

        public Refused(OperationId operation, Problem problem) {
            this(operation, problem, NextBest.NONE);
        }
    }

    /// The other party has to answer. Once it has, the panel that asked hears [Done] or [Refused] of the same operation, and all panels see it in the state.
    record Proposed(OperationId operation, BookingId booking) implements PanelMessage {}

    /// @param rooms nearest first
    record Found(OperationId operation, List<RoomFound> rooms) implements PanelMessage {
        public Found {
            rooms = List.copyOf(rooms);
        }
    }

    record Reported(OperationId operation, String issue) implements PanelMessage {}

    /// A room of this floor that would do.
    ///
    /// @param freeUntil absent: nothing follows in what this door knows
    /// @param hint which way to go as one stands before the panel: `left`, `right`, `ahead`, `behind`, `across`, `next-door`, `upstairs`, `downstairs`
    record RoomFound(SpaceId space, String name, String floor, int capacity, Instant freeFrom, Optional<Instant> freeUntil,
            Optional<String> hint, Optional<Integer> metres) {}

    /// What comes closest to a wish that was refused.
    ///
    /// @param latestEndAt the end up to which the wish could be met
    /// @param rooms that are free instead, nearest first
    /// @param time the nearest time at which this room is free for as long
    record NextBest(Optional<Instant> latestEndAt, List<RoomFound> rooms, Optional<Slot> time) {

        public static final NextBest NONE = new NextBest(Optional.empty(), List.of(), Optional.empty());

        public NextBest {
            rooms = List.copyOf(rooms);
        }
    }

    record Ping(Instant now) implements PanelMessage {}

    /// The last word before the edge closes the socket of a panel it knows no longer; pairing itself goes over HTTP.
    ///
    /// @param reason `removed`, `moved` or `expired`
    record NotPaired(String reason) implements PanelMessage {}

    /// First word of a panel.
    ///
    /// @param seq of the last state it drew
    /// @param page the build of the page that is running
    record Greet(long seq, Optional<String> page) implements PanelMessage {

        public Greet(long seq) {
            this(seq, Optional.empty());
        }
    }

    /// @param touchedAt when a finger did it, by the agent's clock, where the panel had to keep the touch for later
    record Act(OperationId operation, PanelAction action, Optional<Unlock> unlock, Optional<Instant> touchedAt)
            implements
                PanelMessage {

        public Act(OperationId operation, PanelAction action) {
            this(operation, action, Optional.empty(), Optional.empty());
        }
    }

    record Pong() implements PanelMessage {}

    /// A message of a later version; ignored.
    record Unknown(String type) implements PanelMessage {}

    /// What a finger can ask for at a panel.
    sealed interface PanelAction {

        record CheckIn(BookingId booking) implements PanelAction {}

        /// @param start absent: now
        record Book(Optional<Instant> start, int minutes) implements PanelAction {}

        record End(BookingId booking) implements PanelAction {}

        record StartEarly(BookingId booking) implements PanelAction {}

        /// By so much more than it has when the touch arrives.
        record Extend(BookingId booking, int minutes) implements PanelAction {}

        /// To a named end, which is safe to say twice.
        record ExtendTo(BookingId booking, Instant end) implements PanelAction {}

        record Shorten(BookingId booking, Instant end) implements PanelAction {}

        /// Somebody is here although nobody checked in: puts an announced release off, once.
        record Keep(BookingId booking) implements PanelAction {}

        /// Takes back what was done last about a booking.
        record Undo(BookingId booking) implements PanelAction {}

        /// Takes back one operation.
        record UndoOf(OperationId of) implements PanelAction {}

        record Cancel(BookingId booking) implements PanelAction {}

        /// Free rooms of this floor.
        ///
        /// @param start absent: now
        record Find(Optional<Instant> start, int minutes, Optional<Integer> capacity) implements PanelAction {}

        /// @param issue one of the kinds that the state offers
        record Report(String issue, Optional<BookingId> booking, Optional<SpaceId> space) implements PanelAction {}

        /// The word for it, on the wire and in a room's guard.
        default String kind() {
            return switch (this) {
                case CheckIn _ -> "check-in";
                case Book _ -> "book";
                case End _ -> "end";
                case StartEarly _ -> "start-early";
                case Extend _,ExtendTo _ -> "extend";
                case Shorten _ -> "shorten";
                case Keep _ -> "keep";
                case Undo _,UndoOf _ -> "undo";
                case Cancel _ -> "cancel";
                case Find _ -> "find";
                case Report _ -> "report";
                case Unknown(String kind) -> kind;
            };
        }

        /// An action of a later version, or one without what it needs; answered politely.
        record Unknown(String kind) implements PanelAction {}
    }
}
