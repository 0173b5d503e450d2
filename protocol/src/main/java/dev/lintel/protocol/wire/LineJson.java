package dev.lintel.protocol.wire;

import dev.lintel.protocol.Limits;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.Means;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.identity.Verifier;
import dev.lintel.protocol.line.Answer;
import dev.lintel.protocol.line.Body;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.Hash;
import dev.lintel.protocol.line.Head;
import dev.lintel.protocol.line.Line;
import dev.lintel.protocol.line.Mark;
import dev.lintel.protocol.line.Request;
import dev.lintel.protocol.line.Standing;
import java.time.DateTimeException;
import java.util.Optional;

/// Entries, answers and requests as JSON: what the logs hold, what is hashed, and what both stores keep.
public final class LineJson {

    private LineJson() {}

    public static Json.Obj entry(Entry entry) {
        return Json.object()
                .with("seq", entry.seq())
                .with("previous", entry.previous().hex())
                .with("hash", entry.hash().hex())
                .with("head", head(entry.head()))
                .with("body", body(entry.body()));
    }

    /// Reads an entry and proves its hash over what was written, not over what this version understands of it.
    public static Entry readEntry(Json json) {
        Entry entry = keptEntry(json);
        Fields f = Fields.of(json);
        if (!Sha256Chain.hash(entry.previous(), entry.seq(), f.json("head"), f.json("body")).equals(entry.hash())) {
            throw new Malformed("the hash of entry " + entry.seq() + " is not that of its content");
        }
        return entry;
    }

    /// Reads an entry that was proven when it came. It was kept as far as it was understood then, so what a later version had written beside that is gone, and its hash cannot be proven any more.
    public static Entry keptEntry(Json json) {
        Fields f = Fields.of(json);
        return new Entry(f.count("seq"), new Hash(f.text("previous")), new Hash(f.text("hash")), readHead(f.json("head")),
                readBody(f.json("body")));
    }

    public static Json.Obj head(Head head) {
        return Json.object()
                .with("op", head.operation().toString())
                .with("space", head.space().map(s -> new Json.Text(s.toString())))
                .with("slot", head.slot().map(BookingJson::slot))
                .with("skippable", head.skippable());
    }

    public static Head readHead(Json json) {
        Fields f = Fields.of(json);
        return new Head(f.id("op", OperationId::of), f.maybeId("space", SpaceId::of),
                f.maybe("slot").map(s -> BookingJson.readSlot(Fields.of(s))), f.yes("skippable"));
    }

    public static Json body(Body body) {
        return switch (body) {
            case Body.Granted granted -> Json.object().with("kind", "granted").with("line", granted.line().at().toString());
            case Body.Happened happened -> Json.object()
                    .with("kind", "happened")
                    .with("event", BookingJson.event(happened.event()))
                    .with("booking", BookingJson.booking(happened.booking()))
                    .with("by", happened.by().map(by -> new Json.Text(by.toString())));
            case Body.Proposed proposed -> Json.object()
                    .with("kind", "proposed")
                    .with("command", BookingJson.command(proposed.command()))
                    .with("version", proposed.version())
                    .with("behind", proposed.behind().map(op -> new Json.Text(op.toString())))
                    .with("at", proposed.at().toString())
                    .with("clockTrusted", proposed.clockTrusted())
                    .with("by", proposed.by().map(by -> new Json.Text(by.toString())));
            case Body.Accepted accepted -> Json.object()
                    .with("kind", "accepted")
                    .with("event", BookingJson.event(accepted.event()))
                    .with("booking", BookingJson.booking(accepted.booking()));
            case Body.Declined declined -> Json.object()
                    .with("kind", "declined")
                    .with("booking", declined.booking().toString())
                    .with("why", RejectionJson.rejection(declined.why()));
            case Body.NotUnderstood not -> Json.object().with("kind", "not-understood").with("seq", not.seq());
            case Body.Observed seen -> Json.object()
                    .with("kind", "observed")
                    .with("what", seen.kind())
                    .with("space", seen.space().map(s -> new Json.Text(s.toString())))
                    .with("at", seen.at().toString());
            case Body.Late late ->
                Json.object().with("kind", "late").with("epoch", late.epoch()).with("entry", entry(late.entry()));
            case Body.Closed _ -> Json.object().with("kind", "closed");
            case Body.SpaceSet set -> Json.object().with("kind", "space-set").with("space", BookingJson.space(set.space()));
            case Body.PersonShown shown -> Json.object()
                    .with("kind", "person-shown")
                    .with("person", shown.person().toString())
                    .with("name", shown.name().map(Json.Text::new));
            case Body.VerifiersSet set -> Json.object()
                    .with("kind", "verifiers-set")
                    .with("anew", set.anew())
                    .with("forgotten", Json.array(set.forgotten(), person -> new Json.Text(person.toString())))
                    .with("verifiers", Json.array(set.verifiers(), LineJson::verifier));
            case Body.Unreadable unreadable -> Json.parse(unreadable.text());
        };
    }

    /// Never fails on a JSON value: what this version cannot read is kept as it is.
    public static Body readBody(Json json) {
        try {
            return readKnownBody(Fields.of(json), json);
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            String kind = json instanceof Json.Obj o && o.fields().get("kind") instanceof Json.Text(String text)
                    && text.length() <= Limits.NAME_CHARACTERS ? text : "unknown";
            return new Body.Unreadable(kind, json.canonical());
        }
    }

    private static Body readKnownBody(Fields f, Json json) {
        return switch (f.text("kind")) {
            case "granted" -> new Body.Granted(new Line(f.instant("line")));
            case "happened" ->
                new Body.Happened(BookingJson.readEvent(f.json("event")), BookingJson.readBooking(f.json("booking")),
                        f.maybeId("by", PersonId::of));
            case "proposed" -> new Body.Proposed(BookingJson.readCommand(f.json("command")), f.small("version"),
                    f.maybeId("behind", OperationId::of), f.instant("at"), f.yes("clockTrusted"),
                    f.maybeId("by", PersonId::of));
            case "accepted" ->
                new Body.Accepted(BookingJson.readEvent(f.json("event")), BookingJson.readBooking(f.json("booking")));
            case "declined" -> new Body.Declined(f.id("booking", BookingId::of), RejectionJson.readRejection(f.json("why")));
            case "not-understood" -> new Body.NotUnderstood(f.count("seq"));
            case "observed" -> new Body.Observed(f.text("what"), f.maybeId("space", SpaceId::of), f.instant("at"));
            case "late" -> new Body.Late(f.count("epoch"), readEntry(f.json("entry")));
            case "closed" -> new Body.Closed();
            case "space-set" -> new Body.SpaceSet(BookingJson.readSpace(f.json("space")));
            case "person-shown" -> new Body.PersonShown(f.id("person", PersonId::of), f.maybeText("name"));
            case "verifiers-set" -> new Body.VerifiersSet(f.yes("anew"),
                    f.texts("forgotten", Limits.VERIFIERS_AT_ONCE).stream().map(PersonId::of).toList(),
                    f.list("verifiers", Limits.VERIFIERS_AT_ONCE).stream().map(LineJson::readVerifier).toList());
            default -> new Body.Unreadable(f.text("kind"), json.canonical());
        };
    }

    public static Json.Obj verifier(Verifier verifier) {
        return Json.object()
                .with("person", verifier.person().toString())
                .with("means", verifier.means().slug())
                .with("number", verifier.number().map(Json.Text::new))
                .with("salt", verifier.salt())
                .with("hash", verifier.hash());
    }

    public static Verifier readVerifier(Json json) {
        Fields f = Fields.of(json);
        return new Verifier(f.id("person", PersonId::of),
                Means.of(f.text("means")).orElseThrow(() -> new Malformed("a means of an unknown kind")),
                f.maybeText("number"), f.text("salt"), f.text("hash"));
    }

    public static Json.Obj mark(Mark mark) {
        return Json.object().with("seq", mark.seq()).with("hash", mark.hash().hex());
    }

    public static Mark readMark(Json json) {
        Fields f = Fields.of(json);
        return new Mark(f.count("seq"), new Hash(f.text("hash")));
    }

    public static Json.Obj answer(Answer answer) {
        return switch (answer) {
            case Answer.Done done -> Json.object()
                    .with("kind", "done")
                    .with("event", BookingJson.event(done.event()))
                    .with("booking", BookingJson.booking(done.booking()));
            case Answer.Refused refused ->
                Json.object().with("kind", "refused").with("why", RejectionJson.rejection(refused.why()));
            case Answer.Waiting waiting -> Json.object()
                    .with("kind", "waiting")
                    .with("awaiting", BookingJson.party(waiting.awaiting()))
                    .with("booking", waiting.booking().toString());
        };
    }

    public static Answer readAnswer(Json json) {
        Fields f = Fields.of(json);
        return switch (f.text("kind")) {
            case "done" -> new Answer.Done(BookingJson.readEvent(f.json("event")), BookingJson.readBooking(f.json("booking")));
            case "refused" -> new Answer.Refused(RejectionJson.readRejection(f.json("why")));
            case "waiting" -> new Answer.Waiting(BookingJson.readParty(f.text("awaiting")), f.id("booking", BookingId::of));
            default -> throw new Malformed("an answer of an unknown kind");
        };
    }

    public static Json.Obj request(Request request) {
        return Json.object()
                .with("op", request.operation().toString())
                .with("seq", request.seq())
                .with("command", BookingJson.command(request.command()))
                .with("version", request.version())
                .with("behind", request.behind().map(op -> new Json.Text(op.toString())))
                .with("at", request.at().toString())
                .with("hold", request.hold().map(h -> BookingJson.slot(h.slot()).with("space", h.space().toString())));
    }

    public static Request readRequest(Json json) {
        Fields f = Fields.of(json);
        Optional<Request.Hold> hold = f.maybe("hold")
                .map(Fields::of)
                .map(h -> new Request.Hold(h.id("space", SpaceId::of), BookingJson.readSlot(h)));
        return new Request(f.id("op", OperationId::of), f.count("seq"), BookingJson.readCommand(f.json("command")),
                f.small("version"), f.maybeId("behind", OperationId::of), f.instant("at"), hold);
    }

    public static Json.Obj standing(Standing standing) {
        return switch (standing) {
            case Standing.Deciding _ -> Json.object().with("kind", "deciding");
            case Standing.Doubting doubting -> Json.object().with("kind", "doubting").with("reason", doubting.reason());
            case Standing.Stopped stopped -> Json.object().with("kind", "stopped").with("reason", stopped.reason());
            case Standing.Ended _ -> Json.object().with("kind", "ended");
        };
    }

    public static Standing readStanding(Json json) {
        Fields f = Fields.of(json);
        return switch (f.text("kind")) {
            case "deciding" -> new Standing.Deciding();
            case "doubting" -> new Standing.Doubting(f.text("reason"));
            case "stopped" -> new Standing.Stopped(f.text("reason"));
            case "ended" -> new Standing.Ended();
            default -> throw new Malformed("a standing of an unknown kind");
        };
    }
}
