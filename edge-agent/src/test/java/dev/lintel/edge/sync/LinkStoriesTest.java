package dev.lintel.edge.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lintel.edge.copy.CopyFile;
import dev.lintel.edge.copy.Floor2;
import dev.lintel.edge.copy.Stores;
import dev.lintel.edge.door.DoorClock;
import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.door.DoorDesks;
import dev.lintel.edge.door.TouchReply;
import dev.lintel.edge.fleet.Fleets;
import dev.lintel.edge.pairing.Pairings;
import dev.lintel.edge.pairing.Panels;
import dev.lintel.edge.settings.DataFolder;
import dev.lintel.edge.settings.EdgeSettings;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.line.Answer;
import dev.lintel.protocol.line.Body;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.Standing;
import dev.lintel.protocol.wire.Applied;
import dev.lintel.protocol.wire.EdgeOrder;
import dev.lintel.protocol.wire.EdgeReply;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.Message;
import dev.lintel.protocol.wire.Setting;
import dev.lintel.protocol.wire.Thing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An enrolled edge with an empty copy, and the cloud's real side of the line at the other end.
@NullMarked
@SuppressWarnings("NullAway.Init")
class LinkStoriesTest {

    @TempDir
    Path folder;

    private final CloudInMemory cloud = new CloudInMemory();
    private DataFolder data;
    private CopyFile file;
    private DoorDesk desk;
    private CloudLink link;
    private Listening listening = Listening.USUAL;

    @BeforeEach
    void open() throws Exception {
        data = DataFolder.hold(folder);
        Authority authority = new Authority("root of the stories");
        KeyPair keys = Authority.pair();
        new Identity(EdgeId.of("abcdefghijklmnopqrstuvwxyz"), Floor2.ID, "broker.example", 8883, keys.getPrivate(),
                List.of(authority.certify("edge", keys.getPublic()), authority.root)).save(data);
        start();
    }

    private void start() throws Exception {
        file = CopyFile.open(data.resolve("floor.db"));
        DoorClock clock = DoorDesks.clock(() -> Floor2.NINE);
        desk = DoorDesks.over(file, clock);
        Panels panels = Pairings.panels(data, file, () -> Floor2.NINE);
        desk.start();
        EdgeSettings settings = new EdgeSettings(folder, "127.0.0.1", 0, Optional.empty(), Set.of(), Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Locale.UK,
                ZoneId.of("UTC"), false);
        link = new CloudLink(new Enrolment(settings, data), desk, Stores.floor(file),
                Fleets.over(file, desk, clock, panels, Pairings.desk(desk, panels, file, () -> Floor2.NINE), settings, data),
                clock,
                new SplittableRandom(7), cloud,
                new SimpleMeterRegistry(), listening);
        link.start(() -> {});
    }

    private void stop() throws Exception {
        link.close();
        desk.close();
        file.close();
    }

    @AfterEach
    void close() throws Exception {
        stop();
        data.close();
    }

    private static BookingId booking(int number) {
        return new BookingId(new UUID(0x01890000_0000_7000L, 0x8000_0000_0000_1000L + number));
    }

    private static OperationId op(int number) {
        return new OperationId(new UUID(0x01890000_0000_7000L, 0x8000_0000_0000_2000L + number));
    }

    private static BookingCommand.Book book(int number, Origin origin) {
        return new BookingCommand.Book(booking(number), Floor2.BIRCH,
                Slot.of(Floor2.NINE.plus(Duration.ofMinutes(30L * number)), Duration.ofMinutes(30)), Optional.empty(),
                Optional.empty(), origin);
    }

    private void linked() {
        await().until(() -> link.status() instanceof LinkStatus.Live
                && desk.state().filter(state -> state.at().line().doorOwns(Floor2.NINE)).isPresent());
    }

    /// The same edge with less patience than the usual, on its second connection.
    private void hurried() throws Exception {
        linked();
        stop();
        listening = new Listening(Duration.ofMillis(1_500), Duration.ofMillis(300));
        start();
        linked();
    }

    private void touch(int number) throws Exception {
        desk.touch(op(number), book(number, Origin.DOOR)).get(10, TimeUnit.SECONDS);
    }

    private Optional<Booking> atDoor(int number) {
        return desk.state().flatMap((DoorState state) -> state.booking(booking(number)));
    }

    @Test
    void afterAWelcomeTheCloudIsToldHowThingsAreAndItsOrdersAreAnswered() {
        linked();
        await().untilAsserted(() -> assertThat(cloud.told()).hasAtLeastOneElementOfType(Message.Panels.class)
                .hasAtLeastOneElementOfType(Message.Reported.class)
                .hasAtLeastOneElementOfType(Message.Health.class));
        cloud.say(new Message.Order(op(1), Floor2.NINE.plusSeconds(60), new EdgeOrder.LookPairing("000000")));
        cloud.say(new Message.Desired(List.of(new Setting(Thing.EDGE, 1, Optional.of(Json.object().with("clock", "12h"))))));
        await().untilAsserted(() -> assertThat(cloud.told())
                .contains(new Message.Reply(op(1), new EdgeReply.Refused("unknown-code", Json.object())))
                .contains(new Message.Reported(List.of(new Applied(Thing.EDGE, 1,
                        Optional.of(Json.object().with("clock", "12h")), Optional.empty())))));
    }

    /// R13: other hardware has this floor now; what this door decided while it was cut off is heard all the same.
    @Test
    void aDoorThatWasReplacedWhileCutOffTellsItsLateWordsAndIsTurnedAway() throws Exception {
        linked();
        touch(0);
        await().until(() -> desk.state().orElseThrow().at().logAcked().seq() == 1);
        cloud.reachable = false;
        cloud.cut();
        await().until(() -> !(link.status() instanceof LinkStatus.Live));
        touch(2);
        touch(4);
        cloud.replaced();
        cloud.reachable = true;
        await().atMost(Duration.ofSeconds(30)).until(() -> cloud.late().size() == 3);
        assertThat(cloud.late()).extracting(entry -> entry.head().operation()).containsExactly(op(0), op(2), op(4));
        await().until(() -> link.status().toString().contains("superseded-epoch"));
        await().until(() -> desk.state().orElseThrow().at().logAcked().seq() == 3);
        assertThat(desk.touch(op(6), book(6, Origin.DOOR)).get(10, TimeUnit.SECONDS)).as("now that it knows")
                .isEqualTo(new TouchReply.Answered(
                        new Answer.Refused(new Rejection.FloorStopped("superseded-epoch")), Optional.empty()));
        desk.touch(op(7), new BookingCommand.CheckIn(booking(0))).get(10, TimeUnit.SECONDS);
        await().atMost(Duration.ofSeconds(30)).until(() -> cloud.late().size() == 4);
        assertThat(cloud.late().getLast().body()).as("who came is told").isInstanceOf(Body.Observed.class);

        stop();
        start();
        assertThat(desk.state().orElseThrow().at().standing()).as("also after a restart")
                .isEqualTo(new Standing.Stopped("superseded-epoch"));
        await().until(() -> link.status().toString().contains("superseded-epoch"));
    }

    /// R13: the cloud goes on without having heard it. What it decided is told and weighed first, and that takes moments, not the patience of a link.
    @Test
    void aDoorInANewEpochTellsWhatItDecidedAndGoesOn() throws Exception {
        linked();
        cloud.reachable = false;
        cloud.cut();
        await().until(() -> !(link.status() instanceof LinkStatus.Live));
        touch(2);
        cloud.anew();
        cloud.reachable = true;
        await().atMost(Duration.ofSeconds(20))
                .until(() -> desk.state().filter(state -> state.at().epoch() == 2 && state.proven()).isPresent());
        assertThat(cloud.booking(booking(2))).isEqualTo(atDoor(2)).isPresent();
        touch(4);
        assertThat(atDoor(4)).as("it decides again").isPresent();
    }

    @Test
    void aFreshEdgeLearnsItsFloorAndItsLine() {
        linked();
        DoorState state = desk.state().orElseThrow();
        assertThat(state.spaces()).hasSize(2);
        assertThat(state.at().line().at()).isAfter(Floor2.NINE.plus(Duration.ofHours(23)));
        assertThat(link.lastSyncedAt()).contains(Floor2.NINE);
    }

    @Test
    void whatHappensAtTheDoorReachesTheCloudAndIsAcknowledged() throws Exception {
        linked();
        touch(0);
        await().until(() -> desk.state().orElseThrow().at().logAcked().seq() == 1);
        assertThat(cloud.booking(booking(0)).orElseThrow().phase()).isInstanceOf(Phase.CheckedIn.class);
    }

    @Test
    void aBookingFromAfarIsDecidedAtTheDoor() {
        linked();
        cloud.ask(book(2, Origin.CLOUD));
        await().until(() -> cloud.booking(booking(2)).filter(made -> made.phase() instanceof Phase.Confirmed).isPresent());
        assertThat(atDoor(2)).isPresent();
    }

    @Test
    void whatHappenedWhileCutOffIsSentInOrderAfterwards() throws Exception {
        linked();
        cloud.reachable = false;
        cloud.cut();
        await().until(() -> !(link.status() instanceof LinkStatus.Live));
        for (int i = 0; i < 20; i++) {
            touch(i);
        }
        cloud.reachable = true;
        await().atMost(Duration.ofSeconds(30)).until(() -> desk.state().orElseThrow().at().logAcked().seq() == 20);
        assertThat(cloud.log()).extracting(entry -> entry.seq()).isSorted().hasSize(20);
    }

    @Test
    void whatWasLostOnTheWayIsSentAgain() throws Exception {
        linked();
        AtomicInteger lost = new AtomicInteger();
        cloud.loses = message -> message instanceof Message.Log && lost.getAndIncrement() == 0;
        touch(0);
        await().atMost(Duration.ofSeconds(20)).until(() -> desk.state().orElseThrow().at().logAcked().seq() == 1);
        assertThat(cloud.log()).hasSize(1);
        assertThat(cloud.connections).as("without a new connection").isEqualTo(1);
    }

    @Test
    void aCloudThatFallsSilentBehindALivingBrokerIsNoticed() throws Exception {
        hurried();
        cloud.mute = true;
        int before = cloud.connections;
        await().until(() -> (link.status() instanceof LinkStatus.Down(String why) && why.contains("has said nothing for"))
                || cloud.connections > before);
        assertThat(link.lastSyncedAt()).contains(Floor2.NINE);
        cloud.mute = false;
        await().atMost(Duration.ofSeconds(30)).until(() -> link.status() instanceof LinkStatus.Live);
    }

    @Test
    void aSnapshotOfWhichEverythingWasLostIsAskedForAgain() throws Exception {
        linked();
        stop();
        try (CopyFile left = CopyFile.open(data.resolve("floor.db"))) {
            Floor2.doubt(left);
        }
        listening = new Listening(Duration.ofSeconds(60), Duration.ofMillis(300));
        cloud.losesSnapshots = true;
        int before = cloud.greetings.get();
        start();
        await().until(() -> cloud.greetings.get() > before + 1);
        assertThat(cloud.connections).as("on the same connection").isEqualTo(2);
    }

    @Test
    void anEdgeThatWasSwitchedOffGoesOnWhereItStood() throws Exception {
        linked();
        touch(0);
        await().until(() -> desk.state().orElseThrow().at().logAcked().seq() == 1);
        stop();
        cloud.ask(book(2, Origin.CLOUD));
        start();
        await().until(() -> atDoor(2).isPresent());
        touch(4);
        // The first touch, the answer to the request from afar, and this touch.
        await().until(() -> cloud.log().size() == 3);
    }
}
