package dev.lintel.protocol.wire;

import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PanelId;
import dev.lintel.protocol.identity.SpaceId;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What an edge shows on a screen, as JSON. Everything that came after the first version is left out where there is nothing to say.
final class PanelStateJson {

    private static final int BOOKINGS = 1_000;
    private static final int FEW = 100;

    private PanelStateJson() {}

    static Json.Obj hello(PanelMessage.Hello hello) {
        HouseShown house = hello.house();
        Json.Obj out = PanelCodec.typed("hello")
                .with("ui", hello.ui())
                .with("panel", hello.panel().toString())
                .with("space", hello.space().toString())
                .with("now", hello.now().toString())
                .with("locale", hello.locale())
                .with("timeZone", hello.timeZone().getId())
                .with("hour12", hello.hour12())
                .with("heartbeatSeconds", hello.heartbeatSeconds())
                .with("night", house.night().map(PanelStateJson::night))
                .with("palette", house.palette().map(Json.Text::new));
        return listed(out, "languages", Json.array(house.languages(), Json.Text::new));
    }

    private static Json.Obj night(HouseShown.Night night) {
        return Json.object()
                .with("from", night.from().toString())
                .with("until", night.until().toString())
                .with("brightnessPercent", night.brightnessPercent());
    }

    static Json.Obj state(PanelMessage.State state) {
        PanelMessage.SpaceShown space = state.space();
        PanelMessage.PolicyShown policy = state.policy();
        Json.Obj calendar = PanelCodec.typed("state")
                .with("seq", state.seq())
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
                                .with("lastSyncedAt", Json.nullable(instant(state.link().lastSyncedAt())))
                                .with("lineAt", instant(state.link().lineAt())))
                .with("clock", state.clock())
                .with("closed", Json.nullable(state.closed().map(Json.Text::new)))
                .with("policy",
                        Json.object()
                                .with("checkInOpensMinutes", policy.checkInOpensMinutes())
                                .with("graceMinutes", policy.graceMinutes())
                                .with("minimumMinutes", policy.minimumMinutes())
                                .with("maximumMinutes", policy.maximumMinutes()))
                .with("bookings", Json.array(state.bookings(), PanelStateJson::booking));
        return room(calendar, state.room());
    }

    private static Optional<Json.Text> instant(Optional<Instant> at) {
        return at.map(i -> new Json.Text(i.toString()));
    }

    /// Put together in one go: a full day has dozens of these, and a picture is written for every touch.
    private static Json.Obj booking(PanelMessage.BookingShown shown) {
        SortedMap<String, Json> fields = new TreeMap<>(BookingJson.slot(shown.slot()).fields());
        fields.put("id", new Json.Text(shown.id().toString()));
        fields.put("version", new Json.Num(shown.version()));
        fields.put("title", Json.nullable(shown.title().map(Json.Text::new)));
        fields.put("organiser", Json.nullable(shown.organiser().map(Json.Text::new)));
        fields.put("phase", new Json.Text(shown.phase()));
        fields.put("awaiting", Json.nullable(shown.awaiting().map(p -> new Json.Text(BookingJson.party(p)))));
        fields.put("checkInOpensAt", new Json.Text(shown.checkInOpensAt().toString()));
        fields.put("checkInClosesAt", new Json.Text(shown.checkInClosesAt().toString()));
        instant(shown.latestEndAt()).ifPresent(at -> fields.put("latestEndAt", at));
        instant(shown.earliestStartAt()).ifPresent(at -> fields.put("earliestStartAt", at));
        return new Json.Obj(fields);
    }

    private static Json.Obj room(Json.Obj state, RoomShown room) {
        Json.Obj out = state
                .with("presence", room.presence()
                        .map(p -> Json.object().with("state", p.state()).with("since", p.since().toString())))
                .with("release", room.release()
                        .map(r -> Json.object()
                                .with("booking", r.booking().toString())
                                .with("releasesAt", r.releasesAt().toString())
                                .with("snoozed", r.snoozed())));
        out = listed(out, "undo", Json.array(room.undo(), PanelStateJson::undo));
        out = listed(out, "openings", Json.array(room.openings(), BookingJson::slot));
        out = listed(out, "issues", Json.array(room.issues(), PanelStateJson::issue));
        out = listed(out, "issueKinds", Json.array(room.issueKinds(), Json.Text::new));
        Json.Obj unlock = Json.object();
        for (var each : room.unlock().entrySet()) {
            unlock = unlock.with(each.getKey(), Json.array(each.getValue(), Json.Text::new));
        }
        return unlock.fields().isEmpty() ? out : out.with("unlock", unlock);
    }

    private static Json.Obj listed(Json.Obj out, String name, Json.Arr list) {
        return list.items().isEmpty() ? out : out.with(name, list);
    }

    private static Json.Obj undo(RoomShown.UndoShown undo) {
        return Json.object()
                .with("op", undo.operation().toString())
                .with("booking", undo.booking().toString())
                .with("event", undo.event())
                .with("until", undo.until().toString());
    }

    private static Json.Obj issue(RoomShown.IssueShown issue) {
        return Json.object()
                .with("id", issue.id().toString())
                .with("kind", issue.kind())
                .with("since", issue.since().toString())
                .with("state", Optional.of(issue.state())
                        .filter(state -> !state.equals(RoomShown.IssueShown.OPEN))
                        .map(Json.Text::new));
    }

    static PanelMessage.Hello readHello(Fields f) {
        HouseShown house = new HouseShown(f.texts("languages", FEW), f.maybe("night").map(night -> readNight(Fields.of(night))),
                f.maybeText("palette"));
        return new PanelMessage.Hello(f.text("ui"), f.id("panel", PanelId::of), f.id("space", SpaceId::of), f.instant("now"),
                f.text("locale"), ZoneId.of(f.text("timeZone")), f.yes("hour12"), f.small("heartbeatSeconds"), house);
    }

    private static HouseShown.Night readNight(Fields f) {
        return new HouseShown.Night(LocalTime.parse(f.text("from")), LocalTime.parse(f.text("until")),
                f.small("brightnessPercent"));
    }

    static PanelMessage.State readState(Fields f) {
        Fields space = f.object("space");
        Fields link = f.object("link");
        Fields policy = f.object("policy");
        return new PanelMessage.State(f.count("seq"), f.instant("now"),
                new PanelMessage.SpaceShown(space.id("id", SpaceId::of), space.text("name"), space.text("floor"),
                        space.small("capacity")),
                new PanelMessage.LinkShown(link.text("state"), link.maybeInstant("lastSyncedAt"), link.maybeInstant("lineAt")),
                f.text("clock"), f.maybeText("closed"),
                new PanelMessage.PolicyShown(policy.small("checkInOpensMinutes"), policy.small("graceMinutes"),
                        policy.small("minimumMinutes"), policy.small("maximumMinutes")),
                f.list("bookings", BOOKINGS).stream().map(json -> readBooking(Fields.of(json))).toList(), readRoom(f));
    }

    private static PanelMessage.BookingShown readBooking(Fields f) {
        return new PanelMessage.BookingShown(f.id("id", BookingId::of), f.small("version"), BookingJson.readSlot(f),
                f.maybeText("title"), f.maybeText("organiser"), f.text("phase"),
                f.maybeText("awaiting").map(BookingJson::readParty), f.instant("checkInOpensAt"), f.instant("checkInClosesAt"),
                f.maybeInstant("latestEndAt"), f.maybeInstant("earliestStartAt"));
    }

    private static RoomShown readRoom(Fields f) {
        return new RoomShown(f.maybe("presence").map(json -> readPresence(Fields.of(json))),
                f.maybe("release").map(json -> readRelease(Fields.of(json))),
                f.maybeList("undo", FEW).stream().map(json -> readUndo(Fields.of(json))).toList(),
                f.maybeList("openings", BOOKINGS).stream().map(json -> BookingJson.readSlot(Fields.of(json))).toList(),
                f.maybeList("issues", FEW).stream().map(json -> readIssue(Fields.of(json))).toList(),
                f.texts("issueKinds", FEW), f.maybe("unlock").map(PanelStateJson::readUnlock).orElseGet(TreeMap::new));
    }

    private static RoomShown.PresenceShown readPresence(Fields f) {
        return new RoomShown.PresenceShown(f.text("state"), f.instant("since"));
    }

    private static RoomShown.ReleaseShown readRelease(Fields f) {
        return new RoomShown.ReleaseShown(f.id("booking", BookingId::of), f.instant("releasesAt"), f.yes("snoozed"));
    }

    private static RoomShown.UndoShown readUndo(Fields f) {
        return new RoomShown.UndoShown(f.id("op", OperationId::of), f.id("booking", BookingId::of),
                f.text("event"), f.instant("until"));
    }

    private static RoomShown.IssueShown readIssue(Fields f) {
        return new RoomShown.IssueShown(f.id("id", OperationId::of), f.text("kind"), f.instant("since"),
                f.maybeText("state").orElse(RoomShown.IssueShown.OPEN));
    }

    private static SortedMap<String, List<String>> readUnlock(Json json) {
        Fields f = Fields.of(json);
        SortedMap<String, List<String>> out = new TreeMap<>();
        if (json instanceof Json.Obj(var fields) && fields.size() <= FEW) {
            fields.keySet().forEach(action -> out.put(action, f.texts(action, FEW)));
        }
        return out;
    }
}
