package dev.lintel.protocol.line;

import java.util.ArrayList;
import java.util.List;

/// One broken twin or more for each rule.
final class Twins {

    private static final String STORIES = "LineStoriesTest";

    private static final String EPOCHS = "EpochStoriesTest";

    private static final String REBUILD = "RebuildStoriesTest";

    private static final String CROSSING = "CrossingStoriesTest";

    private Twins() {}

    static List<Twin> all() {
        List<Twin> all = new ArrayList<>(onOneFloor());
        all.addAll(betweenFloors());
        return all;
    }

    /// Of a move to another floor.
    private static List<Twin> betweenFloors() {
        return List.of(
                new Twin("R9", "a booking arrives before it was let go", "line/Crossing.java",
                        "known.filter(now -> isDeparted(now, arriving)).isPresent()", "known.isPresent()", "crossing"),
                new Twin("R9", "the source is asked to let go before the target is kept", "line/Crossing.java",
                        "arrive) || !arrive.held()", "arrive)", "crossing"),
                new Twin("R9", "a cloud that comes back lets the target go while the source decides", "line/Crossing.java",
                        "if (way.from().request(way.operation()).isPresent()) {",
                        "if (way.from().request(way.operation()).isPresent()) { letGo(way, arriving.id(), new Rejection.Over(\"lost\"));",
                        "crossing"),
                new Twin("R9", "a refusal does not free the target", "line/Crossing.java",
                        "letGo(way, arriving.id(), why);", "", "crossing"),
                new Twin("R9", "a door is not told what the cloud keeps past the line", "line/FeedReader.java",
                        "case Body.Happened happened -> { work.believe(happened.booking());",
                        "case Body.Happened happened -> { if (!(happened.event() instanceof BookingEvent.Held)) work.believe(happened.booking());",
                        "there and back"),
                new Twin("R9", "the next door does not keep what the last one kept", "line/Rebuild.java", "work.put(kept);", "",
                        "crossing to a replaced door"),
                new Twin("R9", "people are there, and it is let go all the same", "booking/BookingRules.java",
                        "Optional<Rejection> no = standing(booking).or(() -> running(booking)); return no.<Decision>map(Decision.Refused::new) .orElseGet(() -> new Decision.Made(new BookingEvent.Departed(),",
                        "Optional<Rejection> no = standing(booking); return no.<Decision>map(Decision.Refused::new).orElseGet(() -> new Decision.Made(new BookingEvent.Departed(),",
                        "crossing"),
                new Twin("R7", "what was wished behind a move to another floor is forgotten", "line/Crossing.java",
                        "follow(way, way.from().about(arriving.id()));", "", "crossing from a replaced door"),
                new Twin("R7", "a cancellation does not follow a booking to its new floor", "line/Crossing.java",
                        "? CloudWishes.ofPeople(way.to(), way.moment()).ask(request.operation(), cancel)",
                        "? new Answer.Refused(new Rejection.Over(cancel.slug()))", CROSSING),
                new Twin("R8", "a booking that was changed meanwhile leaves all the same", "line/FeedReader.java",
                        "if (known.isPresent() && !anew) {",
                        "if (known.isPresent() && !anew && !(proposal.command() instanceof BookingCommand.Depart)) {",
                        CROSSING),
                new Twin("R13", "a door claims a booking that is on another floor by now", "line/CloudWork.java",
                        "if (booking(booking.id()).filter(known -> known.phase() instanceof Phase.Departed).isPresent()) {",
                        "if (booking.version() < 0) {", CROSSING),
                new Twin("R15", "a floor without a door forgets what it keeps for another", "line/Epochs.java",
                        "work.open(request.asking(arrive.kept()));", "", CROSSING),
                new Twin("R16", "a restored cloud does not ask where a booking has gone", "line/Crossing.java",
                        "case Decision.Made _ -> leave(way, hold(way, arrive));", "case Decision.Made _ -> {}",
                        "crossing while the cloud is restored"),
                new Twin("R16", "a restored cloud does not take back what its doors keep", "line/CopyReader.java",
                        "held(operation, kept, copy); return;", "if (kept.version() > 0) { return; }",
                        "crossing while the cloud is restored"));
    }

    private static List<Twin> onOneFloor() {
        return List.of(
                new Twin("R1", "a door decides and answers, but the entry is not in its log", "line/DoorWork.java",
                        "entries.add(entry);", "", "book and cancel"),
                new Twin("R2", "the cloud skips what is missing in a log", "line/DoorLogReader.java",
                        "entry.seq() > cursor.seq() + 1", "entry.seq() < 0", STORIES),
                new Twin("R2", "a door follows an entry of another chain", "line/FeedReader.java",
                        "!entry.previous().equals(cursor.hash())", "entry.previous().equals(Hash.START) && entry.seq() > 1",
                        STORIES),
                new Twin("R3", "the cloud confirms what starts before the line", "line/Wish.java",
                        "return !line.doorOwns(start) && added.stream().noneMatch(slot -> line.doorOwns(slot.start()));",
                        "return added.size() < 99;", "book and cancel"),
                new Twin("R4", "the cloud's own request does not hold its part past the line", "line/CloudWork.java",
                        "inCalendar(self, space, slot, true)",
                        "inCalendar(self, space, slot, false)", "book and cancel"),
                new Twin("R5", "a door confirms what ends past the line", "line/DoorSide.java",
                        "work.at().line().before(book.slot())", "work.at().line().doorOwns(book.slot().start())",
                        "book and cancel"),
                new Twin("R6", "the cloud declines a door because of its own open proposals", "line/CloudWork.java",
                        "inCalendar(self, space, slot, false)", "inCalendar(self, space, slot, true)",
                        STORIES),
                new Twin("R6", "a door does not hold what it has asked for", "line/DoorState.java",
                        ".filter(b -> !b.id().equals(self)) .map(b -> new Obstacle(b.slot(), b.phase().decided()))",
                        ".filter(b -> !b.id().equals(self) && b.phase().decided()).map(b -> new Obstacle(b.slot(), true))",
                        "book and cancel"),
                new Twin("R7", "the cloud decides alone about a booking with an open request", "line/CloudWishes.java",
                        "if (!open.isEmpty()) {", "if (open.size() > 99) {", "move"),
                new Twin("R8", "a change made against an older version is accepted", "line/Judgement.java",
                        "booking.version() == version", "booking.version() >= version", STORIES),
                new Twin("R8", "a door takes minutes past the line for a booking of its own", "line/Wish.java",
                        "return line.doorOwns(start) && added.stream().allMatch(line::before);",
                        "return line.doorOwns(start);", "move"),
                new Twin("R9", "the target of a move is not held while the door decides", "line/Wish.java",
                        "return added.isEmpty() ? Optional.empty()", "return !added.isEmpty() ? Optional.empty()",
                        "move"),
                new Twin("R9", "a booking's own window is in its way", "line/DoorState.java",
                        ".filter(b -> !b.id().equals(self)) .map(b -> new Obstacle(b.slot(), b.phase().decided()))",
                        ".map(b -> new Obstacle(b.slot(), b.phase().decided()))", STORIES),
                new Twin("R10", "a grant is activated past an entry that could not be read", "line/FeedReader.java",
                        "if (work.state().understandsAll()) {", "if (line.at() != null) {", STORIES),
                new Twin("R10", "a grant is written while one is unacknowledged", "line/CloudSide.java",
                        "at.feedAcked().seq() < at.grantSeq()", "at.feedAcked().seq() < 0", STORIES),
                new Twin("R11", "a cancellation beats people who are there", "booking/BookingRules.java",
                        "if (booking.phase() instanceof Phase.CheckedIn in &&",
                        "if (booking.version() < 0 && booking.phase() instanceof Phase.CheckedIn in &&", STORIES),
                new Twin("R12", "the cloud proposes a release", "line/CloudWishes.java",
                        "if (command instanceof BookingCommand.Release) {",
                        "if (command instanceof BookingCommand.Release && command.booking() == null) {", STORIES),
                new Twin("R13", "what is open is forgotten with the old door", "line/Snapshot.java",
                        "floor.requests() .values() .stream()", "floor.requests().values().stream().limit(0)", "replacement"),
                new Twin("R13", "a door that may still be deciding is replaced without a word", "line/Epochs.java",
                        "if (!closed && !replaced.forced()) {", "if (!closed && replaced.operation() == null) {", EPOCHS),
                new Twin("R13", "a late word of a replaced door is taken as a decision", "line/Epochs.java",
                        "if (work.answer(operation).isPresent()) {",
                        "if (entry.body() instanceof Body.Happened h) { work.put(h.booking()); } if (work.answer(operation).isPresent()) {",
                        EPOCHS),
                new Twin("R14", "the digest does not see that somebody is there", "line/Digest.java",
                        "+ \" \" + booking.phase().slug();", ";", EPOCHS),
                new Twin("R15", "a floor without a door keeps its line", "line/Epochs.java",
                        "work.at(work.at().withLine(Line.NONE));", "", EPOCHS),
                new Twin("R16", "a restored cloud forgets what the door has decided", "line/CopyReader.java",
                        ".filter(theirs -> !(theirs.phase() instanceof Phase.Requested)) .filter(",
                        ".filter(theirs -> theirs.version() < 0).filter(",
                        "restore"),
                new Twin("R16", "a restored cloud keeps its old line", "line/Handshake.java",
                        "work.at().line().max(greeting.line())", "work.at().line()", REBUILD),
                new Twin("R2", "a snapshot of another log is taken over", "line/Rebuild.java",
                        "if (same && !follows) {", "if (same && since == null) {", REBUILD),
                new Twin("R10", "what a door could not read is healed without a snapshot", "line/Handshake.java",
                        "if (!greeting.proven() || !kept) {", "if (!kept) {", REBUILD),
                new Twin("R10", "a cloud that could not read an entry never asks for the copy", "line/Handshake.java",
                        "if (!work.understandsAll()) { return Coming.COPY; }", "", REBUILD),
                new Twin("R11", "who comes while nothing is decided is not recorded", "line/DoorSide.java",
                        "seen(work, touched);", "", REBUILD),
                new Twin("R13", "another branch of a log is thrown away", "line/Rebuild.java", "tellLate(at.epoch());", "",
                        REBUILD),
                new Twin("R13", "a clash after force is not told", "line/CloudWork.java",
                        "tell(new Effect.Alarm(\"clash\"", "tell(new Effect.Alarm(\"quiet\"", REBUILD),
                new Twin("R14", "a door without its copy goes on deciding", "line/DoorSide.java",
                        "work.at(work.at().withStanding(new Standing.Doubting(reason)));", "", REBUILD),
                new Twin("R14", "a rebuilt door forgets what it decided after the snapshot", "line/Rebuild.java",
                        "ours.forEach(entry -> again(entry, same));", "", "rebuild"),
                new Twin("R14", "a rebuilt door does not ask again", "line/Rebuild.java",
                        "open.values().forEach(this::reopen);", "", "rebuild"),
                new Twin("R14", "a rebuilt door does not decide what the cloud waits for", "line/Rebuild.java",
                        "snapshot.requests().forEach(this::decide);", "", "rebuild"),
                new Twin("R14", "what awaits a rebuilt door is taken for decided", "line/Rebuild.java",
                        ".filter(booking -> !(booking.phase() instanceof Phase.Requested)) .forEach(work::put);",
                        ".forEach(work::put);", "rebuild"),
                new Twin("R14", "an old snapshot is taken over", "line/Rebuild.java",
                        "(same && snapshot.feed().seq() < at.feed().seq())", "(same && since == null)", REBUILD),
                new Twin("R14", "states are compared at different places of the logs", "line/Digest.java",
                        "return feed.equals(other.feed) && log.equals(other.log) && window.equals(other.window);",
                        "return window.equals(other.window);", REBUILD),
                new Twin("R14", "a difference is mended without an alarm", "line/CopyReader.java",
                        "work.tell(new Effect.Alarm(\"booking-differs\",",
                        "String.valueOf(new Effect.Alarm(\"booking-differs\",",
                        REBUILD),
                new Twin("R16", "a cloud does not notice that it has forgotten", "line/Handshake.java",
                        "if (!knows(greeting.feed())) {", "if (greeting.feed() == null) {", REBUILD),
                new Twin("R16", "an operation decided before the restore is decided again", "line/CopyReader.java",
                        "work.answer(operation, answer);", "", "restore"),
                new Twin("R16", "a restored cloud decides before it was told", "line/Epochs.java",
                        ".withStanding(new Standing.Doubting(\"cloud-restored\"))", "", EPOCHS));
    }
}
