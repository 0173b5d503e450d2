package dev.lintel.protocol.line;

import java.util.ArrayList;
import java.util.List;

/// Broken twins of what becomes of a floor whose door or cloud has forgotten.
final class TwinsOfMemory {

    private static final String EPOCHS = "EpochStoriesTest";
    private static final String REBUILD = "RebuildStoriesTest";
    private static final String FORCE = "ForceStoriesTest";

    private TwinsOfMemory() {}

    static List<Twin> all() {
        List<Twin> all = new ArrayList<>(anotherDoor());
        all.addAll(copies());
        all.addAll(restores());
        return all;
    }

    /// R13: a door is replaced, or goes on in a new epoch.
    private static List<Twin> anotherDoor() {
        return List.of(
                new Twin("R13", "a door writes after its last word", "line/DoorSide.java",
                        "if (work.at().standing() instanceof Standing.Ended) { return new Outcome.Repeated(); } work.append(new Head(noticed",
                        "work.append(new Head(noticed", EPOCHS),
                new Twin("R13", "what is open is forgotten with the old door", "line/Snapshot.java",
                        "floor.requests() .values() .stream()", "floor.requests().values().stream().limit(0)", "replacement"),
                new Twin("R13", "a door that may still be deciding is replaced without a word", "line/Epochs.java",
                        "if (!closed && !replaced.forced()) {", "if (!closed && replaced.operation() == null) {", EPOCHS),
                new Twin("R13", "a late word of a replaced door is taken as a decision", "line/Epochs.java",
                        "if (work.answer(operation).isPresent()) {",
                        "if (entry.body() instanceof Body.Happened h) { work.put(h.booking()); } if (work.answer(operation).isPresent()) {",
                        EPOCHS),
                new Twin("R13", "a door that knows that its epoch is over decides on", "line/DoorSide.java",
                        "if (over || epoch != work.at().epoch()) {", "if (over || epoch == work.at().epoch()) {", "waived"),
                new Twin("R13", "what a door had asked for is forgotten when it is told that its epoch is over",
                        "line/DoorSide.java", "if (work.state().untold()) { askFirst(work); } return stop(", "return stop(",
                        FORCE),
                new Twin("R13", "another branch of a log is thrown away", "line/Rebuild.java",
                        "tellLate(at.epoch(), at.logAcked().seq());", "",
                        REBUILD),
                new Twin("R13", "a clash after force is not told", "line/CloudWork.java",
                        "tell(new Effect.Alarm(\"clash\", \"both were", "tell(new Effect.Alarm(\"quiet\", \"both were",
                        REBUILD),
                new Twin("R13", "a door decides on before the cloud has weighed its words", "line/Rebuild.java",
                        "if (!same && decided) {", "if (!same && since == null) {", "moved by force"),
                new Twin("R13", "a snapshot from before its words were heard is an answer to a door", "line/Rebuild.java",
                        "if (same && decided && work.state().untold()) {", "if (same && since == null) {", FORCE),
                new Twin("R13", "what was decided at the door does not stand after a waiver", "line/CloudWork.java",
                        "if (booking.phase().decided()) { makeRoom(booking); }", "", "waived"),
                new Twin("R13", "two decisions of one number are not told", "line/CloudWork.java",
                        "known.filter(mine -> readsOn() && Truth.clash(mine, booking, event, heard))",
                        "known.filter(mine -> mine.version() < 0)", FORCE),
                new Twin("R13", "a decision that was made of another window is not told", "line/Truth.java",
                        "return known.phase().decided() && !known.slot().equals(from(told, event));", "return false;", FORCE),
                new Twin("R13", "what the cloud has decided more often than the door is not told", "line/Truth.java",
                        "? !heard", "? heard && !heard", FORCE),
                new Twin("R7", "what was granted once is asked again although the door went on with it", "line/Rebuild.java",
                        "if (askedBack || isAnswered(request)) {", "if (askedBack) {", FORCE),
                new Twin("R13", "a door comes back after another and decides on where it was", "line/Rebuild.java",
                        "if (snapshot.epoch() > work.at().epoch() + 1) {", "if (snapshot.epoch() < 0) {", REBUILD),
                new Twin("R13", "the cloud alone begins no epoch of its own", "line/Epochs.java", "begin(Mark.START);", "",
                        REBUILD),
                new Twin("R13", "an answer outlives the branch it was given on", "line/FeedReader.java",
                        "known.filter(now -> now.version() >= done.booking().version()).isPresent()", "done.booking() != null",
                        REBUILD));
    }

    /// R14: compared states, and a copy that is rebuilt.
    private static List<Twin> copies() {
        return List.of(
                new Twin("R14", "the digest does not see that somebody is there", "line/Digest.java",
                        "+ \" \" + booking.phase().slug();", ";", EPOCHS),
                new Twin("R14", "a door without its copy goes on deciding", "line/DoorSide.java",
                        "work.at(work.at().withStanding(new Standing.Doubting(reason)));", "", REBUILD),
                new Twin("R14", "a rebuilt door forgets what it decided after the snapshot", "line/Rebuild.java",
                        "ours.forEach(entry -> again(entry, same));", "", "rebuild"),
                new Twin("R14", "a rebuilt door does not ask again", "line/Rebuild.java",
                        "open().forEach(this::reopen);", "", "rebuild"),
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
                        "work.tell(new Effect.Alarm(\"booking-differs\", \"the door has \" + words(theirs)",
                        "String.valueOf(new Effect.Alarm(\"booking-differs\", \"the door has \" + words(theirs)",
                        REBUILD),
                new Twin("R14", "a copy that contradicts what was decided goes on deciding", "line/DoorWork.java",
                        "at(at.withStanding(new Standing.Doubting(\"copy-contradicted\")));", "", REBUILD),
                new Twin("R14", "old words are put on top of newer truth", "line/DoorWork.java",
                        "if (!isNews(booking)) { return; }", "",
                        REBUILD),
                new Twin("R14", "past the line a door's disk takes from the cloud", "line/CopyReader.java",
                        "|| (healing && newer);", "|| newer;", REBUILD));
    }

    /// R16: a cloud that has forgotten.
    private static List<Twin> restores() {
        return List.of(
                new Twin("R16", "a restore opens again what has ended", "line/Epochs.java",
                        "work.at(over ? at : at.withStanding(", "work.at(at == null ? at : at.withStanding(", EPOCHS),
                new Twin("R16", "nobody hears that the door doubted what it told", "line/Handshake.java",
                        "if (!greeting.proven()) { work.tell(", "if (greeting.log() == null) { work.tell(", EPOCHS),
                new Twin("R16", "a restored cloud forgets what the door has decided", "line/CopyReader.java",
                        ".filter(theirs -> !(theirs.phase() instanceof Phase.Requested)) .filter(",
                        ".filter(theirs -> theirs.version() < 0).filter(",
                        "restore"),
                new Twin("R16", "a restored cloud keeps its old line", "line/Handshake.java",
                        "work.at().line().max(greeting.line())", "work.at().line()", REBUILD),
                new Twin("R16", "a cloud does not notice that it has forgotten", "line/Handshake.java",
                        "if (!knows(greeting.feed())) {", "if (greeting.feed() == null) {", "silent restore"),
                new Twin("R16", "a waiver decides on in the epoch that the door knows better", "line/Epochs.java",
                        "if (isClosed()) { end(); } else { begin(work.contained()); }",
                        "work.at(work.at().withStanding(new Standing.Deciding()));",
                        "waived"),
                new Twin("R16", "an operation decided before the restore is decided again", "line/CopyReader.java",
                        "work.answer(operation, answer);", "", "restore"),
                new Twin("R16", "a restored cloud decides before it was told", "line/Epochs.java",
                        ".withStanding(new Standing.Doubting(\"cloud-restored\"))", "", EPOCHS));
    }
}
