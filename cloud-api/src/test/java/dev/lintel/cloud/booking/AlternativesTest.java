package dev.lintel.cloud.booking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.cloud.booking.Alternatives.Candidate;
import dev.lintel.protocol.booking.Obstacles.Obstacle;
import dev.lintel.protocol.booking.Policy;
import dev.lintel.protocol.booking.Privacy;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Which rooms and times are offered, as a caretaker would choose them. It is 08:00; somebody wanted Aspen from 10:00 to
/// 11:00.
class AlternativesTest {

    private static final Instant DAY = Instant.parse("2026-03-02T00:00:00Z");
    private static final Slot WANTED = new Slot(at("10:00"), at("11:00"));

    /// name, floor, storey, door along the floor, seats, amenities, busy, and `away` where its door is not there.
    private static final String HOUSE = """
            Aspen   2   2  10   6  screen          09:30-10:30 12:00-13:00
            Birch   2   2  11   6  screen,phone
            Cedar   2   2   1   6  screen
            Elm     2   2   9   4  screen
            Fir     2   2   9   6  -
            Hazel   3   3   1  20  screen
            Larch   1   1   1   8  screen
            Maple   9   9   1   6  screen
            Oak     4   ?   1   6  screen
            """;

    @Test
    void theSameFloorComesFirstAndTheNextDoorBeforeTheFarOne() {
        assertThat(offered(HOUSE, 6)).startsWith("Birch 10:00-11:00", "Cedar 10:00-11:00");
    }

    @Test
    void nearStoreysComeBeforeFarOnesAndOfEquallyNearOnesTheRoomThatFits() {
        assertThat(offered(without(HOUSE, "Birch", "Cedar"), 6)).startsWith("Larch 10:00-11:00", "Hazel 10:00-11:00",
                "Maple 10:00-11:00");
    }

    @Test
    void aFloorWhoseStoreyNobodyToldIsTheFarthest() {
        assertThat(offered(without(HOUSE, "Birch", "Cedar", "Larch", "Hazel"), 6)).startsWith("Maple 10:00-11:00",
                "Oak 10:00-11:00");
    }

    @Test
    void tooFewSeatsAndMissingAmenitiesAreNoEquivalent() {
        assertThat(offered(HOUSE, 6)).noneMatch(offer -> offer.startsWith("Elm") || offer.startsWith("Fir"));
        assertThat(offered(without(HOUSE, "Birch", "Cedar"), 4)).startsWith("Elm 10:00-11:00");
    }

    @Test
    void afterThreeRoomsTheSameRoomIsOfferedAtTheTwoNearestTimes() {
        assertThat(offered(HOUSE, 6)).hasSize(5).endsWith("Aspen 10:30-11:30", "Aspen 11:00-12:00");
    }

    @Test
    void aTimeIsOfferedOnlyWhereTheWholeMeetingFits() {
        var house = "Aspen 2 2 10 6 - 09:00-10:30 11:00-12:00";
        assertThat(offered(house, 6)).containsExactly("Aspen 12:00-13:00", "Aspen 08:00-09:00");
    }

    @Test
    void whatIsOverIsNotOffered() {
        var house = "Aspen 2 2 10 6 - 08:30-10:30";
        assertThat(offered(house, 6)).containsExactly("Aspen 10:30-11:30");
    }

    @Test
    void timesBeginOnFullFiveMinutes() {
        var house = "Aspen 2 2 10 6 - 07:00-10:32";
        assertThat(offered(house, 6)).containsExactly("Aspen 10:35-11:35");
    }

    @Test
    void aBusyRoomIsNotOffered() {
        var house = HOUSE.replace("screen,phone", "screen,phone 10:59-11:30");
        assertThat(offered(house, 6)).startsWith("Cedar 10:00-11:00");
    }

    @Test
    void aDoorThatIsAwayCannotSayYesSoItsRoomsAreNotOffered() {
        var house = HOUSE.replace("screen,phone", "screen,phone away");
        assertThat(offered(house, 6)).startsWith("Cedar 10:00-11:00").noneMatch(offer -> offer.startsWith("Birch"));
    }

    private static String without(String house, String... names) {
        return house.lines().filter(line -> Arrays.stream(names).noneMatch(line::startsWith)).collect(Collectors.joining("\n"));
    }

    private static List<String> offered(String house, int seats) {
        var rooms = house.lines().map(AlternativesTest::candidate).toList();
        var wish = new Alternatives.Wish(new BookingId(new UUID(9, 9)), WANTED, seats);
        return new Alternatives(Moment.synchronised(at("08:00"))).rank(wish, rooms.getFirst(), rooms)
                .stream()
                .map(offer -> offer.space().name() + " " + time(offer.slot().start()) + "-" + time(offer.slot().end()))
                .toList();
    }

    private static Candidate candidate(String line) {
        var parts = line.strip().split("\\s+");
        var rest = Arrays.asList(parts).subList(6, parts.length);
        var space = new Space(new SpaceId(new UUID(1, parts[0].hashCode())), parts[0], Integer.parseInt(parts[4]),
                "floor " + parts[1],
                ZoneOffset.UTC, Policy.USUAL, Privacy.TITLE, Optional.empty());
        var holding = rest.stream()
                .filter(word -> word.contains(":"))
                .map(word -> word.split("-"))
                .map(window -> new Obstacle(new Slot(at(window[0]), at(window[1])), true))
                .toList();
        var away = rest.contains("away");
        return new Candidate(space, new FloorId(new UUID(2, Long.parseLong(parts[1]))), "room",
                parts[2].equals("?") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(parts[2])),
                OptionalInt.of(Integer.parseInt(parts[3])), parts[5].equals("-") ? Set.of() : Set.of(parts[5].split(",")),
                away ? at("00:00").plus(Duration.ofDays(1)) : Instant.MIN, !away, holding);
    }

    private static Instant at(String time) {
        return DAY.plus(Duration.between(LocalTime.MIDNIGHT, LocalTime.parse(time)));
    }

    private static String time(Instant at) {
        return LocalTime.ofInstant(at, ZoneOffset.UTC).toString();
    }
}
