package dev.lintel.protocol.booking;

import static dev.lintel.protocol.booking.RoomBook.ROOM;
import static dev.lintel.protocol.booking.RoomBook.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Scenario 17: the rules decide about instants, so that no change of wall clocks can make two meetings one or one meeting two.
class CalendarStoriesTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private final List<Obstacles.Obstacle> taken = new ArrayList<>();

    private String ask(String name, Instant start, Duration length) {
        Space space = new Space(ROOM, "Aspen", 6, "2nd floor", BERLIN, Policy.USUAL, Privacy.TITLE, Optional.empty());
        Decision decision = new BookingRules(_ -> Optional.of(space),
                (_, _, slot) -> taken.stream().filter(o -> o.slot().overlaps(slot)).toList(),
                Moment.synchronised(start.minus(Duration.ofDays(7)))).decide(Optional.empty(),
                        new BookingCommand.Book(id(name),
                                ROOM, Slot.of(start, length), Optional.empty(), Optional.empty(), Origin.CLOUD));
        return switch (decision) {
            case Decision.Made made -> {
                taken.add(new Obstacles.Obstacle(made.booking().slot(), true));
                yield made.event().slug();
            }
            case Decision.Refused refused -> refused.why().slug();
        };
    }

    @ParameterizedTest(name = "{0}: {1} for {2} min, then {3} for {4} min -> {5}")
    @CsvSource(delimiter = '|', textBlock = """
            the hour that comes twice, first and second     | 2026-10-25T02:15+02:00 | 45 | 2026-10-25T02:15+01:00 | 45 | booked
            the hour that comes twice, the same one         | 2026-10-25T02:15+02:00 | 45 | 2026-10-25T02:30+02:00 | 30 | taken
            through the hour that comes twice               | 2026-10-25T01:30+02:00 | 60 | 2026-10-25T02:00+01:00 | 60 | booked
            the hour that is left out: next to each other   | 2026-03-29T01:30+01:00 | 30 | 2026-03-29T03:00+02:00 | 60 | booked
            the hour that is left out: one hour, not two    | 2026-03-29T01:30+01:00 | 60 | 2026-03-29T03:30+02:00 | 60 | booked
            the hour that is left out: half an hour too far | 2026-03-29T01:30+01:00 | 61 | 2026-03-29T03:30+02:00 | 60 | taken
            over the leap day                               | 2028-02-28T23:30+01:00 | 60 | 2028-02-29T00:30+01:00 | 60 | booked
            on the leap day                                 | 2028-02-29T09:00+01:00 | 60 | 2028-02-29T09:30+01:00 | 60 | taken
            over new year                                   | 2026-12-31T23:30+01:00 | 60 | 2027-01-01T00:30+01:00 | 60 | booked
            """)
    void scenario17WallClocksJumpAndTheRoomIsTakenMinuteForMinute(String what, String first, int minutes, String second,
            int otherMinutes, String expected) {
        assertThat(ask("a", java.time.OffsetDateTime.parse(first).toInstant(), Duration.ofMinutes(minutes)))
                .isEqualTo("booked");
        assertThat(ask("b", java.time.OffsetDateTime.parse(second).toInstant(), Duration.ofMinutes(otherMinutes))).as(what)
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            the rule stays           | +01:00 | +01:00 | taken
            summer time is abolished | +02:00 | +01:00 | booked
            """)
    void scenario17AZoneRuleChangesBetweenBookingAndMeeting(String what, String promised, String then, String other) {
        LocalDateTime nine = LocalDateTime.parse("2027-06-01T09:00");
        Instant booked = nine.toInstant(ZoneOffset.of(promised));
        assertThat(ask("a", booked, Duration.ofHours(1))).isEqualTo("booked");
        // What was confirmed is an instant and stays one; only what the wall says at that instant is another time.
        assertThat(taken.getFirst().slot().start()).isEqualTo(booked);
        assertThat(ask("b", nine.toInstant(ZoneOffset.of(then)), Duration.ofHours(1))).as(what).isEqualTo(other);
        assertThat(taken.stream().map(Obstacles.Obstacle::slot).toList()).as("and nothing overlaps")
                .allSatisfy(one -> assertThat(taken.stream().filter(o -> o.slot().overlaps(one))).hasSize(1));
    }
}
