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
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.BootId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.Means;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PanelId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.identity.Verifier;
import dev.lintel.protocol.line.Answer;
import dev.lintel.protocol.line.Body;
import dev.lintel.protocol.line.Coming;
import dev.lintel.protocol.line.Digest;
import dev.lintel.protocol.line.DoorCopy;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.Greeting;
import dev.lintel.protocol.line.Hash;
import dev.lintel.protocol.line.Head;
import dev.lintel.protocol.line.Line;
import dev.lintel.protocol.line.Mark;
import dev.lintel.protocol.line.Request;
import dev.lintel.protocol.line.Snapshot;
import dev.lintel.protocol.time.ClockQuality;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/// One example of everything that travels; the golden files are these.
final class Samples {

    static final FloorId FLOOR = FloorId.of("0190a5c0-0000-7000-8000-0000000000f1");
    static final SpaceId ASPEN = SpaceId.of("0190a5c0-0000-7000-8000-0000000000a1");
    static final SpaceId BIRCH = SpaceId.of("0190a5c0-0000-7000-8000-0000000000a2");
    static final PanelId PANEL = PanelId.of("0190a5c0-0000-7000-8000-0000000000c1");
    static final PersonId PERSON = PersonId.of("0190a5c0-0000-7000-8000-0000000000d1");
    static final BookingId BOOKING = BookingId.of("0190a5c0-0000-7000-8000-0000000000b1");
    static final BookingId OTHER = BookingId.of("0190a5c0-0000-7000-8000-0000000000b2");
    static final Generation GENERATION = Generation.of("0190a5c0-0000-7000-8000-0000000000e1");
    static final OperationId OP = OperationId.of("0190a5c0-0000-7000-8000-000000000001");
    static final OperationId EARLIER = OperationId.of("0190a5c0-0000-7000-8000-000000000002");
    static final Instant NINE = Instant.parse("2026-03-02T09:00:00Z");
    static final Slot SLOT = Slot.of(NINE, Duration.ofMinutes(45));
    static final Space SPACE = new Space(ASPEN, "Aspen", 6, "2nd floor", ZoneId.of("Europe/Berlin"), Policy.USUAL,
            Privacy.TITLE, Optional.empty());

    private Samples() {}

    static Booking booking(Phase phase) {
        return new Booking(BOOKING, ASPEN, SLOT, 3, Optional.of(PERSON), Optional.of("Budget \"2027\", part \u00e9"),
                Origin.CLOUD, NINE.minusSeconds(7200), phase);
    }

    static List<Phase> phases() {
        return List.of(new Phase.Requested(Party.DOOR), new Phase.Confirmed(), new Phase.CheckedIn(NINE.minusMillis(1)),
                new Phase.Completed(NINE), new Phase.Released(NINE), new Phase.Cancelled(NINE),
                new Phase.Declined(new Rejection.NotAllowed()));
    }

    static List<BookingCommand> commands() {
        return List.of(new BookingCommand.Book(BOOKING, ASPEN, SLOT, Optional.of(PERSON), Optional.of("Budget"), Origin.CLOUD),
                new BookingCommand.Book(BOOKING, ASPEN, SLOT, Optional.empty(), Optional.empty(), Origin.DOOR),
                new BookingCommand.Move(BOOKING, BIRCH, SLOT),
                new BookingCommand.Extend(BOOKING, NINE.plusSeconds(3600)),
                new BookingCommand.Shorten(BOOKING, NINE.plusSeconds(1800)), new BookingCommand.End(BOOKING),
                new BookingCommand.Cancel(BOOKING), new BookingCommand.CheckIn(BOOKING), new BookingCommand.StartEarly(BOOKING),
                new BookingCommand.Release(BOOKING, NINE.plusSeconds(600)),
                new BookingCommand.UndoRelease(BOOKING));
    }

    static List<BookingEvent> events() {
        return List.of(new BookingEvent.Booked(), new BookingEvent.Moved(SLOT), new BookingEvent.Extended(SLOT),
                new BookingEvent.Shortened(SLOT), new BookingEvent.Ended(SLOT),
                new BookingEvent.Cancelled(), new BookingEvent.CheckedIn(), new BookingEvent.StartedEarly(SLOT),
                new BookingEvent.Released(), new BookingEvent.ReleaseUndone(),
                new BookingEvent.Revived());
    }

    static List<Rejection> rejections() {
        return List.of(new Rejection.Taken(SLOT, Optional.of(NINE)), new Rejection.Held(SLOT),
                new Rejection.RoomClosed(ASPEN, "out-of-service"), new Rejection.UnknownSpace(ASPEN),
                new Rejection.UnknownBooking(BOOKING), new Rejection.NotAllowed(), new Rejection.TooLate(NINE),
                new Rejection.InUse(NINE), new Rejection.Changed(booking(new Phase.Confirmed())),
                new Rejection.Over("cancelled"), new Rejection.CheckInNotOpenYet(NINE.minusSeconds(600)),
                new Rejection.AlreadyCheckedIn(NINE), new Rejection.NotStarted(NINE),
                new Rejection.TooShort(Duration.ofMinutes(15)), new Rejection.TooLong(Duration.ofHours(8)),
                new Rejection.TooFarAhead(NINE), new Rejection.WrongDirection(NINE),
                new Rejection.NotReleasable(NINE), new Rejection.DoorOnly(), new Rejection.NothingToUndo(),
                new Rejection.ClockUncertain(Duration.ofSeconds(90)),
                new Rejection.AlreadyExists(BOOKING), new Rejection.NotUnderstood(), new Rejection.FloorStopped("log-fork"),
                new Rejection.SupersededEpoch(1),
                new Rejection.TooManyRequests(6_000));
    }

    static List<Body> bodies() {
        List<Body> all = new ArrayList<>(List.of(new Body.Granted(new Line(NINE.plusSeconds(86_400))),
                new Body.NotUnderstood(7), new Body.Observed("motion", Optional.of(ASPEN), NINE),
                new Body.Closed(), new Body.SpaceSet(SPACE), new Body.PersonShown(PERSON, Optional.of("A. Example")),
                new Body.PersonShown(PERSON, Optional.empty()),
                new Body.Unreadable("teleported", "{\"kind\":\"teleported\",\"to\":\"roof\"}")));
        phases().forEach(phase -> all.add(new Body.Happened(new BookingEvent.Booked(), booking(phase))));
        events().forEach(event -> all.add(new Body.Accepted(event, booking(new Phase.Confirmed()))));
        commands().forEach(command -> all.add(new Body.Proposed(command, 3, Optional.of(EARLIER), NINE, true)));
        rejections().forEach(why -> all.add(new Body.Declined(BOOKING, why)));
        return all;
    }

    /// What came after the first golden files, and so has files of its own.
    static List<Rejection> laterRejections() {
        return List.of(new Rejection.CheckInClosed(NINE.plusSeconds(900)));
    }

    static List<Body> laterBodies() {
        Policy strict = new Policy(Duration.ofMinutes(10), Duration.ofMinutes(10), Duration.ofMinutes(15), Duration.ofHours(8),
                Duration.ofDays(90), Duration.ofMinutes(5), Duration.ofHours(4), Optional.of(Duration.ofMinutes(15)));
        Space space = new Space(ASPEN, "Aspen", 6, "2nd floor", ZoneId.of("Europe/Berlin"), strict, Privacy.BUSY,
                Optional.empty());
        List<Body> all = new ArrayList<>(List.of(new Body.SpaceSet(space),
                new Body.Happened(new BookingEvent.TakenBack(SLOT), booking(new Phase.Confirmed())),
                new Body.Proposed(new BookingCommand.TakeBack(BOOKING, 3, SLOT, new Phase.CheckedIn(NINE), NINE.plusSeconds(5)),
                        3, Optional.empty(), NINE.plusSeconds(8), true)));
        laterRejections().forEach(why -> all.add(new Body.Declined(BOOKING, why)));
        return all;
    }

    static List<Entry> entries(List<Body> bodies) {
        List<Entry> out = new ArrayList<>();
        Hash last = Hash.START;
        for (Body body : bodies) {
            long seq = out.size() + 1L;
            Head head = body instanceof Body.Observed
                    ? new Head(OP, Optional.empty(), Optional.empty(), true)
                    : new Head(OP, Optional.of(ASPEN), Optional.of(SLOT), false);
            Entry entry = new Entry(seq, last, new Sha256Chain().link(last, seq, head, body), head, body);
            out.add(entry);
            last = entry.hash();
        }
        return out;
    }

    static Envelope logOf(Body body) {
        return about(new Message.Log(entries(List.of(body))));
    }

    private static Envelope about(Message message) {
        return new Envelope(1, FLOOR, 1, Optional.of(GENERATION), message);
    }

    static Digest digest(Mark feed, Mark log) {
        return Digest.of(feed, log, GENERATION, new Digest.Window(LocalDate.parse("2026-03-01"), 35),
                Stream.of(booking(new Phase.Confirmed())));
    }

    static Snapshot snapshot(Mark feed, Mark log) {
        Request request = new Request(OP, 7, commands().getFirst(), 0, Optional.empty(), NINE, Optional.empty());
        return new Snapshot(2, GENERATION, new Line(NINE), feed, log, Mark.START, List.of(SPACE), Map.of(PERSON, "A. Example"),
                phases().stream().map(Samples::booking).toList(), List.of(request));
    }

    static DoorCopy copy(Mark feed, Mark log) {
        return new DoorCopy(2, new Line(NINE), feed, log, List.of(SPACE),
                phases().stream().map(Samples::booking).toList(),
                Map.of(OP, new Answer.Done(new BookingEvent.Booked(), booking(new Phase.Confirmed()))));
    }

    /// A room that asks who it is, whom it knows, and what somebody did there.
    static Space guarded() {
        return new Space(ASPEN, "Aspen", 6, "2nd floor", ZoneId.of("Europe/Berlin"), Policy.USUAL, Privacy.TITLE,
                Optional.of("being-cleaned"),
                new Guard(new TreeMap<>(Map.of("book", List.of("pin", "badge"), "end", List.of("badge")))));
    }

    static List<Verifier> verifiers() {
        return List.of(new Verifier(PERSON, Means.PIN, Optional.of("0420"), "00".repeat(16), "ab".repeat(32)),
                new Verifier(PERSON, Means.BADGE, Optional.empty(), "11".repeat(16), "cd".repeat(32)));
    }

    static Map<String, Envelope> envelopes() {
        Map<String, Envelope> all = new LinkedHashMap<>();
        Hash some = new Sha256Chain().link(Hash.START, 1, new Head(OP, Optional.empty(), Optional.empty(), false),
                new Body.Closed());
        all.put("hello",
                about(new Message.Hello(
                        new Greeting(1, Optional.of(GENERATION), new Line(NINE), new Mark(12, some), new Mark(7, some), true,
                                Optional.empty(), false),
                        1, 1,
                        4, new ClockQuality.Synchronised(), Optional.empty())));
        all.put("hello-first", new Envelope(1, FLOOR, 1, Optional.empty(),
                new Message.Hello(
                        new Greeting(1, Optional.empty(), Line.NONE, Mark.START, Mark.START, true, Optional.empty(), false),
                        1, 1, 1,
                        new ClockQuality.HoldOver(Duration.ofMinutes(5)), Optional.empty())));
        Digest digest = digest(new Mark(7, some), new Mark(12, some));
        all.put("hello-unproven", about(new Message.Hello(
                new Greeting(2, Optional.of(GENERATION), new Line(NINE), new Mark(12, some), new Mark(7, some), false,
                        Optional.of(digest.root()), false),
                1, 2, 5, new ClockQuality.Restored(NINE),
                Optional.of(UUID.fromString("6f1e3c52-8a6b-4a0e-9d4d-2f7f6c0d9a10")))));
        all.put("welcome", about(new Message.Welcome(1, 13, 8, Coming.FEED)));
        all.put("welcome-snapshot", about(new Message.Welcome(1, 13, 8, Coming.SNAPSHOT)));
        all.put("welcome-copy", about(new Message.Welcome(1, 13, 8, Coming.COPY)));
        all.put("snapshot", about(Parts.of(snapshot(new Mark(7, some), new Mark(12, some))).getFirst()));
        all.put("copy", about(Parts.of(copy(new Mark(7, some), new Mark(12, some))).getFirst()));
        all.put("digest", about(new Message.Digest(digest)));
        all.put("log-late", logOf(new Body.Late(1, entries(List.of(
                new Body.Happened(new BookingEvent.Booked(), booking(new Phase.Confirmed())))).getFirst())));
        all.put("refused", about(new Message.Refused("superseded-epoch")));
        all.put("ack", about(new Message.Ack(new Mark(12, some))));
        all.put("resend", about(new Message.Resend(13)));
        all.put("order-look-pairing", ordered(new EdgeOrder.LookPairing("482913")));
        all.put("order-confirm-pairing", ordered(new EdgeOrder.ConfirmPairing("482913", ASPEN, "A. Example")));
        all.put("order-revoke-panel", ordered(new EdgeOrder.RevokePanel(PANEL)));
        all.put("order-retire", ordered(new EdgeOrder.Retire()));
        all.put("order-show-issue", ordered(new EdgeOrder.ShowIssue(OP, "taken", NINE)));
        all.put("reply-done",
                about(new Message.Reply(OP, new EdgeReply.Done(Json.object().with("phrase", "amber falcon river")))));
        all.put("reply-refused", about(new Message.Reply(OP, new EdgeReply.Refused("unknown-code", Json.object()))));
        Thing panel = Thing.of("panel:" + PANEL);
        Json.Obj settings = Json.object().with("brightness", 80).with("locale", "en-GB");
        all.put("desired", about(new Message.Desired(List.of(new Setting(Thing.EDGE, 3, Optional.of(settings)),
                new Setting(panel, 2, Optional.empty())))));
        all.put("reported", about(new Message.Reported(List.of(
                new Applied(Thing.EDGE, 3, Optional.of(settings), Optional.of("brightness: an edge has none")),
                new Applied(panel, 2, Optional.empty(), Optional.empty())))));
        all.put("health", about(new Message.Health(new EdgeHealth("0.1.0", NINE, new BootId(OP.value()), "synchronised",
                1L << 34,
                1L << 35,
                List.of(new EdgeHealth.Check("clock", "degraded", "The time is not trusted.", "Connect a time server."))))));
        all.put("panels", about(new Message.Panels(List.of(new PairedPanel(PANEL, ASPEN, NINE, "code")))));
        List<Body> bodies = bodies();
        all.put("log", about(new Message.Log(entries(bodies.subList(0, bodies.size() / 2)))));
        all.put("feed", about(new Message.Feed(entries(bodies.subList(bodies.size() / 2, bodies.size())))));
        all.put("feed-desk", about(new Message.Feed(entries(List.of(new Body.SpaceSet(SPACE.withoutDoor()))))));
        all.put("feed-guarded", about(new Message.Feed(entries(List.of(new Body.SpaceSet(guarded()),
                new Body.VerifiersSet(true, List.of(), verifiers()),
                new Body.VerifiersSet(false, List.of(PERSON), List.of()))))));
        all.put("snapshot-guarded", about(Parts.of(new Snapshot(2, GENERATION, new Line(NINE), new Mark(7, some),
                new Mark(12, some), Mark.START, List.of(guarded()), Map.of(), List.of(), List.of()).with(verifiers()))
                .getFirst()));
        all.put("log-by", about(new Message.Log(entries(List.of(
                new Body.Happened(new BookingEvent.CheckedIn(), booking(new Phase.CheckedIn(NINE)), Optional.of(PERSON)),
                new Body.Proposed(commands().getFirst(), 0, Optional.empty(), NINE, true, Optional.of(PERSON)))))));
        all.put("log-later", about(new Message.Log(entries(laterBodies()))));
        crossing(all, some);
        return all;
    }

    private static Envelope ordered(EdgeOrder order) {
        return about(new Message.Order(OP, NINE.plusSeconds(600), order));
    }

    /// A move to another floor: what the target's feed says, what both doors answer, and that a door knows of it at all.
    private static void crossing(Map<String, Envelope> all, Hash some) {
        all.put("hello-crossing", about(new Message.Hello(
                new Greeting(1, Optional.of(GENERATION), new Line(NINE), new Mark(12, some), new Mark(7, some), true,
                        Optional.empty(), true),
                1, 1, 4, new ClockQuality.Synchronised(), Optional.empty())));
        Booking arriving = booking(new Phase.Confirmed());
        Booking kept = booking(new Phase.Requested(Party.CLOUD));
        Booking gone = booking(new Phase.Departed(BIRCH, SLOT));
        all.put("feed-crossing", about(new Message.Feed(entries(List.of(
                new Body.Proposed(new BookingCommand.Arrive(arriving, false), 2, Optional.empty(), NINE, true),
                new Body.Happened(new BookingEvent.Held(), kept),
                new Body.Proposed(new BookingCommand.Depart(BOOKING, BIRCH, SLOT), 2, Optional.empty(), NINE, true),
                new Body.Happened(new BookingEvent.Departed(), gone))))));
        all.put("log-crossing", about(new Message.Log(entries(List.of(new Body.Accepted(new BookingEvent.Held(), kept),
                new Body.Accepted(new BookingEvent.Departed(), gone))))));
    }

    static Envelope envelope(String name) {
        return java.util.Objects.requireNonNull(envelopes().get(name), name);
    }

    static Map<String, PanelMessage> panel() {
        Map<String, PanelMessage> all = new LinkedHashMap<>();
        PanelMessage.BookingShown shown = new PanelMessage.BookingShown(BOOKING, 3, SLOT, Optional.of("Budget"),
                Optional.of("A. Example"), "confirmed", Optional.empty(), NINE.minusSeconds(600),
                NINE.plusSeconds(600));
        PanelMessage.BookingShown asked = new PanelMessage.BookingShown(OTHER, 1,
                Slot.of(NINE.plusSeconds(7200), Duration.ofHours(1)), Optional.empty(), Optional.empty(), "requested",
                Optional.of(Party.CLOUD), NINE.plusSeconds(6600), NINE.plusSeconds(7800));
        PanelMessage.SpaceShown space = new PanelMessage.SpaceShown(ASPEN, "Aspen", "2nd floor", 6);
        PanelMessage.PolicyShown policy = new PanelMessage.PolicyShown(10, 10, 15, 480);
        all.put("panel-hello",
                new PanelMessage.Hello("3f2c9a", PANEL, ASPEN, NINE, "en-GB", ZoneId.of("Europe/Berlin"), false, 5));
        all.put("panel-state",
                new PanelMessage.State(12, NINE, space, new PanelMessage.LinkShown("live", Optional.of(NINE.minusSeconds(3))),
                        "good", Optional.empty(), policy, List.of(shown, asked)));
        all.put("panel-state-closed",
                new PanelMessage.State(13, NINE, space, new PanelMessage.LinkShown("local", Optional.empty()), "uncertain",
                        Optional.of("out-of-service"), policy, List.of()));
        all.put("panel-answer-done", new PanelMessage.Done(OP, "checked-in", BOOKING));
        all.put("panel-answer-proposed", new PanelMessage.Proposed(OP, OTHER));
        Stream.concat(rejections().stream(), laterRejections().stream())
                .forEach(why -> all.put("panel-answer-refused-" + why.slug(), new PanelMessage.Refused(OP, Problem.of(why))));
        all.put("panel-ping", new PanelMessage.Ping(NINE));
        all.put("panel-greet", new PanelMessage.Greet(0));
        all.put("panel-pong", new PanelMessage.Pong());
        all.put("panel-action-check-in", new PanelMessage.Act(OP, new PanelMessage.PanelAction.CheckIn(BOOKING)));
        all.put("panel-action-book-now", new PanelMessage.Act(OP, new PanelMessage.PanelAction.Book(Optional.empty(), 30)));
        all.put("panel-action-book-later", new PanelMessage.Act(OP, new PanelMessage.PanelAction.Book(Optional.of(NINE), 30)));
        all.put("panel-action-end", new PanelMessage.Act(OP, new PanelMessage.PanelAction.End(BOOKING)));
        all.put("panel-action-start-early", new PanelMessage.Act(OP, new PanelMessage.PanelAction.StartEarly(BOOKING)));
        all.put("panel-action-extend", new PanelMessage.Act(OP, new PanelMessage.PanelAction.Extend(BOOKING, 15)));
        all.put("panel-action-undo", new PanelMessage.Act(OP, new PanelMessage.PanelAction.Undo(BOOKING)));
        all.put("panel-action-cancel", new PanelMessage.Act(OP, new PanelMessage.PanelAction.Cancel(BOOKING)));
        PanelSamples.add(all);
        return all;
    }
}
