package dev.lintel.protocol.wire;

import dev.lintel.protocol.booking.Rejection;

/// A refusal in words, for a panel, a problem document or a terminal: the short name, a title, a sentence, and the facts for programs.
public record Problem(String slug, String title, String detail, Json.Obj facts) {

    public static Problem of(Rejection why) {
        Words words = words(why);
        return new Problem(why.slug(), words.title(), words.detail(), RejectionJson.facts(why));
    }

    private record Words(String title, String detail) {}

    private static Words words(Rejection why) {
        return switch (why) {
            case Rejection.Taken taken -> new Words("Already taken",
                    "Another booking has it from " + taken.by().start() + " to " + taken.by().end() + ".");
            case Rejection.Held held -> new Words("Being decided",
                    "An open request holds it from " + held.by().start() + " to " + held.by().end() + ".");
            case Rejection.RoomClosed closed ->
                new Words("Closed", "The space cannot be booked at present: " + closed.reason() + ".");
            case Rejection.UnknownSpace _ -> new Words("Unknown space", "There is no such space on this floor.");
            case Rejection.UnknownBooking _ -> new Words("Unknown booking", "There is no such booking here.");
            case Rejection.NotAllowed _ -> new Words("Not allowed", "You may not do this here.");
            case Rejection.TooLate late -> new Words("Too late", "It was over at " + late.overAt() + ".");
            case Rejection.InUse use -> new Words("In use", "Somebody is there since " + use.since() + "; they can end it.");
            case Rejection.Changed _ ->
                new Words("Changed meanwhile", "The booking is no longer as it was when this was asked for.");
            case Rejection.Over over -> new Words("Already over", "The booking is " + over.phase() + ".");
            case Rejection.CheckInNotOpenYet early ->
                new Words("Too early to check in", "Check-in opens at " + early.opensAt() + ".");
            case Rejection.CheckInClosed late ->
                new Words("Too late to check in", "Check-in closed at " + late.closedAt() + ".");
            case Rejection.AlreadyCheckedIn already ->
                new Words("Already checked in", "Somebody checked in at " + already.at() + ".");
            case Rejection.NotStarted not -> new Words("Not started", "The booking starts at " + not.startsAt() + ".");
            case Rejection.TooShort small ->
                new Words("Too short", "The shortest booking here takes " + small.minimum().toMinutes() + " minutes.");
            case Rejection.TooLong large ->
                new Words("Too long", "The longest booking here takes " + large.maximum().toMinutes() + " minutes.");
            case Rejection.TooFarAhead far ->
                new Words("Too far ahead", "Bookings here end at " + far.latestEndAt() + " at the latest.");
            case Rejection.WrongDirection _ ->
                new Words("Not this way", "The new time does not lie on the side that was asked for.");
            case Rejection.NotReleasable _ -> new Words("Not to be released", "The space is not given back yet.");
            case Rejection.DoorOnly _ -> new Words("Only at the door", "Only the door can see that nobody is there.");
            case Rejection.NothingToUndo _ -> new Words("Nothing to undo", "There is nothing left to take back.");
            case Rejection.ClockUncertain _ ->
                new Words("Time unknown", "The door does not know the time well enough for this.");
            case Rejection.AlreadyExists _ -> new Words("Already there", "A booking with this id exists.");
            case Rejection.NotUnderstood _ ->
                new Words("Not understood", "The other side runs an older version and could not read this.");
            case Rejection.FloorStopped stopped ->
                new Words("Floor stopped", "Nothing is decided on this floor at present: " + stopped.reason() + ".");
            case Rejection.SupersededEpoch _ -> new Words("Door replaced", "The door that sent this has been replaced.");
            case Rejection.TooManyRequests many ->
                new Words("Too many open requests", "More than " + many.limit() + " requests wait for an answer.");
        };
    }
}
