package dev.lintel.provisioning.world.ground;

import dev.lintel.protocol.booking.Policy;
import dev.lintel.protocol.booking.Privacy;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.identity.TenantId;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/// Whose house it is: two floors of twelve rooms of one tenant, and a small floor of another, which shares the cloud and must never notice.
///
/// @param storeys the first two are of the first tenant
/// @param people of each storey's tenant, in the order of the storeys
public record Site(List<Storey> storeys, List<List<Person>> people) {

    public static final int ROOMS = 12;
    private static final int PEOPLE = 40;

    /// What each tenant's texts carry, so that a text in the wrong place is seen.
    public static final List<String> CANARIES = List.of("canary-amber", "canary-amber", "canary-blue");

    /// What a privacy of less than the title keeps from every door.
    public static final String SECRET = "secret-agenda";

    public record Storey(int number, TenantId tenant, FloorId floor, List<Space> rooms) {}

    public record Person(PersonId id, String name) {}

    public static Site usual() {
        return new Site(List.of(storey(0, 1, ROOMS), storey(1, 1, ROOMS), storey(2, 2, 2)),
                List.of(people(0), people(0), people(2)));
    }

    private static Storey storey(int number, int tenant, int rooms) {
        List<Space> spaces = new ArrayList<>();
        for (int i = 0; i < rooms; i++) {
            spaces.add(room(number, i));
        }
        return new Storey(number, new TenantId(new UUID(10, tenant)), new FloorId(new UUID(11, number + 1L)), spaces);
    }

    /// The usual rules, and of each unusual one a room: with minutes kept free around a meeting, with a check-in that closes, with titles on the door, a desk without one.
    private static Space room(int storey, int number) {
        Policy usual = Policy.USUAL;
        Duration buffer = number == 9 ? Duration.ofMinutes(5) : usual.buffer();
        Optional<Duration> closes = number == 10 ? Optional.of(Duration.ofMinutes(20)) : Optional.empty();
        Policy policy = new Policy(usual.checkInOpens(), usual.grace(), usual.minimum(), usual.maximum(), usual.ahead(), buffer,
                usual.keptFrom(), closes);
        Space room = new Space(new SpaceId(new UUID(12 + storey, number + 1L)),
                "Room " + storey + "." + number + " " + CANARIES.get(storey), 6,
                "Floor " + storey, ZoneOffset.UTC, policy, number == 8 ? Privacy.TITLE : Privacy.BUSY, Optional.empty());
        return number == 11 ? room.withoutDoor() : room;
    }

    private static List<Person> people(int storey) {
        return IntStream.range(0, PEOPLE)
                .mapToObj(i -> new Person(new PersonId(new UUID(20 + storey, i + 1L)),
                        "Person " + i + " " + CANARIES.get(storey)))
                .toList();
    }

    public Storey at(int storey) {
        return storeys.get(storey);
    }

    public Storey of(FloorId floor) {
        return storeys.stream().filter(s -> s.floor().equals(floor)).findFirst().orElseThrow();
    }

    public Space at(int storey, int room) {
        return at(storey).rooms().get(room % at(storey).rooms().size());
    }
}
