package dev.lintel.protocol.wire;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.BookingEvent;
import dev.lintel.protocol.booking.Guard;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Party;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Policy;
import dev.lintel.protocol.booking.Privacy;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.SpaceId;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Bookings, spaces and commands as JSON. The names here never change; new fields may come, and readers ignore what they do not know.
///
/// The `read` methods throw [Malformed] or another [IllegalArgumentException]; [Codec] turns that into a value.
public final class BookingJson {

    /// What a guarded space is to a reader that does not know guards: closed, and never open to everybody.
    private static final String NEWER_AGENT_NEEDED = "newer-agent-needed";
    private static final int GUARD_WORDS = 16;

    private BookingJson() {}

    public static Json.Obj booking(Booking booking) {
        return slot(booking.slot()).with("id", booking.id().toString())
                .with("space", booking.space().toString())
                .with("version", booking.version())
                .with("organiser", booking.organiser().map(p -> new Json.Text(p.toString())))
                .with("title", booking.title().map(Json.Text::new))
                .with("origin", origin(booking.origin()))
                .with("madeAt", booking.madeAt().toString())
                .with("phase", phase(booking.phase()));
    }

    public static Booking readBooking(Json json) {
        Fields f = Fields.of(json);
        return new Booking(f.id("id", BookingId::of), f.id("space", SpaceId::of), readSlot(f), f.small("version"),
                f.maybeId("organiser", PersonId::of), f.maybeText("title"),
                readOrigin(f.text("origin")), f.instant("madeAt"), readPhase(f.json("phase")));
    }

    static Json.Obj slot(Slot slot) {
        return Json.object().with("start", slot.start().toString()).with("end", slot.end().toString());
    }

    static Slot readSlot(Fields f) {
        return new Slot(f.instant("start"), f.instant("end"));
    }

    private static String origin(Origin origin) {
        return switch (origin) {
            case DOOR -> "door";
            case CLOUD -> "cloud";
        };
    }

    private static Origin readOrigin(String text) {
        return switch (text) {
            case "door" -> Origin.DOOR;
            case "cloud" -> Origin.CLOUD;
            default -> throw new Malformed("origin is neither door nor cloud");
        };
    }

    static String party(Party party) {
        return switch (party) {
            case DOOR -> "door";
            case CLOUD -> "cloud";
        };
    }

    static Party readParty(String text) {
        return switch (text) {
            case "door" -> Party.DOOR;
            case "cloud" -> Party.CLOUD;
            default -> throw new Malformed("a party is door or cloud");
        };
    }

    public static Json.Obj phase(Phase phase) {
        Json.Obj out = Json.object().with("kind", phase.slug());
        return switch (phase) {
            case Phase.Requested requested -> out.with("awaiting", party(requested.awaiting()));
            case Phase.Confirmed _ -> out;
            case Phase.CheckedIn in -> out.with("at", in.at().toString());
            case Phase.Completed done -> out.with("at", done.at().toString());
            case Phase.Released released -> out.with("at", released.at().toString());
            case Phase.Cancelled cancelled -> out.with("at", cancelled.at().toString());
            case Phase.Departed departed -> out.with("space", departed.space().toString())
                    .with("start", departed.slot().start().toString())
                    .with("end", departed.slot().end().toString());
            case Phase.Declined declined -> out.with("why", RejectionJson.rejection(declined.why()));
        };
    }

    public static Phase readPhase(Json json) {
        Fields f = Fields.of(json);
        return switch (f.text("kind")) {
            case "requested" -> new Phase.Requested(readParty(f.text("awaiting")));
            case "confirmed" -> new Phase.Confirmed();
            case "checked-in" -> new Phase.CheckedIn(f.instant("at"));
            case "completed" -> new Phase.Completed(f.instant("at"));
            case "released" -> new Phase.Released(f.instant("at"));
            case "cancelled" -> new Phase.Cancelled(f.instant("at"));
            case "departed" -> new Phase.Departed(f.id("space", SpaceId::of), readSlot(f));
            case "declined" -> new Phase.Declined(RejectionJson.readRejection(f.json("why")));
            default -> throw new Malformed("a phase of an unknown kind");
        };
    }

    /// What only a later version knows stands beside a word by which an older one keeps the space closed.
    public static Json.Obj space(Space space) {
        boolean plain = space.guard().isOpen() && !space.doorless();
        return Json.object()
                .with("id", space.id().toString())
                .with("name", space.name())
                .with("capacity", space.capacity())
                .with("floorName", space.floorName())
                .with("timeZone", space.zone().getId())
                .with("policy", policy(space.policy()))
                .with("privacy", privacy(space.privacy()))
                .with("closed", plain ? closed(space) : Optional.of(new Json.Text(NEWER_AGENT_NEEDED)))
                .with("guard", plain
                        ? Optional.empty()
                        : Optional.of(Json.object().with("asks", guard(space.guard())).with("closed", closed(space))))
                .with("doorless", space.doorless() ? Optional.of(new Json.Bool(true)) : Optional.empty());
    }

    private static Optional<Json.Text> closed(Space space) {
        return space.closed().map(Json.Text::new);
    }

    public static Json.Obj guard(Guard guard) {
        Json.Obj asks = Json.object();
        for (var each : guard.asks().entrySet()) {
            asks = asks.with(each.getKey(), Json.array(each.getValue(), Json.Text::new));
        }
        return asks;
    }

    public static Guard readGuard(Json json) {
        SortedMap<String, List<String>> asks = new TreeMap<>();
        Fields each = Fields.of(json);
        each.each((action, _) -> asks.put(action, each.texts(action, GUARD_WORDS)));
        return new Guard(asks);
    }

    public static Space readSpace(Json json) {
        Fields f = Fields.of(json);
        Optional<Fields> guarded = f.maybe("guard").map(Fields::of);
        return new Space(f.id("id", SpaceId::of), f.text("name"), f.small("capacity"), f.text("floorName"),
                ZoneId.of(f.text("timeZone")), readPolicy(f.json("policy")), readPrivacy(f.text("privacy")),
                guarded.isPresent() ? guarded.get().maybeText("closed") : f.maybeText("closed"),
                guarded.map(known -> readGuard(known.json("asks"))).orElse(Guard.OPEN),
                f.maybe("doorless").filter(new Json.Bool(true)::equals).isPresent());
    }

    private static String privacy(Privacy privacy) {
        return switch (privacy) {
            case TITLE -> "title";
            case ORGANISER -> "organiser";
            case BUSY -> "busy";
        };
    }

    /// A word of a later version means at least that less is shown.
    private static Privacy readPrivacy(String text) {
        return switch (text) {
            case "title" -> Privacy.TITLE;
            case "organiser" -> Privacy.ORGANISER;
            default -> Privacy.BUSY;
        };
    }

    public static Json.Obj policy(Policy policy) {
        return Json.object()
                .with("checkInOpensSeconds", policy.checkInOpens().toSeconds())
                .with("graceSeconds", policy.grace().toSeconds())
                .with("minimumSeconds", policy.minimum().toSeconds())
                .with("maximumSeconds", policy.maximum().toSeconds())
                .with("aheadSeconds", policy.ahead().toSeconds())
                .with("bufferSeconds", policy.buffer().toSeconds())
                .with("keptFromSeconds", policy.keptFrom().toSeconds())
                .with("checkInClosesSeconds", policy.checkInCloses().map(after -> new Json.Num(after.toSeconds())));
    }

    public static Policy readPolicy(Json json) {
        Fields f = Fields.of(json);
        return new Policy(f.seconds("checkInOpensSeconds"), f.seconds("graceSeconds"), f.seconds("minimumSeconds"),
                f.seconds("maximumSeconds"), f.seconds("aheadSeconds"),
                f.seconds("bufferSeconds"), f.seconds("keptFromSeconds"),
                f.maybe("checkInClosesSeconds").map(_ -> f.seconds("checkInClosesSeconds")));
    }

    public static Json.Obj command(BookingCommand command) {
        Json.Obj out = Json.object().with("kind", command.slug()).with("booking", command.booking().toString());
        return switch (command) {
            case BookingCommand.Book book -> out.with("space", book.space().toString())
                    .with("start", book.slot().start().toString())
                    .with("end", book.slot().end().toString())
                    .with("organiser", book.organiser().map(p -> new Json.Text(p.toString())))
                    .with("title", book.title().map(Json.Text::new))
                    .with("origin", origin(book.origin()));
            case BookingCommand.Move move -> out.with("space", move.space().toString())
                    .with("start", move.slot().start().toString())
                    .with("end", move.slot().end().toString());
            case BookingCommand.Extend extend -> out.with("end", extend.end().toString());
            case BookingCommand.Shorten shorten -> out.with("end", shorten.end().toString());
            case BookingCommand.Release release -> out.with("evidenceAt", release.evidenceAt().toString());
            case BookingCommand.TakeBack back -> out.with("version", back.version())
                    .with("start", back.slot().start().toString())
                    .with("end", back.slot().end().toString())
                    .with("phase", phase(back.phase()))
                    .with("doneAt", back.doneAt().toString());
            case BookingCommand.Depart depart -> out.with("space", depart.space().toString())
                    .with("start", depart.slot().start().toString())
                    .with("end", depart.slot().end().toString());
            case BookingCommand.Arrive arrive -> out.with("arriving", booking(arrive.arriving())).with("held", arrive.held());
            case BookingCommand.End _,BookingCommand.Cancel _,BookingCommand.CheckIn _,BookingCommand.StartEarly _,BookingCommand.UndoRelease _ ->
                out;
        };
    }

    public static BookingCommand readCommand(Json json) {
        Fields f = Fields.of(json);
        BookingId booking = f.id("booking", BookingId::of);
        return switch (f.text("kind")) {
            case "book" -> new BookingCommand.Book(booking, f.id("space", SpaceId::of), readSlot(f),
                    f.maybeId("organiser", PersonId::of), f.maybeText("title"), readOrigin(f.text("origin")));
            case "move" -> new BookingCommand.Move(booking, f.id("space", SpaceId::of), readSlot(f));
            case "extend" -> new BookingCommand.Extend(booking, f.instant("end"));
            case "shorten" -> new BookingCommand.Shorten(booking, f.instant("end"));
            case "end" -> new BookingCommand.End(booking);
            case "cancel" -> new BookingCommand.Cancel(booking);
            case "check-in" -> new BookingCommand.CheckIn(booking);
            case "start-early" -> new BookingCommand.StartEarly(booking);
            case "release" -> new BookingCommand.Release(booking, f.instant("evidenceAt"));
            case "undo-release" -> new BookingCommand.UndoRelease(booking);
            case "take-back" ->
                new BookingCommand.TakeBack(booking, f.small("version"), readSlot(f), readPhase(f.json("phase")),
                        f.instant("doneAt"));
            case "depart" -> new BookingCommand.Depart(booking, f.id("space", SpaceId::of), readSlot(f));
            case "arrive" -> new BookingCommand.Arrive(readBooking(f.json("arriving")), f.yes("held"));
            default -> throw new Malformed("a command of an unknown kind");
        };
    }

    public static Json.Obj event(BookingEvent event) {
        Json.Obj out = Json.object().with("kind", event.slug());
        return switch (event) {
            case BookingEvent.Moved moved -> out.with("from", slot(moved.from()));
            case BookingEvent.Extended extended -> out.with("from", slot(extended.from()));
            case BookingEvent.Shortened shortened -> out.with("from", slot(shortened.from()));
            case BookingEvent.Ended ended -> out.with("from", slot(ended.from()));
            case BookingEvent.StartedEarly started -> out.with("from", slot(started.from()));
            case BookingEvent.TakenBack back -> out.with("from", slot(back.from()));
            case BookingEvent.Booked _,BookingEvent.Cancelled _,BookingEvent.CheckedIn _,BookingEvent.Released _,BookingEvent.ReleaseUndone _,BookingEvent.Revived _,BookingEvent.Held _,BookingEvent.Departed _ ->
                out;
        };
    }

    public static BookingEvent readEvent(Json json) {
        Fields f = Fields.of(json);
        return switch (f.text("kind")) {
            case "booked" -> new BookingEvent.Booked();
            case "moved" -> new BookingEvent.Moved(readSlot(f.object("from")));
            case "extended" -> new BookingEvent.Extended(readSlot(f.object("from")));
            case "shortened" -> new BookingEvent.Shortened(readSlot(f.object("from")));
            case "ended" -> new BookingEvent.Ended(readSlot(f.object("from")));
            case "cancelled" -> new BookingEvent.Cancelled();
            case "checked-in" -> new BookingEvent.CheckedIn();
            case "started-early" -> new BookingEvent.StartedEarly(readSlot(f.object("from")));
            case "released" -> new BookingEvent.Released();
            case "release-undone" -> new BookingEvent.ReleaseUndone();
            case "revived" -> new BookingEvent.Revived();
            case "taken-back" -> new BookingEvent.TakenBack(readSlot(f.object("from")));
            case "held" -> new BookingEvent.Held();
            case "departed" -> new BookingEvent.Departed();
            default -> throw new Malformed("an event of an unknown kind");
        };
    }
}
