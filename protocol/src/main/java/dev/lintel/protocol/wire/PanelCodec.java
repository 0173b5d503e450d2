package dev.lintel.protocol.wire;

import dev.lintel.protocol.Limits;
import dev.lintel.protocol.identity.OperationId;
import java.time.DateTimeException;

/// Frames of the panel's socket to messages and back; decoding is total. TypeScript reads the same golden vectors.
///
/// What a later version says is read as [PanelMessage.Unknown] or as an unknown action under its operation, so that a neighbour is ignored or refused politely and never cut off.
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

    static Json.Obj typed(String type) {
        return Json.object().with("type", type);
    }

    private static Json.Obj tree(PanelMessage message) {
        return switch (message) {
            case PanelMessage.Hello hello -> PanelStateJson.hello(hello).with("v", VERSION);
            case PanelMessage.State state -> PanelStateJson.state(state);
            case PanelMessage.Standby standby ->
                typed("standby").with("reason", standby.reason()).with("now", standby.now().toString());
            case PanelMessage.Done done -> PanelAnswerJson.done(done);
            case PanelMessage.Refused refused -> PanelAnswerJson.refused(refused);
            case PanelMessage.Proposed proposed -> PanelAnswerJson.proposed(proposed);
            case PanelMessage.Found found -> PanelAnswerJson.found(found);
            case PanelMessage.Reported reported -> PanelAnswerJson.reported(reported);
            case PanelMessage.Ping ping -> typed("ping").with("now", ping.now().toString());
            case PanelMessage.NotPaired not -> typed("not-paired").with("reason", not.reason());
            case PanelMessage.Greet greet -> typed("hello").with("v", VERSION)
                    .with("seq", greet.seq())
                    .with("page", greet.page().map(Json.Text::new));
            case PanelMessage.Act act -> typed("action").with("op", act.operation().toString())
                    .with("action", PanelActionJson.action(act.action()))
                    .with("unlock", act.unlock().map(PanelActionJson::unlock))
                    .with("touchedAt", act.touchedAt().map(at -> new Json.Text(at.toString())));
            case PanelMessage.Pong _ -> typed("pong");
            case PanelMessage.Unknown unknown -> typed(unknown.type());
        };
    }

    private static PanelMessage message(Fields f) {
        return switch (f.text("type")) {
            case "hello" -> f.maybe("ui").isPresent()
                    ? PanelStateJson.readHello(f)
                    : new PanelMessage.Greet(f.count("seq"), f.maybeText("page"));
            case "state" -> PanelStateJson.readState(f);
            case "standby" -> new PanelMessage.Standby(f.text("reason"), f.instant("now"));
            case "answer" -> PanelAnswerJson.read(f);
            case "ping" -> new PanelMessage.Ping(f.instant("now"));
            case "not-paired" -> new PanelMessage.NotPaired(f.text("reason"));
            case "action" -> new PanelMessage.Act(f.id("op", OperationId::of), PanelActionJson.readAction(f.object("action")),
                    f.maybe("unlock").map(PanelActionJson::readUnlock), f.maybeInstant("touchedAt"));
            case "pong" -> new PanelMessage.Pong();
            default -> new PanelMessage.Unknown(f.text("type"));
        };
    }
}
