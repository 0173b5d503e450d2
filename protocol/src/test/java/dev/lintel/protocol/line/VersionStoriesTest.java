package dev.lintel.protocol.line;

import static dev.lintel.protocol.line.Pair.ASPEN;
import static dev.lintel.protocol.line.Pair.at;
import static dev.lintel.protocol.line.Pair.book;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.time.ClockQuality;
import dev.lintel.protocol.time.Moment;
import dev.lintel.protocol.wire.Codec;
import dev.lintel.protocol.wire.Decoded;
import dev.lintel.protocol.wire.Envelope;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.LineJson;
import dev.lintel.protocol.wire.Message;
import dev.lintel.protocol.wire.Sha256Chain;
import dev.lintel.protocol.wire.Versions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Scenario 15: neighbours of different versions. What is not understood may cost liveness, never safety.
class VersionStoriesTest {

    private static final Slot TEN_TO_ELEVEN = new Slot(at("10:00"), at("11:00"));
    private static final Moment EIGHT = Moment.synchronised(at("08:00"));

    private final Pair pair = new Pair();

    @ParameterizedTest(name = "a door that speaks {0} to {1} -> {2}")
    @CsvSource(nullValues = "none", textBlock = """
            1, 1, 1
            1, 2, 1
            1, 9, 1
            2, 3, none
            0, 0, none
            0, 1, 1
            """)
    void scenario15TheNewestVersionThatBothKnowIsSpoken(int oldest, int newest, Integer spoken) {
        Greeting greeting = new Greeting(1, Optional.empty(), Line.NONE, Mark.START, Mark.START, true, Optional.empty(), true);
        assertThat(Versions.spoken(new Message.Hello(greeting, oldest, newest, 1, new ClockQuality.Synchronised(),
                Optional.empty()))).isEqualTo(Optional.ofNullable(spoken));
    }

    /// What a later version wrote behind the last entry: a kind that this one has never heard of.
    private static Entry ofALaterVersion(List<Entry> log, Head head) {
        Mark last = log.isEmpty() ? Mark.START : Mark.of(log.getLast());
        return Entry.after(last, head, new Body.Unreadable("teleported", "{\"kind\":\"teleported\",\"to\":\"roof\"}"),
                new Sha256Chain());
    }

    private Outcome toTheDoor(Entry entry) {
        return pair.door(new DoorInput.FeedArrived(entry, Optional.empty(), EIGHT));
    }

    @Test
    void scenario15AnOlderDoorPassesOverWhatMayBeSkipped() {
        pair.line("10:00");
        Entry weather = ofALaterVersion(pair.feed(),
                new Head(pair.nextOperation(), Optional.of(ASPEN), Optional.of(TEN_TO_ELEVEN), true));
        DoorStep parked = new DoorSide(new Sha256Chain()).step(pair.door(),
                new DoorInput.FeedArrived(weather, Optional.empty(), EIGHT));
        assertThat(parked.changes()).as("its bytes are kept").contains(new Change.Park(weather));
        assertThat(toTheDoor(weather)).isEqualTo(new Outcome.Applied());
        Entry grant = Entry.after(Mark.of(weather), Head.bare(pair.nextOperation()), new Body.Granted(new Line(at("12:00"))),
                new Sha256Chain());
        assertThat(toTheDoor(grant)).isEqualTo(new Outcome.Applied());
        assertThat(pair.door().at().line()).as("the line goes on").isEqualTo(new Line(at("12:00")));
        assertThat(alarms()).containsExactly("not-understood");
        assertThat(Story.word(pair.clock("10:00").touch(book("walk-up", ASPEN, "10:00", "10:30", Origin.DOOR))))
                .as("and nothing is held")
                .isEqualTo("booked");
    }

    @Test
    void scenario15AnOlderDoorHoldsWhatItCannotReadAndItsLineStandsStill() {
        pair.line("12:00");
        Entry moved = ofALaterVersion(pair.feed(), Head.about(pair.nextOperation(), ASPEN, TEN_TO_ELEVEN));
        toTheDoor(moved);
        Entry behind = Entry.after(Mark.of(moved), Head.bare(pair.nextOperation()), new Body.Granted(new Line(at("14:00"))),
                new Sha256Chain());
        toTheDoor(behind);
        assertThat(pair.door().at().line()).as("no later grant counts").isEqualTo(new Line(at("12:00")));
        assertThat(pair.log().getLast().body()).isEqualTo(new Body.NotUnderstood(moved.seq()));
        new Story(pair).goesOn("""
                09:50 | door  | book walk-up 10:30-11:30      | refused: held
                09:50 | door  | book walk-up2 11:00-11:30     | booked
                09:50 | door  | book walk-up3 10:00-11:00 in Birch | booked
                """);
    }

    @Test
    void scenario15AnOlderCloudHoldsWhatItCannotReadAndReadsOn() {
        pair.line("09:00");
        OperationId operation = pair.nextOperation();
        Entry moved = ofALaterVersion(pair.log(), Head.about(operation, ASPEN, TEN_TO_ELEVEN));
        assertThat(pair.cloud(new CloudInput.LogArrived(moved, EIGHT))).isEqualTo(new Outcome.Applied());
        assertThat(pair.feed().getLast().body()).isEqualTo(new Body.NotUnderstood(moved.seq()));
        assertThat(pair.cloud(new CloudInput.GrantDue(pair.nextOperation(), at("12:00"), Duration.ZERO)))
                .as("no grant while something is unread")
                .isEqualTo(new Outcome.Repeated());
        new Story(pair).goesOn("""
                09:00 | cloud | book remote 10:30-11:30       | refused: held
                09:00 | cloud | book remote2 11:00-12:00      | booked
                """);
    }

    @Test
    void scenario15AnEntryWithFieldsOfALaterVersionIsAppliedAndPassedOnWhole() {
        String text = bodyOf(new Body.Observed("motion", Optional.of(ASPEN), at("08:00"))).replaceFirst("\\{",
                "{\"confidence\":97,\"room\":{\"light\":\"on\"},");
        Head head = new Head(pair.nextOperation(), Optional.of(ASPEN), Optional.empty(), true);
        Json.Obj entry = sealed(1, Hash.START, head, text);
        Json.Obj message = Json.object()
                .with("v", 1)
                .with("kind", "log")
                .with("epoch", 1)
                .with("floor", new FloorId(new java.util.UUID(0, 1)).toString())
                .with("body", Json.object().with("entries", new Json.Arr(List.of(entry))));
        byte[] bytes = message.bytes();
        Decoded decoded = new Codec().decode(bytes);
        assertThat(decoded).isInstanceOfSatisfying(Decoded.Read.class, read -> {
            assertThat(new String(new Codec().encode(read.envelope(), read.tree()), StandardCharsets.UTF_8))
                    .isEqualTo(new String(bytes, StandardCharsets.UTF_8));
            assertThat(applied(read.envelope())).isEqualTo(new Outcome.Applied());
        });
    }

    private Outcome applied(Envelope envelope) {
        return envelope.message() instanceof Message.Log(List<Entry> entries)
                ? pair.cloud(new CloudInput.LogArrived(entries.getFirst(), EIGHT))
                : new Outcome.Halted("no log");
    }

    private static String bodyOf(Body body) {
        return LineJson.body(body).canonical();
    }

    /// An entry as a later version seals it: over fields that this one does not know.
    private static Json.Obj sealed(long seq, Hash previous, Head head, String body) {
        Json content = Json.parse(body);
        Hash hash = new Sha256Chain().link(previous, seq, head, new Body.Unreadable("observed", body));
        return Json.object()
                .with("seq", seq)
                .with("previous", previous.hex())
                .with("hash", hash.hex())
                .with("head", LineJson.head(head))
                .with("body", content);
    }

    @Test
    void scenario15AnUnknownMessageIsPassedOver() {
        assertThat(new Codec().decode("""
                {"body":{"tune":"high"},"epoch":1,"floor":"00000000-0000-0000-0000-000000000001","kind":"sing","v":2}
                """.strip().getBytes(StandardCharsets.UTF_8))).isInstanceOfSatisfying(Decoded.Read.class,
                read -> assertThat(read.envelope().message()).isEqualTo(new Message.Unknown("sing")));
    }

    private List<String> alarms() {
        return pair.effects()
                .stream()
                .filter(effect -> effect instanceof Effect.Alarm)
                .map(effect -> ((Effect.Alarm) effect).kind())
                .toList();
    }
}
