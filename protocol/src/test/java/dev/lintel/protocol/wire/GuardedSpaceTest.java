package dev.lintel.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.booking.Guard;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.line.Body;
import dev.lintel.protocol.line.DoorInput;
import dev.lintel.protocol.line.DoorPosition;
import dev.lintel.protocol.line.DoorSide;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.DoorStep;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.Hash;
import dev.lintel.protocol.line.Head;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.protocol.time.Moment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// A room that asks who it is, and doors of other versions.
@NullMarked
class GuardedSpaceTest {

    @Test
    void aReaderThatKnowsNoGuardsTakesAGuardedRoomForClosed() {
        Space guarded = Samples.guarded();
        Space open = new Space(guarded.id(), guarded.name(), guarded.capacity(), guarded.floorName(), guarded.zone(),
                guarded.policy(), guarded.privacy(), Optional.empty(), guarded.guard());
        TreeMap<String, Json> known = new TreeMap<>(BookingJson.space(open).fields());
        assertThat(known.remove("guard")).as("what an older reader passes over").isNotNull();
        assertThat(BookingJson.readSpace(new Json.Obj(known)).closed()).contains("newer-agent-needed");
        assertThat(BookingJson.readSpace(BookingJson.space(open))).isEqualTo(open);
    }

    @Test
    void aReaderThatKnowsNoDesksTakesADeskForClosed() {
        Space desk = Samples.SPACE.withoutDoor();
        TreeMap<String, Json> known = new TreeMap<>(BookingJson.space(desk).fields());
        assertThat(known.remove("doorless")).as("what an older reader passes over").isNotNull();
        assertThat(known.remove("guard")).isNotNull();
        assertThat(BookingJson.readSpace(new Json.Obj(known)).closed()).contains("newer-agent-needed");
        assertThat(BookingJson.readSpace(BookingJson.space(desk))).isEqualTo(desk);
        assertThat(BookingJson.space(Samples.SPACE).fields()).doesNotContainKeys("doorless", "guard");
    }

    @Test
    void wordsOfALaterVersionAreKept() {
        Guard later = new Guard(new TreeMap<>(Map.of("levitate", List.of("iris"), "book", List.of("pin", "iris"))));
        Space guarded = Samples.guarded();
        Space space = new Space(guarded.id(), guarded.name(), guarded.capacity(), guarded.floorName(), guarded.zone(),
                guarded.policy(), guarded.privacy(), guarded.closed(), later);
        assertThat(BookingJson.readSpace(BookingJson.space(space)).guard()).isEqualTo(later);
    }

    @Test
    void verifiersThatADoorCannotReadHoldNothingUp() {
        Json body = Json.object().with("kind", "verifiers-set").with("anew", true).with("later", 1L);
        Head head = new Head(Samples.OP, Optional.empty(), Optional.empty(), true);
        Body unread = LineJson.readBody(body);
        assertThat(unread).isInstanceOf(Body.Unreadable.class);
        Entry entry = new Entry(1, Hash.START, new Sha256Chain().link(Hash.START, 1, head, unread), head, unread);
        DoorState door = DoorState.empty(DoorPosition.fresh(Samples.FLOOR, 1));
        DoorStep step = new DoorSide(new Sha256Chain()).step(door,
                new DoorInput.FeedArrived(entry, Optional.empty(), Moment.synchronised(Samples.NINE)));
        assertThat(step.outcome()).isInstanceOf(Outcome.Applied.class);
        assertThat(step.state().proven()).as("goes on deciding").isTrue();
    }

    @Test
    void noVerifierSaysItsHash() {
        assertThat(Samples.verifiers().toString()).doesNotContain("abab").doesNotContain("cdcd").doesNotContain("0420");
    }
}
