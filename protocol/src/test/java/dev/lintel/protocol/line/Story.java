package dev.lintel.protocol.line;

import static dev.lintel.protocol.line.Pair.at;
import static dev.lintel.protocol.line.Pair.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A scenario as a table that a caretaker can check: when, who, what, and what came of it. The last column is compared as a whole, so that a story that goes wrong is shown as it went.
///
/// ```
/// 09:00 | line  | 12:00                        |
/// 09:00 | cloud | book remote 10:00-11:00      | waits for the door
/// 10:00 | door  | book walk-up 10:00-10:30     | booked
/// 10:01 | link  | both ways                    |
/// 10:01 | shows | remote                       | cloud: declined, door: declined
/// ```
final class Story {

    private final Pair pair;
    private OperationId last = new OperationId(new java.util.UUID(0, 0));

    Story(Pair pair) {
        this.pair = pair;
    }

    static void tell(String table) {
        new Story(new Pair()).goesOn(table);
    }

    Story goesOn(String table) {
        List<String> told = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (String row : table.strip().lines().toList()) {
            String[] cells = row.split("\\|", -1);
            String head = cells[0].strip() + " | " + cells[1].strip() + " | " + cells[2].strip() + " | ";
            expected.add(head + cells[3].strip());
            pair.clock(cells[0].strip());
            told.add(head + happens(cells[1].strip(), cells[2].strip()));
        }
        assertThat(String.join("\n", told)).isEqualTo(String.join("\n", expected));
        return this;
    }

    private String happens(String where, String what) {
        return switch (where) {
            case "line" -> {
                pair.line(what);
                yield "";
            }
            case "link" -> {
                link(what);
                yield "";
            }
            case "cloud" -> word(what.equals("the same again") ? pair.ask(last, book(what)) : pair.ask(next(), command(what)));
            case "door" ->
                word(what.equals("the same again") ? pair.touch(last, book(what)) : pair.touch(next(), command(what)));
            case "upset" -> {
                upset(what);
                yield "";
            }
            case "shows" -> shows(what);
            case "told" -> told(what);
            case "alarm" -> alarms(what);
            default -> throw new IllegalArgumentException(where);
        };
    }

    private OperationId next() {
        last = pair.nextOperation();
        return last;
    }

    private void link(String what) {
        switch (what) {
            case "both ways" -> pair.sync();
            case "to the door" -> pair.feedOnly();
            case "to the cloud" -> pair.logOnly();
            default -> throw new IllegalArgumentException(what);
        }
    }

    private void upset(String what) {
        switch (what) {
            case "the cloud is backed up" -> pair.backUp();
            case "the cloud is restored" -> pair.restore();
            case "nobody waits for the door" -> pair.cloud(new CloudInput.Waived(pair.nextOperation()));
            case "the door gets a snapshot" -> pair.take(pair.snapshot());
            default -> throw new IllegalArgumentException(what);
        }
    }

    private String alarms(String kind) {
        return Long.toString(pair.effects()
                .stream()
                .filter(effect -> effect instanceof Effect.Alarm alarm && alarm.kind().equals(kind))
                .count());
    }

    /// A repeated operation may carry anything: its first answer is the only one.
    private static BookingCommand book(String name) {
        return Pair.book(name, Pair.BIRCH, "09:00", "17:00", Origin.CLOUD);
    }

    private static BookingCommand command(String words) {
        String[] parts = words.split(" ", -1);
        SpaceId space = words.endsWith("in Birch") ? Pair.BIRCH : Pair.ASPEN;
        return switch (parts[0]) {
            case "book" -> new BookingCommand.Book(id(parts[1]), space, slot(parts[2]), Optional.empty(), Optional.of(parts[1]),
                    parts[1].startsWith("walk-up") ? Origin.DOOR : Origin.CLOUD);
            case "move" -> new BookingCommand.Move(id(parts[1]), space, slot(parts[2]));
            case "extend" -> new BookingCommand.Extend(id(parts[1]), at(parts[2]));
            case "shorten" -> new BookingCommand.Shorten(id(parts[1]), at(parts[2]));
            case "end" -> new BookingCommand.End(id(parts[1]));
            case "cancel" -> new BookingCommand.Cancel(id(parts[1]));
            case "check-in" -> new BookingCommand.CheckIn(id(parts[1]));
            case "start-early" -> new BookingCommand.StartEarly(id(parts[1]));
            case "release" -> new BookingCommand.Release(id(parts[1]), at(parts[2]));
            case "undo-release" -> new BookingCommand.UndoRelease(id(parts[1]));
            default -> throw new IllegalArgumentException(words);
        };
    }

    private static Slot slot(String span) {
        String[] ends = span.split("-", 2);
        return new Slot(at(ends[0]), at(ends[1]));
    }

    static String word(Answer answer) {
        return switch (answer) {
            case Answer.Done done -> done.event().slug();
            case Answer.Waiting waiting ->
                "waits for the " + waiting.awaiting().name().toLowerCase(java.util.Locale.ROOT);
            case Answer.Refused(Rejection.Taken taken) -> "refused: taken " + span(taken.by())
                    + taken.latestEndAt().map(end -> ", free until " + time(end)).orElse("");
            case Answer.Refused(Rejection why) -> "refused: " + why.slug();
        };
    }

    private String shows(String name) {
        String cloud = pair.bookingAtCloud(name).map(Story::word).orElse("nothing");
        String door = pair.bookingAtDoor(name).map(Story::word).orElse("nothing");
        return cloud.equals(door) ? "both: " + cloud : "cloud: " + cloud + ", door: " + door;
    }

    private static String word(Booking booking) {
        return booking.phase().slug() + " " + span(booking.slot());
    }

    /// What whoever asked for it last heard, in the end.
    private String told(String name) {
        return pair.effects()
                .stream()
                .filter(effect -> effect instanceof Effect.Decided decided && decided.booking().equals(id(name)))
                .map(effect -> word(((Effect.Decided) effect).answer()))
                .reduce((_, second) -> second)
                .orElse("nothing");
    }

    private static String span(Slot slot) {
        return time(slot.start()) + "-" + time(slot.end());
    }

    private static String time(Instant at) {
        return at.toString().substring(11, 16);
    }
}
