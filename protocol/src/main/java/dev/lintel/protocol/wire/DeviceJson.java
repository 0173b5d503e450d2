package dev.lintel.protocol.wire;

import dev.lintel.protocol.Limits;
import dev.lintel.protocol.identity.BootId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PanelId;
import dev.lintel.protocol.identity.SpaceId;
import java.util.Optional;

/// The bodies of the messages about devices, which stand outside the two logs.
final class DeviceJson {

    private DeviceJson() {}

    static Json.Obj order(Message.Order order) {
        Json.Obj wanted = switch (order.order()) {
            case EdgeOrder.LookPairing look -> Json.object().with("kind", "look-pairing").with("code", look.code());
            case EdgeOrder.ConfirmPairing confirm -> Json.object()
                    .with("kind", "confirm-pairing")
                    .with("code", confirm.code())
                    .with("space", confirm.space().toString())
                    .with("by", confirm.by());
            case EdgeOrder.RevokePanel revoke ->
                Json.object().with("kind", "revoke-panel").with("panel", revoke.panel().toString());
            case EdgeOrder.Retire _ -> Json.object().with("kind", "retire");
            case EdgeOrder.ShowIssue show -> Json.object()
                    .with("kind", "show-issue")
                    .with("issue", show.issue().toString())
                    .with("state", show.state())
                    .with("at", show.at().toString());
            case EdgeOrder.Unknown unknown -> Json.object().with("kind", unknown.kind());
        };
        return Json.object()
                .with("op", order.operation().toString())
                .with("expiresAt", order.expiresAt().toString())
                .with("order", wanted);
    }

    static Message.Order readOrder(Fields f) {
        return new Message.Order(f.id("op", OperationId::of), f.instant("expiresAt"), wanted(f.object("order")));
    }

    private static EdgeOrder wanted(Fields f) {
        String kind = f.text("kind");
        return switch (kind) {
            case "look-pairing" -> new EdgeOrder.LookPairing(f.text("code"));
            case "confirm-pairing" -> new EdgeOrder.ConfirmPairing(f.text("code"), f.id("space", SpaceId::of), f.text("by"));
            case "revoke-panel" -> new EdgeOrder.RevokePanel(f.id("panel", PanelId::of));
            case "retire" -> new EdgeOrder.Retire();
            case "show-issue" -> new EdgeOrder.ShowIssue(f.id("issue", OperationId::of), f.text("state"), f.instant("at"));
            default -> new EdgeOrder.Unknown(kind);
        };
    }

    static Json.Obj reply(Message.Reply reply) {
        Json.Obj head = Json.object().with("op", reply.operation().toString());
        return switch (reply.outcome()) {
            case EdgeReply.Done(Json.Obj facts) -> head.with("outcome", "done").with("facts", facts);
            case EdgeReply.Refused(String slug, Json.Obj facts) ->
                head.with("outcome", "refused").with("slug", slug).with("facts", facts);
        };
    }

    static Message.Reply readReply(Fields f) {
        OperationId operation = f.id("op", OperationId::of);
        Json.Obj facts = object(f.json("facts"));
        return switch (f.text("outcome")) {
            case "done" -> new Message.Reply(operation, new EdgeReply.Done(facts));
            case "refused" -> new Message.Reply(operation, new EdgeReply.Refused(f.text("slug"), facts));
            default -> throw new Malformed("outcome is neither done nor refused");
        };
    }

    static Json.Obj desired(Message.Desired desired) {
        return Json.object()
                .with("items", Json.array(desired.items(),
                        item -> Json.object()
                                .with("about", item.about().text())
                                .with("version", item.version())
                                .with("settings", item.settings().map(settings -> settings))));
    }

    static Message.Desired readDesired(Fields f) {
        return new Message.Desired(f.list("items", Limits.BATCH_ENTRIES)
                .stream()
                .map(Fields::of)
                .map(item -> new Setting(thing(item), item.count("version"), settings(item)))
                .toList());
    }

    static Json.Obj reported(Message.Reported reported) {
        return Json.object()
                .with("items", Json.array(reported.items(),
                        item -> Json.object()
                                .with("about", item.about().text())
                                .with("version", item.version())
                                .with("settings", item.settings().map(settings -> settings))
                                .with("problem", item.problem().map(Json.Text::new))));
    }

    static Message.Reported readReported(Fields f) {
        return new Message.Reported(f.list("items", Limits.BATCH_ENTRIES)
                .stream()
                .map(Fields::of)
                .map(item -> new Applied(thing(item), item.count("version"), settings(item), item.maybeText("problem")))
                .toList());
    }

    static Json.Obj health(EdgeHealth health) {
        return Json.object()
                .with("version", health.version())
                .with("startedAt", health.startedAt().toString())
                .with("boot", health.boot().toString())
                .with("clock", health.clock())
                .with("diskFreeBytes", health.diskFreeBytes())
                .with("diskTotalBytes", health.diskTotalBytes())
                .with("checks", Json.array(health.checks(),
                        check -> Json.object()
                                .with("id", check.id())
                                .with("status", check.status())
                                .with("detail", check.detail())
                                .with("fix", check.fix())));
    }

    static EdgeHealth readHealth(Fields f) {
        return new EdgeHealth(f.text("version"), f.instant("startedAt"), f.id("boot", BootId::of), f.text("clock"),
                f.count("diskFreeBytes"), f.count("diskTotalBytes"),
                f.list("checks", Limits.HEALTH_CHECKS)
                        .stream()
                        .map(Fields::of)
                        .map(check -> new EdgeHealth.Check(check.text("id"), check.text("status"), check.text("detail"),
                                check.text("fix")))
                        .toList());
    }

    static Json.Obj panels(Message.Panels panels) {
        return Json.object()
                .with("panels", Json.array(panels.panels(),
                        panel -> Json.object()
                                .with("panel", panel.panel().toString())
                                .with("space", panel.space().toString())
                                .with("pairedAt", panel.pairedAt().toString())
                                .with("how", panel.how())));
    }

    static Message.Panels readPanels(Fields f) {
        return new Message.Panels(f.list("panels", Limits.PANELS)
                .stream()
                .map(Fields::of)
                .map(panel -> new PairedPanel(panel.id("panel", PanelId::of), panel.id("space", SpaceId::of),
                        panel.instant("pairedAt"), panel.text("how")))
                .toList());
    }

    private static Thing thing(Fields item) {
        return item.id("about", Thing::of);
    }

    private static Optional<Json.Obj> settings(Fields item) {
        return item.maybe("settings").map(DeviceJson::object);
    }

    private static Json.Obj object(Json value) {
        if (value instanceof Json.Obj object) {
            return object;
        }
        throw new Malformed("an object was expected");
    }
}
