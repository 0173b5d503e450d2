package dev.lintel.protocol.booking;

import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.Sometimes;
import dev.lintel.protocol.time.ClockQuality;
import dev.lintel.protocol.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// One room and its bookings on one day, for stories about the rules alone.
final class RoomBook {

    static final SpaceId ROOM = new SpaceId(new UUID(1, 1));

    private final Map<BookingId, Booking> bookings = new LinkedHashMap<>();
    private Policy policy = Policy.USUAL;
    private Optional<String> closed = Optional.empty();
    private Moment moment = Moment.synchronised(at("08:00"));

    static Instant at(String time) {
        return Instant.parse("2026-03-02T" + (time.length() == 5 ? time + ":00" : time) + "Z");
    }

    /// `slot("10:00-11:00")`.
    static Slot slot(String span) {
        String[] ends = span.split("-", 2);
        return new Slot(at(ends[0]), at(ends[1]));
    }

    static BookingId id(String name) {
        return new BookingId(new UUID(2, name.hashCode()));
    }

    RoomBook policy(Policy next) {
        policy = next;
        return this;
    }

    RoomBook closed(String reason) {
        closed = Optional.of(reason);
        return this;
    }

    RoomBook clock(String time) {
        moment = Moment.synchronised(at(time));
        return this;
    }

    RoomBook clock(String time, ClockQuality quality) {
        moment = new Moment(at(time), quality);
        return this;
    }

    Space space() {
        return new Space(ROOM, "Aspen", 6, "2nd floor", ZoneOffset.UTC, policy, Privacy.TITLE, closed);
    }

    Moment moment() {
        return moment;
    }

    Obstacles obstacles() {
        return (self, space, slot) -> bookings.values()
                .stream()
                .filter(b -> !b.id().equals(self) && b.phase().holds() && b.slot().overlaps(slot))
                .map(b -> new Obstacles.Obstacle(b.slot(), b.phase().decided()))
                .toList();
    }

    Optional<Booking> booking(String name) {
        return Optional.ofNullable(bookings.get(id(name)));
    }

    Decision decide(BookingCommand command) {
        Decision decision = new BookingRules(id -> id.equals(ROOM) ? Optional.of(space()) : Optional.empty(), obstacles(),
                moment)
                .decide(Optional.ofNullable(bookings.get(command.booking())), command);
        Sometimes.reached(decision);
        return decision;
    }

    /// Decides, keeps what came of it, and says it in a word.
    String tell(BookingCommand command) {
        return switch (decide(command)) {
            case Decision.Made made -> {
                bookings.put(made.booking().id(), made.booking());
                yield made.event().slug();
            }
            case Decision.Refused refused -> refused.why().slug();
        };
    }

    void put(Booking booking) {
        bookings.put(booking.id(), booking);
    }

    /// As if somebody had booked it long ago.
    RoomBook planned(String name, String span) {
        return planned(name, span, new Phase.Confirmed());
    }

    RoomBook planned(String name, String span, Phase phase) {
        put(new Booking(id(name), ROOM, slot(span), 1, Optional.empty(), Optional.of(name), Origin.CLOUD,
                at("00:00").minus(Duration.ofDays(2)), phase));
        return this;
    }

    static BookingCommand.Book book(String name, String span, Origin origin) {
        return new BookingCommand.Book(id(name), ROOM, slot(span), Optional.empty(), Optional.of(name), origin);
    }

    /// `command("extend 11:00")` about the booking `a`; the words that the tables use.
    static BookingCommand command(String words, Moment moment) {
        String[] parts = words.split(" ", 3);
        BookingId a = id("a");
        return switch (parts[0]) {
            case "book" -> book("b", parts[1], Origin.CLOUD);
            case "walk-up" -> book("b", parts[1], Origin.DOOR);
            case "move" -> new BookingCommand.Move(a, ROOM, slot(parts[1]));
            case "extend" -> new BookingCommand.Extend(a, at(parts[1]));
            case "shorten" -> new BookingCommand.Shorten(a, at(parts[1]));
            case "end" -> new BookingCommand.End(a);
            case "cancel" -> new BookingCommand.Cancel(a);
            case "check-in" -> new BookingCommand.CheckIn(a);
            case "start-early" -> new BookingCommand.StartEarly(a);
            case "release" -> new BookingCommand.Release(a, parts.length > 1 ? at(parts[1]) : moment.now());
            case "undo-release" -> new BookingCommand.UndoRelease(a);
            default -> throw new IllegalArgumentException(words);
        };
    }

    /// `booked 10:00-11:00 as checked-in 09:55`; what the tables begin with.
    static Phase phase(String words) {
        String[] parts = words.split(" ", 2);
        Instant when = parts.length > 1 ? at(parts[1]) : at("10:00");
        return switch (parts[0]) {
            case "requested" -> new Phase.Requested(Party.DOOR);
            case "confirmed" -> new Phase.Confirmed();
            case "checked-in" -> new Phase.CheckedIn(when);
            case "completed" -> new Phase.Completed(when);
            case "released" -> new Phase.Released(when);
            case "cancelled" -> new Phase.Cancelled(when);
            case "declined" -> new Phase.Declined(new Rejection.NotAllowed());
            default -> throw new IllegalArgumentException(words);
        };
    }
}
