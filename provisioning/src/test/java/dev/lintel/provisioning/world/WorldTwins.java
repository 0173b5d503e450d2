package dev.lintel.provisioning.world;

import static dev.lintel.provisioning.world.WorldTwin.ofTheCloud;
import static dev.lintel.provisioning.world.WorldTwin.ofTheCore;
import static dev.lintel.provisioning.world.WorldTwin.ofTheDoor;

import java.util.List;
import java.util.stream.Stream;

/// Faults that need a world to be seen: a message that is lost, a machine that goes off between two lines, a clock, a week.
final class WorldTwins {

    private WorldTwins() {}

    static List<WorldTwin> all() {
        return Stream.of(ofTheDoors(), ofTheRules(), ofTheNotices()).flatMap(List::stream).toList();
    }

    private static List<WorldTwin> ofTheDoors() {
        return List.of(
                ofTheDoor("a touch is answered before it is on the disk", 0, "door/Committing.java",
                        "if (round.writes()) { store.write(",
                        "round.replies().forEach(Runnable::run); if (round.writes()) { store.write("),
                ofTheDoor("a snapshot is made in two commits", 0, "door/Committing.java",
                        "if (round.writes()) { store.write(",
                        "if (round.writes()) { if (round.errands().getFirst() instanceof Errand.Swap) { store.write(round.steps().stream()"
                                + ".map(s -> new dev.lintel.protocol.line.DoorStep(s.state(), s.changes().stream()"
                                + ".filter(c -> !(c instanceof dev.lintel.protocol.line.Change.PutBooking)).toList(), List.of(), List.of(),"
                                + " s.outcome())).toList(), List.of(), clock.moment().now()); } store.write("),
                ofTheDoor("what was not acknowledged is never sent again", 0, "sync/Pump.java",
                        "next = acknowledged + 1; waitingSinceNanos", "waitingSinceNanos"),
                ofTheDoor("a gap that the cloud names is not filled", 1, "sync/Pump.java", "next = from; }", "}"),
                ofTheDoor("the door does not say how far it has read", 0, "sync/Talk.java",
                        "mouth.say(new Message.Ack(reply.applied()));", ""),
                ofTheDoor("what was promised and did not come is not asked for", 9, "sync/Talk.java",
                        "return welcomed() && (copySent", "return welcomed() && askedAtNanos < 0 && (copySent"),
                ofTheDoor("a copy is not offered to a cloud that asks for it", 0, "sync/Talk.java",
                        "for (Message.Copy part : Parts.of(DoorCopy.of(state))) {",
                        "for (Message.Copy part : java.util.List.<Message.Copy>of()) {"),
                ofTheDoor("a door that is welcomed sends its log from its own cursor", 21, "sync/Talk.java",
                        "long from = ours ? welcome.logFrom() : at.logAcked().seq() + 1;",
                        "long from = at.log().seq() + 1;"));
    }

    private static List<WorldTwin> ofTheRules() {
        return List.of(
                ofTheCore("an answer is not remembered", 0, "DoorSide.java",
                        "work.answer(touched.operation(), answer); return new Outcome.Answered(answer);",
                        "return new Outcome.Answered(answer);"),
                ofTheCore("a restored cloud decides before it was told", 6, "Epochs.java",
                        "work.at(over ? at : at.withStanding(new Standing.Doubting(\"cloud-restored\")));", "work.at(at);"),
                ofTheCore("titles travel to doors whatever the privacy", 0, "CloudWork.java",
                        "return space(space).filter(s -> s.privacy() == Privacy.TITLE).flatMap(_ -> title);", "return title;"),
                ofTheCore("a snapshot tells titles whatever the privacy", 0, "Snapshot.java",
                        ".filter(space -> space.privacy() == Privacy.TITLE)", ""),
                new WorldTwin("rooms are given back by a clock that nobody trusts", 0,
                        "protocol/src/main/java/dev/lintel/protocol/time/ClockQuality.java",
                        "return uncertainty().compareTo(Duration.ofSeconds(30)) < 0;", "return true;"),
                ofTheCore("a rebuilt door forgets what it wrote after the snapshot", 0, "Rebuild.java",
                        "ours.forEach(entry -> again(entry, same));", ""),
                ofTheCore("the line moves back", 0, "CloudSide.java",
                        "if (!worthIt || at.feedAcked().seq() < at.grantSeq() || !work.understandsAll()) {",
                        "if (at.feedAcked().seq() < at.grantSeq() || !work.understandsAll()) { return new Outcome.Repeated(); }"
                                + " next = new Line(next.at().minusSeconds(4 * (due.now().getEpochSecond() % 1_800)));"
                                + " if (due.now() == null) {"));
    }

    private static List<WorldTwin> ofTheNotices() {
        return List.of(
                ofTheCloud("the barrier is removed", 10, "BarrierRules.java",
                        "return new Order.Hold(backlog.get(), now.plus(LONGEST));",
                        "return new Order.LetGo(at.log().seq());"),
                ofTheCloud("a refusal is told to nobody", 0, "TidingRules.java",
                        "if (command.equals(\"book\")) { return to(booking.organiser(), Notice.DECLINED, true); }",
                        "if (command.equals(\"book\")) { return Optional.empty(); }"),
                ofTheCloud("nobody hears that their cancelled booking stands after all", 0, "TidingRules.java",
                        "new News(person, Notice.STANDS_AGAIN, true, Optional.of(Notice.CANCELLED))",
                        "new News(person, Notice.STANDS_AGAIN, true, Optional.of(\"\"))"),
                ofTheCloud("whoever waits for another's booking to change hears nothing", 0, "TidingRules.java",
                        "if (late && !asker.equals(booking.organiser())) {", "if (asker == null) {"),
                ofTheCloud("nobody hears that their change was refused", 0, "TidingRules.java",
                        "if (asker.isPresent()) { return to(asker, Notice.CHANGE_DECLINED, false); }", ""));
    }
}
