package dev.lintel.protocol.wire;

import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import java.util.List;
import java.util.Optional;

/// What an edge answers to a touch, as JSON.
final class PanelAnswerJson {

    /// A floor has fewer rooms.
    private static final int ROOMS = 200;

    private PanelAnswerJson() {}

    static Json.Obj done(PanelMessage.Done done) {
        return answer(done.operation(), "done").with("event", done.event())
                .with("booking", done.booking().toString())
                .with("undoUntil", done.undoUntil().map(at -> new Json.Text(at.toString())));
    }

    static Json.Obj refused(PanelMessage.Refused refused) {
        Problem problem = refused.problem();
        return answer(refused.operation(), "refused")
                .with("problem",
                        Json.object()
                                .with("slug", problem.slug())
                                .with("title", problem.title())
                                .with("detail", problem.detail())
                                .with("facts", problem.facts()))
                .with("next", Optional.of(refused.next())
                        .filter(next -> !next.equals(PanelMessage.NextBest.NONE))
                        .map(PanelAnswerJson::next));
    }

    static Json.Obj proposed(PanelMessage.Proposed proposed) {
        return answer(proposed.operation(), "proposed").with("booking", proposed.booking().toString());
    }

    static Json.Obj found(PanelMessage.Found found) {
        return answer(found.operation(), "found").with("rooms", Json.array(found.rooms(), PanelAnswerJson::room));
    }

    static Json.Obj reported(PanelMessage.Reported reported) {
        return answer(reported.operation(), "reported").with("issue", reported.issue());
    }

    private static Json.Obj answer(OperationId operation, String outcome) {
        return PanelCodec.typed("answer").with("op", operation.toString()).with("outcome", outcome);
    }

    private static Json.Obj next(PanelMessage.NextBest next) {
        Json.Obj out = Json.object()
                .with("latestEndAt", next.latestEndAt().map(at -> new Json.Text(at.toString())))
                .with("time", next.time().map(BookingJson::slot));
        return next.rooms().isEmpty() ? out : out.with("rooms", Json.array(next.rooms(), PanelAnswerJson::room));
    }

    private static Json.Obj room(PanelMessage.RoomFound room) {
        return Json.object()
                .with("space", room.space().toString())
                .with("name", room.name())
                .with("floor", room.floor())
                .with("capacity", room.capacity())
                .with("freeFrom", room.freeFrom().toString())
                .with("freeUntil", room.freeUntil().map(at -> new Json.Text(at.toString())))
                .with("hint", room.hint().map(Json.Text::new))
                .with("metres", room.metres().map(Json.Num::new));
    }

    static PanelMessage read(Fields f) {
        OperationId operation = f.id("op", OperationId::of);
        return switch (f.text("outcome")) {
            case "done" -> new PanelMessage.Done(operation, f.text("event"), f.id("booking", BookingId::of),
                    f.maybeInstant("undoUntil"));
            case "refused" -> new PanelMessage.Refused(operation, readProblem(f.object("problem")),
                    f.maybe("next").map(next -> readNext(Fields.of(next))).orElse(PanelMessage.NextBest.NONE));
            case "proposed" -> new PanelMessage.Proposed(operation, f.id("booking", BookingId::of));
            case "found" -> new PanelMessage.Found(operation, readRooms(f.list("rooms", ROOMS)));
            case "reported" -> new PanelMessage.Reported(operation, f.text("issue"));
            default -> new PanelMessage.Unknown("answer");
        };
    }

    private static Problem readProblem(Fields p) {
        if (!(p.json("facts") instanceof Json.Obj facts)) {
            throw new Malformed("facts is not an object");
        }
        return new Problem(p.text("slug"), p.text("title"), p.text("detail"), facts);
    }

    private static PanelMessage.NextBest readNext(Fields f) {
        return new PanelMessage.NextBest(f.maybeInstant("latestEndAt"), readRooms(f.maybeList("rooms", ROOMS)),
                f.maybe("time").map(time -> BookingJson.readSlot(Fields.of(time))));
    }

    private static List<PanelMessage.RoomFound> readRooms(List<Json> rooms) {
        return rooms.stream().map(json -> readRoom(Fields.of(json))).toList();
    }

    private static PanelMessage.RoomFound readRoom(Fields f) {
        return new PanelMessage.RoomFound(f.id("space", SpaceId::of), f.text("name"), f.text("floor"), f.small("capacity"),
                f.instant("freeFrom"), f.maybeInstant("freeUntil"), f.maybeText("hint"), f.maybeSmall("metres"));
    }
}
