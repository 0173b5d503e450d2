package dev.lintel.cloud.booking;

import dev.lintel.cloud.notice.Notice;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingEvent;
import dev.lintel.protocol.booking.Party;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.PersonId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Who is told what about a decision. Pure.
///
/// Nobody is told what they did themselves and saw the answer of. Told are: the answer to a wish that took longer than its
/// page was looked at; a refusal that came later; whatever others, or a door, did to one's booking.
///
///     deeds of a transaction --> drop what said how their bookings stood, then tell, deed by deed
final class TidingRules {

    /// Whoever waits longer than this has put the phone away.
    static final Duration LOOKED_AT = Duration.ofSeconds(10);

    private static final String PERSON = "person:";

    private TidingRules() {}

    /// @param standing tells how the booking stands, so that a later decision makes it untrue
    /// @param after only for whoever heard this last of the booking
    record News(PersonId person, String kind, boolean standing, Optional<String> after) {}

    /// What is done about the deeds of a transaction, one after the other.
    sealed interface Turn {

        /// These stand otherwise now: what says how they stood is told to nobody any more.
        record Drop(Set<BookingId> bookings) implements Turn {}

        record Tell(Deed deed) implements Turn {}
    }

    /// @param deeds of one transaction, in order
    static List<Turn> turns(List<Deed> deeds) {
        var turns = new ArrayList<Turn>();
        // All at once, for a backlog changes dozens; then again what this very transaction told and took back.
        var changed = deeds.stream().filter(TidingRules::changesWhatStands).map(Deed::booking).collect(Collectors.toSet());
        if (!changed.isEmpty()) {
            turns.add(new Turn.Drop(changed));
        }
        var told = new HashSet<BookingId>();
        for (Deed deed : deeds) {
            if (changesWhatStands(deed) && told.contains(deed.booking())) {
                turns.add(new Turn.Drop(Set.of(deed.booking())));
            }
            if (mayConcern(deed)) {
                turns.add(new Turn.Tell(deed));
                told.add(deed.booking());
            }
        }
        return turns;
    }

    /// A new booking that was decided at once has no earlier news.
    private static boolean changesWhatStands(Deed deed) {
        return switch (deed.what()) {
            case Deed.What.Done(BookingEvent event) ->
                !(event instanceof BookingEvent.Booked && deed.answers().isEmpty()) && !underWay(event);
            case Deed.What.GaveWay _ -> true;
            // From a door's copy: that it goes on as before is no news, that it is over is.
            case Deed.What.TakenOver _ -> deed.now().filter(now -> isOff(now.phase())).isPresent();
            case Deed.What.Proposed _,Deed.What.Declined _,Deed.What.Filed _ -> false;
        };
    }

    private static boolean isOff(Phase phase) {
        return phase instanceof Phase.Released || phase instanceof Phase.Cancelled || phase instanceof Phase.Declined;
    }

    /// Between two floors nothing is decided for people until the booking has arrived.
    private static boolean underWay(BookingEvent event) {
        return event instanceof BookingEvent.Held || event instanceof BookingEvent.Departed;
    }

    /// Cheap, so that the many bookings that concern nobody else cost nothing.
    private static boolean mayConcern(Deed deed) {
        return switch (deed.what()) {
            case Deed.What.Done(BookingEvent event) ->
                concernsOrganiser(event) || (deed.answers().isPresent() && !underWay(event));
            case Deed.What.Declined _ -> deed.answers().isPresent();
            case Deed.What.Filed _,Deed.What.GaveWay _ -> true;
            case Deed.What.Proposed _,Deed.What.TakenOver _ -> false;
        };
    }

    private static boolean concernsOrganiser(BookingEvent event) {
        return switch (event) {
            case BookingEvent.Released _,BookingEvent.Revived _,BookingEvent.ReleaseUndone _,BookingEvent.Cancelled _,BookingEvent.Moved _,BookingEvent.Extended _,BookingEvent.Shortened _,BookingEvent.TakenBack _ ->
                true;
            case BookingEvent.Booked _,BookingEvent.Ended _,BookingEvent.CheckedIn _,BookingEvent.StartedEarly _,BookingEvent.Held _,BookingEvent.Departed _ ->
                false;
        };
    }

    /// @param by who asked for it, as the trail names them
    static List<News> of(Deed deed, Booking booking, Optional<String> by, Instant now) {
        var asker = by.filter(a -> a.startsWith(PERSON)).map(a -> PersonId.of(a.substring(PERSON.length())));
        var late = deed.answers().filter(asked -> Duration.between(asked.since(), now).compareTo(LOOKED_AT) > 0).isPresent();
        return switch (deed.what()) {
            case Deed.What.Done(BookingEvent event) -> done(event, booking, asker, late);
            case Deed.What.Declined(String command, Rejection why) ->
                declined(deed, command, why, booking, asker).stream().toList();
            case Deed.What.GaveWay _ -> to(booking.organiser(), Notice.DECLINED, true).stream().toList();
            case Deed.What.Filed _ -> to(booking.organiser(), Notice.FILED, false).stream().toList();
            case Deed.What.Proposed _,Deed.What.TakenOver _ -> List.of();
        };
    }

    private static List<News> done(BookingEvent event, Booking booking, Optional<PersonId> asker, boolean late) {
        var organiser = booking.organiser();
        var byAnother = asker.isPresent() && !asker.equals(organiser);
        return switch (event) {
            case BookingEvent.Booked _ -> list(late ? to(asker, Notice.CONFIRMED, true) : Optional.empty());
            case BookingEvent.Released _ -> list(to(organiser, Notice.RELEASED, true));
            case BookingEvent.Revived _,BookingEvent.ReleaseUndone _ -> list(to(organiser, Notice.STANDS_AGAIN, true));
            case BookingEvent.TakenBack _ -> list(organiser
                    .map(person -> new News(person, Notice.STANDS_AGAIN, true, Optional.of(Notice.CANCELLED))));
            case BookingEvent.Cancelled _ ->
                changed(Notice.CANCELLED, booking, asker, asker.isEmpty() || byAnother || late, late);
            case BookingEvent.Moved _ -> changed(Notice.CHANGED, booking, asker, asker.isEmpty() || byAnother || late, late);
            // At the door it is the people in the room who extend and shorten.
            case BookingEvent.Extended _,BookingEvent.Shortened _ ->
                changed(Notice.CHANGED, booking, asker, byAnother || (asker.isPresent() && late), late);
            case BookingEvent.Ended _,BookingEvent.CheckedIn _,BookingEvent.StartedEarly _,BookingEvent.Held _,BookingEvent.Departed _ ->
                List.of();
        };
    }

    /// Whoever asked for a change of somebody else's booking and had to wait hears what came of it, too.
    private static List<News> changed(String kind, Booking booking, Optional<PersonId> asker, boolean concerns, boolean late) {
        var told = new ArrayList<News>();
        if (concerns) {
            to(booking.organiser(), kind, true).ifPresent(told::add);
        }
        if (late && !asker.equals(booking.organiser())) {
            to(asker, kind, true).ifPresent(told::add);
        }
        return told;
    }

    private static List<News> list(Optional<News> news) {
        return news.stream().toList();
    }

    private static Optional<News> declined(Deed deed, String command, Rejection why, Booking booking,
            Optional<PersonId> asker) {
        if (command.equals("book")) {
            return to(booking.organiser(), Notice.DECLINED, true);
        }
        if (asker.isPresent()) {
            return to(asker, Notice.CHANGE_DECLINED, false);
        }
        var attended = deed.side() == Party.CLOUD && command.equals("check-in") && why instanceof Rejection.Over;
        return attended ? to(booking.organiser(), Notice.ATTENDED_THOUGH_OVER, false) : Optional.empty();
    }

    private static Optional<News> to(Optional<PersonId> person, String kind, boolean standing) {
        return person.map(p -> new News(p, kind, standing, Optional.empty()));
    }
}
