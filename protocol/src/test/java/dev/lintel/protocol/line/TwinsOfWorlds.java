package dev.lintel.protocol.line;

import java.util.List;

/// Broken twins of what whole worlds have found: each is the line that was mended, as it was or without it.
final class TwinsOfWorlds {

    private static final String WORLDS = "WholeWorldStoriesTest";
    private static final String ANSWERS = "LostAnswerStoriesTest";

    private TwinsOfWorlds() {}

    static List<Twin> all() {
        return List.of(
                new Twin("R16", "a last word ends the floor before the copy is heard", "line/DoorLogReader.java",
                        "case Body.Closed _ when offered() -> { }", "", WORLDS),
                new Twin("R7", "what a retired door still waits for is answered by nobody", "line/Epochs.java",
                        "new DoorWishes(work).left(entry.head(), proposed);", "", WORLDS),
                new Twin("R16", "what was granted to a retired door is asked again", "line/DoorWishes.java",
                        "granted(proposal.command()).filter(_ -> !work.isForeign(head.operation()))",
                        "granted(proposal.command()).filter(_ -> head == null)", WORLDS),
                new Twin("R13", "a waiver brings a retired door back", "line/Epochs.java", "if (isClosed()) { end();",
                        "if (work.at() == null) { end();", WORLDS),
                new Twin("R13", "a door that has said its last word is asked again and again", "line/Handshake.java",
                        "if (work.at().standing() instanceof Standing.Ended) {",
                        "if (work.at().standing() instanceof Standing.Ended && knows(greeting.feed())) {", WORLDS),
                new Twin("R10", "what a restored cloud could not read is taken for told", "line/CopyReader.java",
                        "work.understandsAll() ? copy.log() : work.contained()", "copy.log()", WORLDS),
                new Twin("R7", "a wish is granted behind the no that it could not be read", "line/Rebuild.java",
                        "case Body.NotUnderstood(long seq) when same && isAsked(operation, seq) -> answeredHere.add(operation);",
                        "", WORLDS),
                new Twin("R16", "two epochs of one number are taken for one", "line/Handshake.java",
                        "greeting.generation().filter(heard -> !heard.equals(work.at().generation())).isPresent()",
                        "greeting.log() == null", WORLDS),
                new Twin("R14", "a door that tells its words again forgets what it was asked", "line/Rebuild.java",
                        "tell(ours); whole.forEach(this::recall);", "tell(ours);", WORLDS),
                new Twin("R7", "a wish is as many as it was asked", "line/Rebuild.java", "open.putIfAbsent(operation,",
                        "open.putIfAbsent(new OperationId(new java.util.UUID(entry.seq(), 7)),", WORLDS),
                new Twin("R16", "what stands is asked again of a door that has no answer to it", "line/CopyReader.java",
                        "work.requests().forEach(this::decided);", "", WORLDS),
                new Twin("R14", "a door that has lost its copy does not know what it was asked", "line/Rebuild.java",
                        "return isLost(door) ? 0 : shared(door, snapshot);", "return shared(door, snapshot);", WORLDS),
                new Twin("R14", "a door that has lost its copy does not know what it was granted", "line/Rebuild.java",
                        "-> granted(book.booking())", "-> granted(book.booking()).filter(b -> b.version() < 0)", ANSWERS),
                new Twin("R14", "a door that has lost its copy does not know what the cloud has answered", "line/Rebuild.java",
                        "case Body.Proposed _ when told.isPresent() -> remember(entry, told.get());", "", ANSWERS),
                new Twin("R7", "what a retired door wished and nobody could read is answered by nobody", "line/CopyReader.java",
                        "if (work.at().standing() instanceof Standing.Ended) { new Epochs(work).hear(copy); return; }", "",
                        WORLDS),
                new Twin("R10", "a retired door's walk-up is given away because its copy is lost", "line/Epochs.java",
                        "if (copy.spaces().isEmpty() && !work.understandsAll()) {", "if (copy == null) {", WORLDS),
                new Twin("R13", "a door that has said its last word is sent a snapshot", "line/Greeting.java",
                        "door.proven() || at.standing() instanceof Standing.Ended", "door.proven()", WORLDS),
                new Twin("R16", "a restored cloud asks nothing of a door that goes on talking", "line/Handshake.java",
                        "if (at.standing() instanceof Standing.Doubting) { return", "if (at == null) { return", WORLDS),
                new Twin("R2", "a card of an epoch that is over is sent the snapshot of the present one", "line/Handshake.java",
                        "return work.at().log().seq() > 0 ? CloudSide.stop(", "return work.at() == null ? CloudSide.stop(",
                        WORLDS),
                new Twin("R2", "what a door has forgotten of the feed is not sent again", "line/Handshake.java",
                        "|| !kept || forgot) {", "|| !kept) {", WORLDS),
                new Twin("R7", "a no that nobody could read is not told with the copy", "line/Rebuild.java",
                        "case Body.NotUnderstood _ when answeredHere.contains(entry.head().operation()) -> remember(entry, new Answer.Refused(new Rejection.NotUnderstood()));",
                        "", "unreadable"),
                new Twin("R7", "a wish that both have forgotten is never asked again", "line/Rebuild.java",
                        "collect(same ? ours : Stream.concat(before.stream(), ours.stream()).toList(), same);",
                        "collect(ours, same);", WORLDS));
    }
}
