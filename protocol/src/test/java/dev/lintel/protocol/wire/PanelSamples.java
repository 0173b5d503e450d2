package dev.lintel.protocol.wire;

import static dev.lintel.protocol.wire.Samples.ASPEN;
import static dev.lintel.protocol.wire.Samples.BIRCH;
import static dev.lintel.protocol.wire.Samples.BOOKING;
import static dev.lintel.protocol.wire.Samples.EARLIER;
import static dev.lintel.protocol.wire.Samples.NINE;
import static dev.lintel.protocol.wire.Samples.OP;
import static dev.lintel.protocol.wire.Samples.OTHER;
import static dev.lintel.protocol.wire.Samples.PANEL;
import static dev.lintel.protocol.wire.Samples.SLOT;

import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.wire.PanelMessage.PanelAction;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What door and panel say since panels can do more than check in, book and end.
final class PanelSamples {

    private static final PanelMessage.RoomFound NEXT_DOOR = new PanelMessage.RoomFound(BIRCH, "Birch", "2nd floor", 4, NINE,
            Optional.of(NINE.plusSeconds(5400)), Optional.of("left"), Optional.of(12));
    private static final PanelMessage.RoomFound FAR_OFF = new PanelMessage.RoomFound(ASPEN, "Aspen", "2nd floor", 6,
            NINE.plusSeconds(900), Optional.empty(), Optional.empty(), Optional.empty());

    private PanelSamples() {}

    static void add(Map<String, PanelMessage> all) {
        all.put("panel-hello-house",
                new PanelMessage.Hello("3f2c9a", PANEL, ASPEN, NINE, "de-DE", ZoneId.of("Europe/Berlin"), false, 5,
                        new HouseShown(List.of("de", "en", "ar"),
                                Optional.of(new HouseShown.Night(LocalTime.of(20, 0), LocalTime.of(6, 30), 15)),
                                Optional.of("purple"))));
        all.put("panel-standby-starting", new PanelMessage.Standby("starting", NINE));
        all.put("panel-standby-updating", new PanelMessage.Standby("updating", NINE));
        all.put("panel-standby-rebuilding", new PanelMessage.Standby("rebuilding", NINE));
        all.put("panel-standby-floor-unknown", new PanelMessage.Standby("floor-unknown", NINE));
        all.put("panel-standby-out-of-service", new PanelMessage.Standby("out-of-service", NINE));
        all.put("panel-not-paired", new PanelMessage.NotPaired("removed"));
        states(all);
        answers(all);
        actions(all);
    }

    private static PanelMessage.State state(PanelMessage.LinkShown link, PanelMessage.BookingShown booking, RoomShown room) {
        return new PanelMessage.State(14, NINE.plusSeconds(480), new PanelMessage.SpaceShown(ASPEN, "Aspen", "2nd floor", 6),
                link, "good", Optional.empty(), new PanelMessage.PolicyShown(10, 10, 15, 480), List.of(booking), room);
    }

    private static PanelMessage.BookingShown booking(String phase, Optional<Instant> latestEnd, Optional<Instant> earliest) {
        return new PanelMessage.BookingShown(BOOKING, 3, SLOT, Optional.of("Budget"), Optional.of("A. Example"), phase,
                Optional.empty(), NINE.minusSeconds(600), NINE.plusSeconds(600), latestEnd, earliest);
    }

    private static void states(Map<String, PanelMessage> all) {
        PanelMessage.LinkShown local = new PanelMessage.LinkShown("local", Optional.of(NINE.minusSeconds(3600)),
                Optional.of(NINE.plusSeconds(82_800)));
        SortedMap<String, List<String>> unlock = new TreeMap<>(
                Map.of("book", List.of("pin", "badge"), "end", List.of("badge")));
        List<Slot> openings = List.of(Slot.of(NINE.minusSeconds(7200), Duration.ofHours(2)),
                new Slot(SLOT.end(), NINE.plusSeconds(36_000)));
        all.put("panel-state-release", state(local,
                booking("confirmed", Optional.empty(), Optional.of(NINE.minusSeconds(7200))),
                new RoomShown(Optional.of(new RoomShown.PresenceShown("absent", NINE.minusSeconds(900))),
                        Optional.of(new RoomShown.ReleaseShown(BOOKING, NINE.plusSeconds(600), false)), List.of(), openings,
                        List.of(), List.of(), new TreeMap<>())));
        all.put("panel-state-release-snoozed", state(local, booking("confirmed", Optional.empty(), Optional.empty()),
                new RoomShown(Optional.of(new RoomShown.PresenceShown("absent", NINE.minusSeconds(900))),
                        Optional.of(new RoomShown.ReleaseShown(BOOKING, NINE.plusSeconds(900), true)), List.of(), List.of(),
                        List.of(), List.of(), new TreeMap<>())));
        all.put("panel-state-released", state(local, booking("released", Optional.empty(), Optional.empty()),
                new RoomShown(Optional.of(new RoomShown.PresenceShown("unknown", NINE)), Optional.empty(),
                        List.of(new RoomShown.UndoShown(EARLIER, BOOKING, "released", NINE.plusSeconds(900))), openings,
                        List.of(), List.of(), new TreeMap<>())));
        all.put("panel-state-issue-taken", state(local, booking("confirmed", Optional.empty(), Optional.empty()),
                new RoomShown(Optional.empty(), Optional.empty(), List.of(), List.of(),
                        List.of(new RoomShown.IssueShown(EARLIER, "display", NINE.minusSeconds(86_400), "taken"),
                                new RoomShown.IssueShown(OP, "sound", NINE)),
                        List.of("display", "sound"), new TreeMap<>())));
        all.put("panel-state-in-use", state(local,
                booking("checked-in", Optional.of(NINE.plusSeconds(5400)), Optional.empty()),
                new RoomShown(Optional.of(new RoomShown.PresenceShown("present", NINE.plusSeconds(60))), Optional.empty(),
                        List.of(new RoomShown.UndoShown(OP, BOOKING, "extended", NINE.plusSeconds(485)),
                                new RoomShown.UndoShown(EARLIER, BOOKING, "checked-in", NINE.plusSeconds(482))),
                        List.of(), List.of(new RoomShown.IssueShown(EARLIER, "display", NINE.minusSeconds(86_400))),
                        List.of("display", "sound", "camera", "network", "power", "temperature", "light", "furniture",
                                "cleanliness", "supplies", "panel", "other"),
                        unlock)));
    }

    private static void answers(Map<String, PanelMessage> all) {
        all.put("panel-answer-done-undo", new PanelMessage.Done(OP, "booked", BOOKING, Optional.of(NINE.plusSeconds(5))));
        all.put("panel-answer-done-kept", new PanelMessage.Done(OP, "kept", BOOKING));
        all.put("panel-answer-done-undone", new PanelMessage.Done(OP, "undone", BOOKING));
        all.put("panel-answer-found", new PanelMessage.Found(OP, List.of(NEXT_DOOR, FAR_OFF)));
        all.put("panel-answer-found-nothing", new PanelMessage.Found(OP, List.of()));
        all.put("panel-answer-reported", new PanelMessage.Reported(OP, "display"));
        all.put("panel-answer-refused-next-end",
                new PanelMessage.Refused(OP, Problem.of(new Rejection.Taken(SLOT, Optional.of(NINE))),
                        new PanelMessage.NextBest(Optional.of(NINE), List.of(), Optional.empty())));
        all.put("panel-answer-refused-next-room",
                new PanelMessage.Refused(OP, Problem.of(new Rejection.Held(SLOT)), new PanelMessage.NextBest(Optional.empty(),
                        List.of(NEXT_DOOR, FAR_OFF), Optional.of(Slot.of(SLOT.end(), Duration.ofMinutes(30))))));
        refusedByTheEdge(all, "unlock-needed", "Who is there?", "This room asks for a PIN or a badge here.",
                Json.object().with("accepts", Json.array(List.of("pin", "badge"), Json.Text::new)));
        refusedByTheEdge(all, "unlock-wrong", "Not known here", "This PIN or badge is not known at this door.",
                Json.object().with("triesLeft", 3));
        refusedByTheEdge(all, "unlock-locked", "Too many tries", "PINs are not taken at this door for a while.",
                Json.object().with("until", NINE.plusSeconds(300).toString()));
        refusedByTheEdge(all, "already-kept", "Kept once already", "Check in to keep the room.",
                Json.object().with("releasesAt", NINE.plusSeconds(900).toString()));
        refusedByTheEdge(all, "nothing-to-keep", "Nothing to keep", "The room is not about to be given back.", Json.object());
    }

    private static void refusedByTheEdge(Map<String, PanelMessage> all, String slug, String title, String detail,
            Json.Obj facts) {
        all.put("panel-answer-refused-" + slug, new PanelMessage.Refused(OP, new Problem(slug, title, detail, facts)));
    }

    private static void actions(Map<String, PanelMessage> all) {
        all.put("panel-greet-page", new PanelMessage.Greet(12, Optional.of("3f2c9a")));
        all.put("panel-action-extend-to", new PanelMessage.Act(OP, new PanelAction.ExtendTo(BOOKING, NINE.plusSeconds(5400))));
        all.put("panel-action-shorten", new PanelMessage.Act(OP, new PanelAction.Shorten(BOOKING, NINE.plusSeconds(1800))));
        all.put("panel-action-keep", new PanelMessage.Act(OP, new PanelAction.Keep(BOOKING)));
        all.put("panel-action-undo-of", new PanelMessage.Act(OP, new PanelAction.UndoOf(EARLIER)));
        all.put("panel-action-find",
                new PanelMessage.Act(OP, new PanelAction.Find(Optional.empty(), 30, Optional.empty())));
        all.put("panel-action-find-later",
                new PanelMessage.Act(OP, new PanelAction.Find(Optional.of(NINE.plusSeconds(3600)), 60, Optional.of(8))));
        all.put("panel-action-report",
                new PanelMessage.Act(OP, new PanelAction.Report("display", Optional.empty(), Optional.empty())));
        all.put("panel-action-report-booking",
                new PanelMessage.Act(OP, new PanelAction.Report("sound", Optional.of(OTHER), Optional.of(ASPEN))));
        all.put("panel-action-with-pin", new PanelMessage.Act(OP, new PanelAction.Book(Optional.empty(), 30),
                Optional.of(new Unlock.Pin("274913")), Optional.empty()));
        all.put("panel-action-with-badge", new PanelMessage.Act(OP, new PanelAction.End(BOOKING),
                Optional.of(new Unlock.Badge("04:A2:5B:11:6C:80")), Optional.empty()));
        all.put("panel-action-kept-back", new PanelMessage.Act(OP, new PanelAction.CheckIn(BOOKING), Optional.empty(),
                Optional.of(NINE.minusSeconds(120))));
    }
}
