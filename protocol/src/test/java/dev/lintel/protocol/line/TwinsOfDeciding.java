package dev.lintel.protocol.line;

import java.util.ArrayList;
import java.util.List;

/// Broken twins of who decides about which minutes, and how the logs are read.
final class TwinsOfDeciding {

    private static final String MEMORY = "CrossingMemoryStoriesTest";

    private static final String STORIES = "LineStoriesTest";
    private static final String EPOCHS = "EpochStoriesTest";
    private static final String REBUILD = "RebuildStoriesTest";
    private static final String CROSSING = "CrossingStoriesTest";

    private TwinsOfDeciding() {}

    static List<Twin> all() {
        List<Twin> all = new ArrayList<>(owners());
        all.addAll(together());
        return all;
    }

    /// R1 to R8: whose minutes they are, and whose turn it is.
    private static List<Twin> owners() {
        return List.of(
                new Twin("R1", "a door decides and answers, but the entry is not in its log", "line/DoorWork.java",
                        "entries.add(entry);", "", "book and cancel"),
                new Twin("R2", "the cloud skips what is missing in a log", "line/DoorLogReader.java",
                        "entry.seq() > cursor.seq() + 1", "entry.seq() < 0", STORIES),
                new Twin("R2", "a door follows an entry of another chain", "line/FeedReader.java",
                        "!entry.previous().equals(cursor.hash())", "entry.previous().equals(Hash.START) && entry.seq() > 1",
                        STORIES),
                new Twin("R2", "an acknowledgement of what was tidied away is another log", "line/DoorSide.java",
                        "boolean known = mark.seq() < at.logAcked().seq() ||", "boolean known =", STORIES),
                new Twin("R2", "a snapshot of another log is taken over", "line/Rebuild.java",
                        "if (same && !follows) {", "if (same && since == null) {", REBUILD),
                new Twin("R3", "the cloud confirms what starts before the line", "line/Wish.java",
                        "return !lines.apply(from).doorOwns(start) && added.stream().noneMatch(slot -> target.doorOwns(slot.start()));",
                        "return added.size() < 99 && target != null;", "book and cancel"),
                new Twin("R4", "the cloud's own request does not hold its part past the line", "line/CloudWork.java",
                        "inCalendar(self, space, slot, true)",
                        "inCalendar(self, space, slot, false)", "book and cancel"),
                new Twin("R5", "a door confirms what ends past the line", "line/DoorSide.java",
                        "work.line(book.space()).before(book.slot())", "work.line(book.space()).doorOwns(book.slot().start())",
                        "book and cancel"),
                new Twin("R5", "a slip is taken back although somebody else has the room by now", "booking/BookingRules.java",
                        ".or(() -> back.phase().decided() ? had(before) : Optional.empty());", ";", "take back"),
                new Twin("R6", "the cloud declines a door because of its own open proposals", "line/CloudWork.java",
                        "inCalendar(self, space, slot, false)", "inCalendar(self, space, slot, true)",
                        STORIES),
                new Twin("R6", "a door does not hold what it has asked for", "line/DoorState.java",
                        ".filter(b -> !b.id().equals(self)) .map(b -> new Obstacle(b.slot(), b.phase().decided()))",
                        ".filter(b -> !b.id().equals(self) && b.phase().decided()).map(b -> new Obstacle(b.slot(), true))",
                        "book and cancel"),
                new Twin("R7", "the cloud decides alone about a booking with an open request", "line/CloudWishes.java",
                        "if (!open.isEmpty()) {", "if (open.size() > 99) {", "move"),
                new Twin("R7", "all occurrences of a series share one answer", "line/Series.java",
                        "operation(series, inputs.size())", "operation(series, 0)", "series"),
                new Twin("R8", "a change made against an older version is accepted", "line/Judgement.java",
                        "booking.version() == version", "booking.version() >= version", STORIES),
                new Twin("R8", "a door takes minutes past the line for a booking of its own", "line/Wish.java",
                        "return lines.apply(from).doorOwns(start) && added.stream().allMatch(lines.apply(space)::before);",
                        "return lines.apply(from).doorOwns(start);", "move"),
                new Twin("R8", "the cloud alone decides against an older version", "line/Epochs.java",
                        "decision = Judgement.of(known.get(), request.command(), base, decision);", "", EPOCHS));
    }

    /// R9 to R12, R15: where both are needed, and where only one can be asked.
    private static List<Twin> together() {
        return List.of(
                new Twin("R9", "the target of a move is not held while the door decides", "line/Wish.java",
                        "return added.isEmpty() ? Optional.empty()", "return !added.isEmpty() ? Optional.empty()",
                        "move"),
                new Twin("R9", "a booking's own window is in its way", "line/DoorState.java",
                        ".filter(b -> !b.id().equals(self)) .map(b -> new Obstacle(b.slot(), b.phase().decided()))",
                        ".map(b -> new Obstacle(b.slot(), b.phase().decided()))", STORIES),
                new Twin("R9", "a door is welcomed that cannot hold what is kept there", "line/Handshake.java",
                        "boolean keeps = !greeting.crosses() &&", "boolean keeps = greeting.log() == null &&", MEMORY),
                new Twin("R9", "an older door's snapshot asks what it cannot read", "line/Snapshot.java",
                        ".filter(request -> at.crosses() || !request.command().crosses())", "", MEMORY),
                new Twin("R7", "what an older door can never answer stays open", "line/Handshake.java",
                        "refuseWhatItCannotAnswer(theirs.feed(), theirs.log());", "", MEMORY),
                new Twin("R9", "what an older door has kept and forgotten is built on", "line/DoorLogReader.java",
                        "instanceof BookingCommand.Arrive && !work.at().crosses()) {",
                        "instanceof BookingCommand.Arrive && work.at().log() == null) {", MEMORY),
                new Twin("R16", "what cannot arrive any more is told again and again", "line/Crossing.java",
                        "if (way.to().answer(way.operation()).filter(first -> first instanceof Answer.Refused).isPresent() ||",
                        "if (", MEMORY),
                new Twin("R9", "what was let go once is not kept at the second try", "line/DoorWork.java",
                        "boolean here = state.booking(booking.id()).filter(known -> known.phase().holds()).isPresent();",
                        "boolean here = booking.version() > 0;", CROSSING),
                new Twin("R10", "a grant is activated past an entry that could not be read", "line/FeedReader.java",
                        "if (work.state().understandsAll()) {", "if (line.at() != null) {", STORIES),
                new Twin("R10", "a grant is written while one is unacknowledged", "line/CloudSide.java",
                        "at.feedAcked().seq() < at.grantSeq()", "at.feedAcked().seq() < 0", STORIES),
                new Twin("R10", "the cloud takes any unread entry for its wish", "line/DoorLogReader.java",
                        ".filter(r -> r.seq() == seq)", "", STORIES),
                new Twin("R10", "a door takes any unread entry for its wish", "line/FeedReader.java",
                        ".filter(r -> r.seq() == seq)", "", STORIES),
                new Twin("R10", "what a door could not read is healed without a snapshot", "line/Handshake.java",
                        "if (!greeting.proven() || !kept || forgot) {", "if (!kept || forgot) {", REBUILD),
                new Twin("R10", "a cloud that could not read an entry never asks for the copy", "line/Handshake.java",
                        "if (!work.understandsAll()) { return Coming.COPY; }", "", REBUILD),
                new Twin("R10", "what could not be read of a retired door is forgotten with it", "line/Epochs.java",
                        "if (!work.understandsAll() && !replaced.forced()) {", "if (replaced.operation() == null) {",
                        "unreadable and replaced"),
                new Twin("R10", "a rebuilt door does not know what it has answered", "line/Rebuild.java",
                        "if (work.state().answer(operation).filter(known -> !(known instanceof Answer.Waiting)).isEmpty()) {",
                        "if (operation == null) {",
                        "unreadable and rebuilt"),
                new Twin("R11", "a cancellation beats people who are there", "booking/BookingRules.java",
                        "if (booking.phase() instanceof Phase.CheckedIn in &&",
                        "if (booking.version() < 0 && booking.phase() instanceof Phase.CheckedIn in &&", STORIES),
                new Twin("R11", "who waits for the meeting is not seen", "booking/BookingRules.java",
                        "|| sensed.contains(booking.space()))", ")", "DecisionTableTest"),
                new Twin("R11", "a touch that is repeated counts as somebody else", "line/DoorSide.java",
                        "if (!touched.logged() && touched.command()", "if (touched.command()", REBUILD),
                new Twin("R11", "who comes while nothing is decided is not recorded", "line/DoorSide.java",
                        "seen(work, touched);", "", REBUILD),
                new Twin("R12", "the cloud releases what a door proposes to release", "line/DoorWishes.java",
                        "|| proposal.command() instanceof BookingCommand.Release", "", STORIES),
                new Twin("R12", "the cloud proposes a release", "line/CloudWishes.java",
                        "if (command instanceof BookingCommand.Release) {",
                        "if (command instanceof BookingCommand.Release && command.booking() == null) {", STORIES),
                new Twin("R15", "a desk is its floor's door's", "line/Line.java",
                        "return space.filter(Space::doorless).isPresent() ? NONE : this;", "return this;", "desk"),
                new Twin("R15", "a floor without a door keeps its line", "line/Epochs.java",
                        "work.at(work.at().withLine(Line.NONE));", "", EPOCHS));
    }
}
