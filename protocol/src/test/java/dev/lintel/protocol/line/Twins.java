package dev.lintel.protocol.line;

import java.util.List;

/// One broken twin or more for each rule.
final class Twins {

    private static final String STORIES = "LineStoriesTest";

    private static final String EPOCHS = "EpochStoriesTest";

    private Twins() {}

    static List<Twin> all() {
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
                new Twin("R16", "a restored cloud keeps its old line", "line/CopyReader.java",
                        "work.at().line().max(copy.line())",
                        "work.at().line()", "restore"),
                new Twin("R16", "a restored cloud decides before it was told", "line/Epochs.java",
                        ".withStanding(new Standing.Doubting(\"cloud-restored\"))", "", EPOCHS));
    }
}
