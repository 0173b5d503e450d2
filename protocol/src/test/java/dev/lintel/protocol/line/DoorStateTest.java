package dev.lintel.protocol.line;

import static dev.lintel.protocol.line.Pair.ASPEN;
import static dev.lintel.protocol.line.Pair.BIRCH;
import static dev.lintel.protocol.line.Pair.at;
import static dev.lintel.protocol.line.Pair.book;
import static dev.lintel.protocol.line.Pair.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Obstacles;
import dev.lintel.protocol.booking.Offers;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.SpaceId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What a door's copy is asked so often that it must be cheap.
class DoorStateTest {

    private static final Slot DAY = new Slot(at("06:00"), at("20:00"));

    private final Pair pair = new Pair();

    /// A meeting from the cloud, a walk-up, and past the line a wish and a change that wait for the cloud.
    private DoorState busy() {
        pair.line("12:00").ask(book("review", ASPEN, "10:00", "11:00", Origin.CLOUD));
        pair.sync().ask(book("late", ASPEN, "13:00", "14:00", Origin.CLOUD));
        pair.sync();
        pair.touch(book("walk-up", ASPEN, "09:00", "09:30", Origin.DOOR));
        pair.touch(book("past the line", ASPEN, "15:00", "16:00", Origin.DOOR));
        pair.touch(new BookingCommand.Extend(id("late"), at("14:30")));
        pair.touch(book("next door", BIRCH, "09:00", "11:00", Origin.DOOR));
        assertThat(pair.door().requests()).hasSize(2);
        return pair.door();
    }

    @Test
    void whatIsInTheWayIsTheSameLookedUpOnceOrEachTime() {
        DoorState door = busy();
        Obstacles once = door.obstacles(ASPEN, DAY);
        for (String who : List.of("nobody", "review", "late", "walk-up", "past the line")) {
            BookingId self = id(who);
            for (int minutes = 0; minutes <= 13 * 60; minutes += 15) {
                Slot asked = Slot.of(DAY.start().plus(Duration.ofMinutes(minutes)), Duration.ofMinutes(45));
                assertThat(once.against(self, ASPEN, asked)).as(who + " " + asked)
                        .isEqualTo(door.obstacles().against(self, ASPEN, asked));
            }
        }
    }

    @Test
    void whatIsAskedOfTheCloudIsHeldAgainstOthersAndNotAgainstItself() {
        Obstacles once = busy().obstacles(ASPEN, DAY);
        Slot extension = new Slot(at("14:00"), at("14:30"));
        assertThat(once.against(id("nobody"), ASPEN, extension)).singleElement()
                .satisfies(obstacle -> assertThat(obstacle.decided()).isFalse());
        assertThat(once.against(id("late"), ASPEN, extension)).isEmpty();
        assertThat(once.against(id("nobody"), ASPEN, new Slot(at("09:30"), at("10:00")))).isEmpty();
    }

    @Test
    void whatWasNotLookedUpIsNotSaidToBeFree() {
        Obstacles once = busy().obstacles(ASPEN, DAY);
        assertThatThrownBy(() -> once.against(id("nobody"), BIRCH, DAY)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> once.against(id("nobody"), ASPEN, new Slot(at("19:00"), at("21:00"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aScreenIsOfferedTheSameEitherWay() {
        DoorState door = busy();
        Space aspen = door.space(ASPEN).orElseThrow();
        Offers each = new Offers(aspen, door.obstacles(), DAY);
        Offers once = new Offers(aspen, door.obstacles(ASPEN, Offers.asked(aspen, DAY)), DAY);
        assertThat(once.openings()).isEqualTo(each.openings());
        door.bookings(ASPEN).forEach(booking -> {
            assertThat(once.latestEnd(booking)).isEqualTo(each.latestEnd(booking));
            assertThat(once.earliestStart(booking)).isEqualTo(each.earliestStart(booking));
        });
    }

    @Test
    void onlyTheRoomThatWasTouchedDiffers() {
        DoorState before = busy();
        assertThat(pair.touch(book("later", BIRCH, "11:00", "11:30", Origin.DOOR))).isInstanceOf(Answer.Done.class);
        assertThat(pair.door().differs(BIRCH, before)).isTrue();
        assertThat(pair.door().differs(ASPEN, before)).isFalse();
        assertThat(before.differs(new SpaceId(new UUID(8, 8)), before)).isFalse();
    }

    @Test
    void aFloorThatStopsDiffersInEveryRoom() {
        DoorState before = busy();
        pair.door(new DoorInput.Doubted("copy-damaged"));
        assertThat(pair.door().differs(ASPEN, before)).isTrue();
        assertThat(pair.door().differs(BIRCH, before)).isTrue();
    }
}
