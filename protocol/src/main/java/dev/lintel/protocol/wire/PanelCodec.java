package dev.lintel.protocol.wire;

import dev.lintel.protocol.Limits;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PanelId;
import dev.lintel.protocol.identity.SpaceId;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/// Frames of the panel's socket to messages and back; decoding is total. TypeScript reads the same golden vectors.
public final class PanelCodec {

    private static final int VERSION = 1;

    public String encode(PanelMessage message) {
        return tree(message).canonical();
    }

    public PanelDecoded decode(String frame) {
        if (frame.length() > Limits.PACKET_BYTES) {
            return new PanelDecoded.Broken("larger than " + Limits.PACKET_BYTES + " characters");
        }
        try {
            return new PanelDecoded.Read(message(Fields.of(Json.parse(frame))));
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            return new PanelDecoded.Broken(String.valueOf(e.getMessage()));
        }
    }

    private static Json.Obj typed(String type) {
        return Json.object().with("type", type);
    }

    private static Json.Obj tree(PanelMessage message) {
        return switch (message) {
            case PanelMessage.Hello hello -> typed("hello").with("v", VERSION)
                    .with("ui", hello.ui())
                    .with("panel", hello.panel().toString())
                    .with("space", hello.space().toString())
                    .with("now", hello.now().toString())
                    .with("locale", hello.locale())
                    .with("timeZone", hello.timeZone().getId())
                    .with("hour12", hello.hour12())
                    .with("heartbeatSeconds", hello.heartbeatSeconds());
            case PanelMessage.State state -> state(state);
            case PanelMessage.Done done ->
                answer(done.operation(), "done").with("event", done.event()).with("booking", done.booking().toString());
            case PanelMessage.Refused refused -> answer(refused.operation(), "refused").with("problem",
                    Json.object()
                            .with("slug", refused.problem().slug())
                            .with("title", refused.problem().title())
                            .with("detail", refused.problem().detail())
                            .with("facts", refused.problem().facts()));
            case PanelMessage.Proposed proposed ->
                answer(proposed.operation(), "proposed").with("booking", proposed.booking().toString());
            case PanelMessage.Ping ping -> typed("ping").with("now", ping.now().toString());
            case PanelMessage.Greet greet -> typed("hello").with("v", VERSION).with("seq", greet.seq());
            case PanelMessage.Act act ->
                typed("action").with("op", act.operation().toString()).with("action", action(act.action()));
            case PanelMessage.Pong _ -> typed("pong");
            case PanelMessage.Unknown unknown -> typed(unknown.type());
        };
    }

    private static Json.Obj answer(OperationId operation, String outcome) {
        return typed("answer").with("op", operation.toString()).with("outcome", outcome);
    }

    private static Json.Obj state(PanelMessage.State state) {
        PanelMessage.SpaceShown space = state.space();
        PanelMessage.PolicyShown policy = state.policy();
        return typed("state").with("seq", state.seq())
                .with("now", state.now().toString())
                .with("space",
                        Json.object()
                                .with("id", space.id().toString())
                                .with("name", space.name())
                                .with("floor", space.floor())
                                .with("capacity", space.capacity()))
                .with("link",
                        Json.object()
                                .with("state", state.link().state())
                                .with("lastSyncedAt", instant(state.link().lastSyncedAt())))
                .with("clock", state.clock())
                .with("closed", Json.nullable(state.closed().map(Json.Text::new)))
                .with("policy",
                        Json.object()
                                .with("checkInOpensMinutes", policy.checkInOpensMinutes())
                                .with("graceMinutes", policy.graceMinutes())
                                .with("minimumMinutes", policy.minimumMinutes())
                                .with("maximumMinutes", policy.maximumMinutes()))
                .with("bookings", Json.array(state.bookings(), PanelCodec::booking));
    }

    private static Json instant(Optional<Instant> at) {
        return Json.nullable(at.map(i -> new Json.Text(i.toString())));
    }

    private static Json.Obj booking(PanelMessage.BookingShown shown) {
        return BookingJson.slot(shown.slot())
                .with("id", shown.id().toString())
                .with("version", shown.version())
                .with("title", Json.nullable(shown.title().map(Json.Text::new)))
                .with("organiser", Json.nullable(shown.organiser().map(Json.Text::new)))
                .with("phase", shown.phase())
                .with("awaiting", Json.nullable(shown.awaiting().map(p -> new Json.Text(BookingJson.party(p)))))
                .with("checkInOpensAt", shown.checkInOpensAt().toString())
                .with("checkInClosesAt", shown.checkInClosesAt().toString());
    }

    private static PanelMessage message(Fields f) {
        return switch (f.text("type")) {
            case "hello" -> f.maybe("ui").isPresent()
                    ? new PanelMessage.Hello(f.text("ui"), f.id("panel", PanelId::of), f.id("space", SpaceId::of),
                            f.instant("now"), f.text("locale"), ZoneId.of(f.text("timeZone")),
                            f.yes("hour12"), f.small("heartbeatSeconds"))
                    : new PanelMessage.Greet(f.count("seq"));
            case "state" -> readState(f);
            case "answer" -> readAnswer(f);
            case "ping" -> new PanelMessage.Ping(f.instant("now"));
            case "action" -> new PanelMessage.Act(f.id("op", OperationId::of), readAction(f.object("action")));
            case "pong" -> new PanelMessage.Pong();
            default -> new PanelMessage.Unknown(f.text("type"));
        };
    }

    private static PanelMessage readState(Fields f) {
        Fields space = f.object("space");
        Fields link = f.object("link");
        Fields policy = f.object("policy");
        return new PanelMessage.State(f.count("seq"), f.instant("now"),
                new PanelMessage.SpaceShown(space.id("id", SpaceId::of), space.text("name"), space.text("floor"),
                        space.small("capacity")),
                new PanelMessage.LinkShown(link.text("state"), link.maybeInstant("lastSyncedAt")), f.text("clock"),
                f.maybeText("closed"),
                new PanelMessage.PolicyShown(policy.small("checkInOpensMinutes"), policy.small("graceMinutes"),
                        policy.small("minimumMinutes"), policy.small("maximumMinutes")),
                f.list("bookings", 1_000).stream().map(json -> readBooking(Fields.of(json))).toList());
    }

    private static PanelMessage.BookingShown readBooking(Fields f) {
        return new PanelMessage.BookingShown(f.id("id", BookingId::of), f.small("version"), BookingJson.readSlot(f),
                f.maybeText("title"), f.maybeText("organiser"), f.text("phase"),
                f.maybeText("awaiting").map(BookingJson::readParty), f.instant("checkInOpensAt"), f.instant("checkInClosesAt"));
    }

    private static PanelMessage readAnswer(Fields f) {
        OperationId operation = f.id("op", OperationId::of);
        return switch (f.text("outcome")) {
            case "done" -> new PanelMessage.Done(operation, f.text("event"), f.id("booking", BookingId::of));
            case "refused" -> {
                Fields p = f.object("problem");
                if (!(p.json("facts") instanceof Json.Obj facts)) {
                    throw new Malformed("facts is not an object");
                }
                yield new PanelMessage.Refused(operation,
                        new Problem(p.text("slug"), p.text("title"), p.text("detail"), facts));
            }
            case "proposed" -> new PanelMessage.Proposed(operation, f.id("booking", BookingId::of));
            default -> throw new Malformed("an answer of an unknown outcome");
        };
    }

    private static Json.Obj action(PanelMessage.PanelAction action) {
        return switch (action) {
            case PanelMessage.PanelAction.CheckIn a -> about("check-in", a.booking());
            case PanelMessage.PanelAction.Book a ->
                Json.object().with("kind", "book").with("start", instant(a.start())).with("minutes", a.minutes());
            case PanelMessage.PanelAction.End a -> about("end", a.booking());
            case PanelMessage.PanelAction.StartEarly a -> about("start-early", a.booking());
            case PanelMessage.PanelAction.Extend a -> about("extend", a.booking()).with("minutes", a.minutes());
            case PanelMessage.PanelAction.Undo a -> about("undo", a.booking());
            case PanelMessage.PanelAction.Cancel a -> about("cancel", a.booking());
            case PanelMessage.PanelAction.Unknown a -> Json.object().with("kind", a.kind());
        };
    }

    private static Json.Obj about(String kind, BookingId booking) {
        return Json.object().with("kind", kind).with("booking", booking.toString());
    }

    private static PanelMessage.PanelAction readAction(Fields f) {
        return switch (f.text("kind")) {
            case "check-in" -> new PanelMessage.PanelAction.CheckIn(f.id("booking", BookingId::of));
            case "book" -> new PanelMessage.PanelAction.Book(f.maybeInstant("start"), f.small("minutes"));
            case "end" -> new PanelMessage.PanelAction.End(f.id("booking", BookingId::of));
            case "start-early" -> new PanelMessage.PanelAction.StartEarly(f.id("booking", BookingId::of));
            case "extend" -> new PanelMessage.PanelAction.Extend(f.id("booking", BookingId::of), f.small("minutes"));
            case "undo" -> new PanelMessage.PanelAction.Undo(f.id("booking", BookingId::of));
            case "cancel" -> new PanelMessage.PanelAction.Cancel(f.id("booking", BookingId::of));
            default -> new PanelMessage.PanelAction.Unknown(f.text("kind"));
        };
    }
}
