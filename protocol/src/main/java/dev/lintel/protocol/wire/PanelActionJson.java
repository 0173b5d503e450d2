package dev.lintel.protocol.wire;

import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.wire.PanelMessage.PanelAction;
import java.time.Instant;
import java.util.Optional;

/// What a panel asks for, as JSON.
final class PanelActionJson {

    private PanelActionJson() {}

    static Json.Obj action(PanelAction action) {
        return switch (action) {
            case PanelAction.CheckIn a -> about("check-in", a.booking());
            case PanelAction.Book a ->
                kind("book").with("start", Json.nullable(instant(a.start()))).with("minutes", a.minutes());
            case PanelAction.End a -> about("end", a.booking());
            case PanelAction.StartEarly a -> about("start-early", a.booking());
            case PanelAction.Extend a -> about("extend", a.booking()).with("minutes", a.minutes());
            case PanelAction.ExtendTo a -> about("extend", a.booking()).with("end", a.end().toString());
            case PanelAction.Shorten a -> about("shorten", a.booking()).with("end", a.end().toString());
            case PanelAction.Keep a -> about("keep", a.booking());
            case PanelAction.Undo a -> about("undo", a.booking());
            case PanelAction.UndoOf a -> kind("undo").with("of", a.of().toString());
            case PanelAction.Cancel a -> about("cancel", a.booking());
            case PanelAction.Find a -> kind("find").with("start", instant(a.start()))
                    .with("minutes", a.minutes())
                    .with("capacity", a.capacity().map(Json.Num::new));
            case PanelAction.Report a -> kind("report").with("issue", a.issue())
                    .with("booking", a.booking().map(id -> new Json.Text(id.toString())))
                    .with("space", a.space().map(id -> new Json.Text(id.toString())));
            case PanelAction.Unknown a -> kind(a.kind());
        };
    }

    private static Json.Obj kind(String kind) {
        return Json.object().with("kind", kind);
    }

    private static Json.Obj about(String kind, BookingId booking) {
        return kind(kind).with("booking", booking.toString());
    }

    private static Optional<Json.Text> instant(Optional<Instant> at) {
        return at.map(i -> new Json.Text(i.toString()));
    }

    /// An action that cannot be read is still one that somebody waits for: it is answered under its operation.
    static PanelAction readAction(Fields f) {
        String kind = f.maybeText("kind").orElse("");
        try {
            return known(kind, f);
        } catch (IllegalArgumentException incomplete) {
            return new PanelAction.Unknown(kind);
        }
    }

    private static PanelAction known(String kind, Fields f) {
        return switch (kind) {
            case "check-in" -> new PanelAction.CheckIn(booking(f));
            case "book" -> new PanelAction.Book(f.maybeInstant("start"), f.small("minutes"));
            case "end" -> new PanelAction.End(booking(f));
            case "start-early" -> new PanelAction.StartEarly(booking(f));
            case "extend" -> f.maybe("end").isPresent()
                    ? new PanelAction.ExtendTo(booking(f), f.instant("end"))
                    : new PanelAction.Extend(booking(f), f.small("minutes"));
            case "shorten" -> new PanelAction.Shorten(booking(f), f.instant("end"));
            case "keep" -> new PanelAction.Keep(booking(f));
            case "undo" -> f.maybe("of").isPresent()
                    ? new PanelAction.UndoOf(f.id("of", OperationId::of))
                    : new PanelAction.Undo(booking(f));
            case "cancel" -> new PanelAction.Cancel(booking(f));
            case "find" -> new PanelAction.Find(f.maybeInstant("start"), f.small("minutes"), f.maybeSmall("capacity"));
            case "report" -> new PanelAction.Report(f.text("issue"), f.maybeId("booking", BookingId::of),
                    f.maybeId("space", SpaceId::of));
            default -> new PanelAction.Unknown(kind);
        };
    }

    private static BookingId booking(Fields f) {
        return f.id("booking", BookingId::of);
    }

    static Json.Obj unlock(Unlock unlock) {
        return switch (unlock) {
            case Unlock.Pin pin -> Json.object().with("pin", pin.digits());
            case Unlock.Badge badge -> Json.object().with("badge", badge.id());
            case Unlock.Unknown _ -> Json.object();
        };
    }

    /// Never a refusal of the frame: its reason would be logged.
    static Unlock readUnlock(Json json) {
        try {
            Fields f = Fields.of(json);
            return f.maybe("pin").isPresent() ? new Unlock.Pin(f.text("pin")) : new Unlock.Badge(f.text("badge"));
        } catch (IllegalArgumentException unusable) {
            return new Unlock.Unknown();
        }
    }
}
