package dev.lintel.cloud.booking;

import dev.lintel.protocol.booking.BookingEvent;
import dev.lintel.protocol.booking.Party;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.line.Line;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.Problem;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/// A [Deed] as the audit trail keeps it: ids, instants and words of the product, never a title.
final class DeedJson {

    private DeedJson() {}

    /// @param number its place among what was decided in the same transaction
    static Json.Obj of(Deed deed, int number) {
        var at = deed.floor();
        var out = Json.object()
                .with("what", deed.what().slug())
                .with("number", number)
                .with("side", party(deed.side()))
                .with("epoch", at.epoch())
                .with("line", at.line().equals(Line.NONE) ? Optional.empty() : text(at.line().at()))
                .with("at", deed.at().flatMap(DeedJson::text))
                .with("since", deed.answers().flatMap(asked -> text(asked.since())))
                .with("command", deed.answers().map(asked -> new Json.Text(asked.command())));
        if (deed.now().isPresent()) {
            var now = deed.now().get();
            out = out.with("space", now.space().toString())
                    .with("window", window(now.slot()))
                    .with("phase", now.phase().slug())
                    .with("version", now.version());
            if (now.phase() instanceof Phase.Requested requested) {
                out = out.with("awaiting", party(requested.awaiting()));
            }
        }
        return switch (deed.what()) {
            case Deed.What.Done(BookingEvent event) -> out.with("from", from(event).map(DeedJson::window));
            case Deed.What.Proposed(String command, Party awaiting, Optional<Slot> wanted) -> out.with("command", command)
                    .with("awaiting", party(awaiting))
                    .with("wanted", wanted.map(DeedJson::window));
            case Deed.What.Declined(String command, var why) -> out.with("command", command).with("why", why(Problem.of(why)));
            case Deed.What.Filed(long epoch) -> out.with("ofEpoch", epoch);
            case Deed.What.GaveWay(var why) -> out.with("why", why(Problem.of(why)));
            case Deed.What.TakenOver _ -> out;
        };
    }

    /// Without the booking that a `changed` carries: it has a title.
    static Json.Obj why(Problem problem) {
        var facts = new TreeMap<>(problem.facts().fields());
        facts.remove("now");
        return new Json.Obj(facts).with("slug", problem.slug()).with("title", problem.title()).with("detail", problem.detail());
    }

    private static Optional<Slot> from(BookingEvent event) {
        return switch (event) {
            case BookingEvent.Moved(Slot from) -> Optional.of(from);
            case BookingEvent.Extended(Slot from) -> Optional.of(from);
            case BookingEvent.Shortened(Slot from) -> Optional.of(from);
            case BookingEvent.Ended(Slot from) -> Optional.of(from);
            case BookingEvent.StartedEarly(Slot from) -> Optional.of(from);
            case BookingEvent.TakenBack(Slot from) -> Optional.of(from);
            case BookingEvent.Booked _,BookingEvent.Cancelled _,BookingEvent.CheckedIn _,BookingEvent.Released _,BookingEvent.ReleaseUndone _,BookingEvent.Revived _,BookingEvent.Held _,BookingEvent.Departed _ ->
                Optional.empty();
        };
    }

    static Json.Obj window(Slot slot) {
        return Json.object().with("start", slot.start().toString()).with("end", slot.end().toString());
    }

    static String party(Party party) {
        return party.name().toLowerCase(Locale.ROOT);
    }

    private static Optional<Json.Text> text(Instant at) {
        return Optional.of(new Json.Text(at.toString()));
    }
}
