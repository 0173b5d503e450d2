package dev.lintel.protocol.wire;

import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.SpaceId;

/// Refusals with their facts as JSON: the slug, and beside it what a program needs to do better.
public final class RejectionJson {

    private RejectionJson() {}

    public static Json.Obj rejection(Rejection why) {
        return facts(why).with("slug", why.slug());
    }

    /// The facts alone, as a problem document's extensions.
    public static Json.Obj facts(Rejection why) {
        Json.Obj out = Json.object();
        return switch (why) {
            case Rejection.Taken taken ->
                BookingJson.slot(taken.by()).with("latestEndAt", taken.latestEndAt().map(at -> new Json.Text(at.toString())));
            case Rejection.Held held -> BookingJson.slot(held.by());
            case Rejection.RoomClosed closed -> out.with("space", closed.space().toString()).with("reason", closed.reason());
            case Rejection.UnknownSpace unknown -> out.with("space", unknown.space().toString());
            case Rejection.UnknownBooking unknown -> out.with("booking", unknown.booking().toString());
            case Rejection.TooLate late -> out.with("overAt", late.overAt().toString());
            case Rejection.InUse use -> out.with("since", use.since().toString());
            case Rejection.Changed changed -> out.with("now", BookingJson.booking(changed.now()));
            case Rejection.Over over -> out.with("phase", over.phase());
            case Rejection.CheckInNotOpenYet early -> out.with("opensAt", early.opensAt().toString());
            case Rejection.CheckInClosed late -> out.with("closedAt", late.closedAt().toString());
            case Rejection.AlreadyCheckedIn already -> out.with("at", already.at().toString());
            case Rejection.NotStarted not -> out.with("startsAt", not.startsAt().toString());
            case Rejection.TooShort small -> out.with("minimumSeconds", small.minimum().toSeconds());
            case Rejection.TooLong large -> out.with("maximumSeconds", large.maximum().toSeconds());
            case Rejection.TooFarAhead far -> out.with("latestEndAt", far.latestEndAt().toString());
            case Rejection.WrongDirection wrong -> out.with("end", wrong.end().toString());
            case Rejection.NotReleasable not -> out.with("dueAt", not.dueAt().toString());
            case Rejection.ClockUncertain clock -> out.with("uncertaintySeconds", clock.uncertainty().toSeconds());
            case Rejection.AlreadyExists exists -> out.with("booking", exists.booking().toString());
            case Rejection.FloorStopped stopped -> out.with("reason", stopped.reason());
            case Rejection.SupersededEpoch superseded -> out.with("epoch", superseded.epoch());
            case Rejection.TooManyRequests many -> out.with("limit", many.limit());
            case Rejection.NotAllowed _,Rejection.DoorOnly _,Rejection.NothingToUndo _,Rejection.NotUnderstood _ -> out;
        };
    }

    public static Rejection readRejection(Json json) {
        Fields f = Fields.of(json);
        return switch (f.text("slug")) {
            case "taken" -> new Rejection.Taken(BookingJson.readSlot(f), f.maybeInstant("latestEndAt"));
            case "held" -> new Rejection.Held(BookingJson.readSlot(f));
            case "room-closed" -> new Rejection.RoomClosed(f.id("space", SpaceId::of), f.text("reason"));
            case "unknown-space" -> new Rejection.UnknownSpace(f.id("space", SpaceId::of));
            case "unknown-booking" -> new Rejection.UnknownBooking(f.id("booking", BookingId::of));
            case "not-allowed" -> new Rejection.NotAllowed();
            case "too-late" -> new Rejection.TooLate(f.instant("overAt"));
            case "in-use" -> new Rejection.InUse(f.instant("since"));
            case "changed" -> new Rejection.Changed(BookingJson.readBooking(f.json("now")));
            case "over" -> new Rejection.Over(f.text("phase"));
            case "check-in-not-open-yet" -> new Rejection.CheckInNotOpenYet(f.instant("opensAt"));
            case "check-in-closed" -> new Rejection.CheckInClosed(f.instant("closedAt"));
            case "already-checked-in" -> new Rejection.AlreadyCheckedIn(f.instant("at"));
            case "not-started" -> new Rejection.NotStarted(f.instant("startsAt"));
            case "too-short" -> new Rejection.TooShort(f.seconds("minimumSeconds"));
            case "too-long" -> new Rejection.TooLong(f.seconds("maximumSeconds"));
            case "too-far-ahead" -> new Rejection.TooFarAhead(f.instant("latestEndAt"));
            case "wrong-direction" -> new Rejection.WrongDirection(f.instant("end"));
            case "not-releasable" -> new Rejection.NotReleasable(f.instant("dueAt"));
            case "door-only" -> new Rejection.DoorOnly();
            case "nothing-to-undo" -> new Rejection.NothingToUndo();
            case "clock-uncertain" -> new Rejection.ClockUncertain(f.seconds("uncertaintySeconds"));
            case "already-exists" -> new Rejection.AlreadyExists(f.id("booking", BookingId::of));
            case "not-understood" -> new Rejection.NotUnderstood();
            case "floor-stopped" -> new Rejection.FloorStopped(f.text("reason"));
            case "superseded-epoch" -> new Rejection.SupersededEpoch(f.count("epoch"));
            case "too-many-open-requests" -> new Rejection.TooManyRequests(f.small("limit"));
            default -> throw new Malformed("a refusal of an unknown kind");
        };
    }
}
