package dev.lintel.protocol.line;

import static dev.lintel.protocol.line.Pair.ASPEN;
import static dev.lintel.protocol.line.Pair.at;
import static dev.lintel.protocol.line.Pair.book;
import static dev.lintel.protocol.line.Pair.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Policy;
import dev.lintel.protocol.booking.Privacy;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.OperationId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// The owner's answer to each proposal, row by row. Every proposal is made by the cloud and decided by the door, unless the row says otherwise.
class DecisionTableTest {

    /// What is proposed, in the way of what, and the answer; then the story that leads there.
    private static Map<String, Function<Pair, String>> rows() {
        Map<String, Function<Pair, String>> rows = new LinkedHashMap<>();
        rows.put("book | nothing | accepted", pair -> decided(pair, _ -> {}, book("b", ASPEN, "10:00", "11:00", Origin.CLOUD)));
        rows.put("book | confirmed or checked-in booking | taken",
                pair -> decided(pair, p -> p.touch(book("a", ASPEN, "10:30", "11:00", Origin.DOOR)),
                        book("b", ASPEN, "10:00", "11:00", Origin.CLOUD)));
        rows.put("book | the door's own pending request | held",
                pair -> decided(pair, p -> p.touch(book("a", ASPEN, "11:30", "12:30", Origin.DOOR)),
                        book("b", ASPEN, "11:00", "12:00", Origin.CLOUD)));
        rows.put("book | room out of service | room-closed", pair -> closed(pair));
        rows.put("book | window over | too-late", pair -> late(pair));
        rows.put("cancel | not checked in | accepted",
                pair -> decided(planned(pair), _ -> {}, new BookingCommand.Cancel(id("a"))));
        rows.put("cancel | checked in before the start | accepted",
                pair -> decided(planned(pair).clock("09:55"), p -> p.touch(new BookingCommand.CheckIn(id("a"))),
                        new BookingCommand.Cancel(id("a"))));
        rows.put("cancel | checked in before the start, somebody sensed | in-use",
                pair -> decided(planned(pair).clock("09:55"),
                        p -> p.somebodyIn(ASPEN).touch(new BookingCommand.CheckIn(id("a"))),
                        new BookingCommand.Cancel(id("a"))));
        rows.put("move | checked in before the start, somebody sensed | in-use",
                pair -> decided(planned(pair).clock("09:55"),
                        p -> p.somebodyIn(ASPEN).touch(new BookingCommand.CheckIn(id("a"))),
                        new BookingCommand.Move(id("a"), ASPEN, new Slot(at("11:00"), at("11:30")))));
        rows.put("cancel | not checked in, somebody sensed | accepted",
                pair -> decided(planned(pair).clock("09:55").somebodyIn(ASPEN), _ -> {},
                        new BookingCommand.Cancel(id("a"))));
        rows.put("cancel | checked in and running | in-use",
                pair -> decided(planned(pair).clock("10:01"), p -> p.touch(new BookingCommand.CheckIn(id("a"))),
                        new BookingCommand.Cancel(id("a"))));
        rows.put("move | checked in and running | in-use",
                pair -> decided(planned(pair).clock("10:01"), p -> p.touch(new BookingCommand.CheckIn(id("a"))),
                        new BookingCommand.Move(id("a"), ASPEN, new Slot(at("11:00"), at("11:30")))));
        rows.put("move | new window free | accepted", pair -> decided(planned(pair), _ -> {},
                new BookingCommand.Move(id("a"), ASPEN, new Slot(at("11:00"), at("11:30")))));
        rows.put("extend | new window free | accepted",
                pair -> decided(planned(pair), _ -> {}, new BookingCommand.Extend(id("a"), at("11:30"))));
        rows.put("move | new window taken | taken",
                pair -> decided(planned(pair), p -> p.touch(book("b", ASPEN, "11:00", "11:30", Origin.DOOR)),
                        new BookingCommand.Move(id("a"), ASPEN, new Slot(at("11:00"), at("11:30")))));
        rows.put("release | checked in after the evidence | in-use", pair -> released(pair));
        rows.put("any | made against an older version | changed",
                pair -> decided(planned(pair), p -> p.touch(new BookingCommand.Shorten(id("a"), at("10:45"))),
                        new BookingCommand.Cancel(id("a"))));
        rows.put("any | already cancelled | over", pair -> decided(planned(pair),
                p -> p.touch(new BookingCommand.Cancel(id("a"))), new BookingCommand.Extend(id("a"), at("11:30"))));
        rows.put("any | already completed | over", pair -> decided(planned(pair).clock("10:05"), p -> {
            p.touch(new BookingCommand.CheckIn(id("a")));
            p.touch(new BookingCommand.End(id("a")));
        }, new BookingCommand.Cancel(id("a"))));
        rows.put("any | already released | over", pair -> decided(planned(pair).clock("10:11"),
                p -> p.touch(new BookingCommand.Release(id("a"), at("10:11"))), new BookingCommand.Cancel(id("a"))));
        rows.put("check-in | released | accepted", pair -> revived(pair));
        rows.put("any | the same operation before | accepted", pair -> repeated(pair));
        rows.put("book, asked of the cloud | the cloud's own open proposal | accepted", pair -> asked(pair));
        return rows;
    }

    @Test
    void everyRowIsReachedAndAnsweredAsTheTableSays() {
        Map<String, String> answered = new LinkedHashMap<>();
        Map<String, String> expected = new LinkedHashMap<>();
        long began = System.nanoTime();
        rows().forEach((row, story) -> {
            expected.put(row, row.substring(row.lastIndexOf('|') + 2));
            answered.put(row, story.apply(new Pair().line("12:00")));
        });
        long reached = answered.entrySet().stream().filter(e -> e.getValue().equals(expected.get(e.getKey()))).count();
        System.out.printf("rows reached: %d of %d in %.1f s%n", reached, expected.size(), (System.nanoTime() - began) / 1e9);
        Sometimes.told("table");
        assertThat(answered).isEqualTo(expected);
    }

    private static Pair planned(Pair pair) {
        pair.ask(book("a", ASPEN, "10:00", "11:00", Origin.CLOUD));
        return pair.sync();
    }

    private interface Meanwhile {
        void happens(Pair pair);
    }

    private static String decided(Pair pair, Meanwhile atTheDoor, BookingCommand proposed) {
        OperationId operation = pair.nextOperation();
        pair.ask(operation, proposed);
        atTheDoor.happens(pair);
        pair.sync();
        return word(pair.door().answer(operation).orElseThrow());
    }

    private static String closed(Pair pair) {
        OperationId operation = pair.nextOperation();
        pair.cloud(new CloudInput.SpaceChanged(pair.nextOperation(), new Space(ASPEN, "Aspen", 6, "2nd floor", ZoneOffset.UTC,
                Policy.USUAL, Privacy.TITLE, Optional.of("out-of-service"))));
        Answer answer = pair.ask(operation, book("b", ASPEN, "10:00", "11:00", Origin.CLOUD));
        return word(answer);
    }

    private static String late(Pair pair) {
        OperationId operation = pair.nextOperation();
        pair.ask(operation, book("b", ASPEN, "09:00", "09:30", Origin.CLOUD));
        pair.clock("09:45").sync();
        return word(pair.door().answer(operation).orElseThrow());
    }

    /// Whatever comes under an operation that was decided, its first answer is the only one.
    private static String repeated(Pair pair) {
        OperationId operation = pair.nextOperation();
        pair.touch(operation, book("a", ASPEN, "10:00", "11:00", Origin.DOOR));
        pair.touch(book("b", ASPEN, "11:00", "12:00", Origin.DOOR));
        return word(pair.touch(operation, book("c", ASPEN, "11:00", "12:00", Origin.DOOR)));
    }

    /// R6: the door holds the slot, so it will decline what the cloud has proposed there.
    private static String asked(Pair pair) {
        pair.ask(book("proposed", ASPEN, "11:30", "12:30", Origin.CLOUD));
        OperationId operation = pair.nextOperation();
        pair.touch(operation, book("wished", ASPEN, "11:45", "12:45", Origin.DOOR));
        pair.logOnly();
        return word(pair.ledger().answer(operation).orElseThrow());
    }

    private static String released(Pair pair) {
        planned(pair).clock("10:11").touch(new BookingCommand.CheckIn(id("a")));
        return word(pair.touch(new BookingCommand.Release(id("a"), at("10:10"))));
    }

    private static String revived(Pair pair) {
        planned(pair).clock("10:11").touch(new BookingCommand.Release(id("a"), at("10:11")));
        return word(pair.touch(new BookingCommand.CheckIn(id("a"))));
    }

    private static String word(Answer answer) {
        return switch (answer) {
            case Answer.Done _ -> "accepted";
            case Answer.Refused refused -> refused.why().slug();
            case Answer.Waiting _ -> "waiting";
        };
    }
}
