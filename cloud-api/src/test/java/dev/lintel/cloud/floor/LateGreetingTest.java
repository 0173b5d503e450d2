package dev.lintel.cloud.floor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lintel.cloud.TestCloud;
import dev.lintel.cloud.booking.LineDesk;
import dev.lintel.cloud.device.EnrolledEdges;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.Digest;
import dev.lintel.protocol.line.Greeting;
import dev.lintel.protocol.time.ClockQuality;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.Message;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A greeting that was held up on its way, or said again, comes after what its door has said since.
class LateGreetingTest {

    private static final UUID START = UUID.randomUUID();

    private final TestCloud cloud = TestCloud.running();
    private final TestCloud.Member owner = cloud.newTenant();
    private final TestCloud.Room room = cloud.newRoom(owner);
    private final FloorId floor = FloorId.of(room.floor());
    private final Instant today = Instant.now().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(2));
    private TestDoor door;
    private Greeting first;

    @BeforeEach
    void aDoorThatHasGreetedAndDecidedSince() {
        var edge = EnrolledEdges.enrol(cloud.context(), owner.tenantId(), Set.of(floor));
        door = new TestDoor(edge.id(), floor, edge.credential(), cloud.brokerPort());
        door.connect(1);
        await().until(() -> door.state().at().line().at().isAfter(today.plus(Duration.ofHours(1))));
        first = Greeting.of(door.state(), LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC));
        greet(first, 7);
        touch(0);
        await().until(() -> applied() == door.state().at().log().seq());
        assertThat(applied()).isGreaterThan(first.log().seq());
    }

    @AfterEach
    void leave() {
        door.close();
    }

    @Test
    void theSameGreetingSaidAgainStopsNoFloor() {
        greet(first, 7);
        goesOn();
    }

    /// Its log has not gone on since, what it knows of the feed has.
    @Test
    void theSameGreetingSaidAgainIsNoOlderCard() {
        Greeting before = Greeting.of(door.state(), LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC));
        greet(before, 7);
        assertThat(owner.api()
                .post("/api/v1/bookings", Json.object()
                        .with("space", room.space())
                        .with("start", today.plus(Duration.ofDays(5)).toString())
                        .with("end", today.plus(Duration.ofDays(5)).plus(Duration.ofMinutes(30)).toString()))
                .status()).isEqualTo(201);
        await().until(() -> number("feed_acked_seq") > before.feed().seq());
        greet(before, 7);
        goesOn();
    }

    @Test
    void aGreetingOfAnEarlierConnectionStopsNoFloor() {
        greet(first, 6);
        goesOn();
    }

    @Test
    void aNewConnectionWithAShorterLogIsADoorThatWasRolledBack() {
        greet(first, 8);
        await().untilAsserted(() -> assertThat(alarms()).contains("log-rolled-back"));
    }

    /// A connection that outlives the restore of its cloud brings no greeting at all.
    @Test
    void aDoorThatGoesOnTalkingToARestoredCloudIsAskedForItsCopy() {
        forgetAndLearn();
        touch(1);
        await().until(() -> applied() == door.state().at().log().seq());
    }

    @Test
    void aGreetingOfTheEpochBeforeSaidAgainStopsNoFloor() {
        forgetAndLearn();
        touch(1);
        await().until(() -> applied() == door.state().at().log().seq());
        greet(first, 7);
        touch(2);
        await().until(() -> applied() == door.state().at().log().seq());
        assertThat(alarms()).doesNotContain("log-rolled-back");
    }

    @Test
    void aNewConnectionInTheEpochBeforeIsADoorThatWasRolledBack() {
        forgetAndLearn();
        touch(1);
        await().until(() -> applied() == door.state().at().log().seq());
        greet(first, 8);
        await().untilAsserted(() -> assertThat(alarms()).contains("log-rolled-back"));
    }

    private void forgetAndLearn() {
        var restored = new CloudInput.Restored(new OperationId(UUID.randomUUID()), new Generation(UUID.randomUUID()));
        assertThat(cloud.bean(LineDesk.class).take(owner.tenantId(), floor, List.of(restored))).isPresent();
        door.say(new Message.Digest(
                Digest.of(door.state(), LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC)).orElseThrow()));
        await().until(() -> door.state().at().epoch() == first.epoch() + 1);
    }

    /// What it decides after it is applied as before.
    private void goesOn() {
        touch(1);
        await().until(() -> applied() == door.state().at().log().seq());
        assertThat(alarms()).isEmpty();
    }

    private void greet(Greeting greeting, long connection) {
        door.say(new Message.Hello(greeting, 1, 1, connection, new ClockQuality.Synchronised(), Optional.of(START)));
    }

    private void touch(int number) {
        door.touch(new OperationId(UUID.randomUUID()), new BookingCommand.Book(new BookingId(UUID.randomUUID()),
                SpaceId.of(room.space()), Slot.of(today.plus(Duration.ofMinutes(15L * number)), Duration.ofMinutes(15)),
                Optional.empty(), Optional.empty(), Origin.DOOR));
    }

    private long applied() {
        return number("log_seq");
    }

    private long number(String column) {
        return cloud.bean(Transactions.class)
                .inTenant(owner.tenantId(), handle -> handle.createQuery("SELECT " + column + " FROM floor WHERE id = ?")
                        .bind(0, floor.value())
                        .mapTo(Long.class)
                        .one());
    }

    private List<String> alarms() {
        return cloud.bean(Transactions.class)
                .inTenant(owner.tenantId(), handle -> handle.createQuery("SELECT kind FROM alarm").mapTo(String.class).list());
    }
}
