package dev.lintel.provisioning.world;

import dev.lintel.provisioning.world.oracle.Tally;
import dev.lintel.provisioning.world.plan.Fault;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// What worlds have to come by, sometimes: a world in which nothing happens breaks no promise either.
///
/// Each fault, each row of the decision table that a week of people can lead to, each event, each refusal, and what only an upheaval leads to. The worlds of every build reach all of it, so none of it is left to the longer runs.
final class Reached {

    private static final List<String> ROWS = List.of("book: accepted", "book: taken", "book: held", "book: room-closed",
            "book: too-late", "cancel: accepted", "cancel: in-use", "cancel: over", "cancel: changed", "move: accepted",
            "move: in-use", "extend: accepted", "extend: taken", "arrive: accepted", "depart: accepted", "check-in: accepted");
    private static final List<String> EVENTS = List.of("booked", "cancelled", "checked-in", "departed", "ended", "extended",
            "held", "moved", "release-undone", "released", "revived", "shortened", "started-early", "taken-back");
    private static final List<String> REFUSALS = List.of("already-checked-in", "check-in-closed", "check-in-not-open-yet",
            "clock-uncertain", "floor-stopped", "held", "in-use", "not-started", "nothing-to-undo", "over", "room-closed",
            "taken", "too-late", "too-short", "wrong-direction");
    private static final List<String> UPHEAVALS = List.of("late word", "alarm clash", "alarm replaced-by-force",
            "alarm waived-by-force", "alarm log-rolled-back", "dropped foreign-floor", "dropped unreadable", "outcome Gap",
            "door: the power goes");

    private Reached() {}

    static List<String> all() {
        return Stream
                .of(Arrays.stream(Fault.values()).map(fault -> "fault " + fault), ROWS.stream().map(row -> "proposal " + row),
                        EVENTS.stream().map(event -> "event " + event), REFUSALS.stream().map(why -> "refused " + why),
                        UPHEAVALS.stream())
                .flatMap(names -> names)
                .toList();
    }

    static List<String> missing(Tally reached) {
        return all().stream().filter(what -> reached.of(what) == 0).toList();
    }
}
