package dev.lintel.protocol.line;

import java.util.List;

/// Broken twins of a move to another floor.
final class TwinsOfCrossing {

    private static final String MEMORY = "CrossingMemoryStoriesTest";

    private static final String CROSSING = "CrossingStoriesTest";

    private TwinsOfCrossing() {}

    /// Each half of a move is decided by the owner of its minutes.
    static List<Twin> all() {
        return List.of(
                new Twin("R7", "what was wished behind a move to another floor is forgotten", "line/Crossing.java",
                        "follow(way, way.from().about(arriving.id()));", "", "crossing from a replaced door"),
                new Twin("R7", "a cancellation does not follow a booking to its new floor", "line/Crossing.java",
                        "? CloudWishes.ofPeople(way.to(), way.moment()).ask(request.operation(), cancel)",
                        "? new Answer.Refused(new Rejection.Over(cancel.slug()))", CROSSING),
                new Twin("R8", "a booking that was changed meanwhile leaves all the same", "line/FeedReader.java",
                        "if (known.isPresent() && !anew) {",
                        "if (known.isPresent() && !anew && !(proposal.command() instanceof BookingCommand.Depart)) {",
                        CROSSING),
                new Twin("R9", "a booking arrives before it was let go", "line/Crossing.java",
                        "known.filter(now -> isDeparted(now, arriving)).isPresent()", "known.isPresent()", "crossing"),
                new Twin("R9", "the source is asked to let go before the target is kept", "line/Crossing.java",
                        "arrive) || !arrive.held()", "arrive)", "crossing"),
                new Twin("R9", "a cloud that comes back lets the target go while the source decides", "line/Crossing.java",
                        "if (way.from().request(way.operation()).isPresent()) {",
                        "if (way.from().request(way.operation()).isPresent()) { letGo(way, arriving.id(), new Rejection.Over(\"lost\"));",
                        "crossing"),
                new Twin("R9", "a rebuilt door keeps again what has arrived", "line/Rebuild.java",
                        "if (isAwaited(entry.head().operation())) {", "if (entry.seq() > 0) {", MEMORY),
                new Twin("R9", "a booking arrives where somebody else is confirmed", "line/Crossing.java",
                        "if (taken.isPresent()) { lost", "if (taken.isPresent() && arriving == null) { lost", MEMORY),
                new Twin("R9", "a refusal does not free the target", "line/Crossing.java",
                        "instanceof Answer.Refused(Rejection why)) { letGo(way, arriving.id(), why);",
                        "instanceof Answer.Refused(Rejection why)) {", "crossing"),
                new Twin("R9", "a door is not told what the cloud keeps past the line", "line/FeedReader.java",
                        "work.keep(happened.booking());", "",
                        "there and back"),
                new Twin("R9", "the next door does not keep what the last one kept", "line/Rebuild.java", "work.put(kept);", "",
                        "crossing to a replaced door"),
                new Twin("R9", "people are there, and it is let go all the same", "booking/BookingRules.java",
                        "Optional<Rejection> no = standing(booking).or(() -> running(booking)); return no.<Decision>map(Decision.Refused::new) .orElseGet(() -> new Decision.Made(new BookingEvent.Departed(),",
                        "Optional<Rejection> no = standing(booking); return no.<Decision>map(Decision.Refused::new).orElseGet(() -> new Decision.Made(new BookingEvent.Departed(),",
                        "crossing"),
                new Twin("R13", "a door claims a booking that is on another floor by now", "line/CloudWork.java",
                        "if (known.filter(mine -> mine.phase() instanceof Phase.Departed).isPresent()) {",
                        "if (booking.version() < 0) {", MEMORY),
                new Twin("R15", "a desk is its floor's door's", "line/Line.java",
                        "return space.filter(Space::doorless).isPresent() ? NONE : this;", "return this;", "desk"),
                new Twin("R15", "a floor without a door forgets what it keeps for another", "line/Epochs.java",
                        "work.open(request.asking(arrive.kept()));", "", MEMORY),
                new Twin("R16", "a restored cloud does not ask where a booking has gone", "line/Crossing.java",
                        "case Decision.Made _ -> leave(way, hold(way, arrive));", "case Decision.Made _ -> {}",
                        "crossing while the cloud is restored"),
                new Twin("R16", "a restored cloud does not take back what its doors keep", "line/CopyReader.java",
                        "held(operation, kept, copy); return;", "if (kept.version() > 0) { return; }", MEMORY));
    }
}
