package dev.lintel.edge.powercut;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.copy.CopyFile;
import dev.lintel.edge.copy.Floor2;
import dev.lintel.edge.door.DoorClock;
import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.door.DoorDesks;
import dev.lintel.edge.door.TouchReply;
import dev.lintel.edge.fleet.FleetDesk;
import dev.lintel.edge.fleet.Fleets;
import dev.lintel.edge.pairing.Pairing;
import dev.lintel.edge.pairing.PairingDesk;
import dev.lintel.edge.pairing.Pairings;
import dev.lintel.edge.pairing.Panels;
import dev.lintel.edge.settings.DataFolder;
import dev.lintel.edge.settings.EdgeSettings;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.CloudFloor;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.CloudSide;
import dev.lintel.protocol.line.CloudStep;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.InMemoryLedger;
import dev.lintel.protocol.line.Snapshot;
import dev.lintel.protocol.time.Moment;
import dev.lintel.protocol.wire.EdgeOrder;
import dev.lintel.protocol.wire.EdgeReply;
import dev.lintel.protocol.wire.Message;
import dev.lintel.protocol.wire.Sha256Chain;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// A life of a door, every kind of transaction in it, with a note of what its file held after each.
final class Story implements AutoCloseable {

    /// What the file held when a transaction of this kind was acknowledged.
    record Chapter(String kind, String fingerprint) {}

    private static final int CROWD = 8;
    private static final EdgeSettings UNLINKED = new EdgeSettings(Path.of("unused"), "127.0.0.1", 0, Optional.empty(), Set.of(),
            Optional.empty(), Optional.empty(), Optional.empty(), Locale.UK, ZoneId.of("UTC"), false);

    private final CopyFile file;
    private final Recorder recorder;
    private final DoorDesk desk;
    private final Panels panels;
    private final PairingDesk pairing;
    private final FleetDesk fleet;
    private final List<Chapter> chapters = new ArrayList<>();
    private final List<Entry> feed = new ArrayList<>();
    private final CloudSide side = new CloudSide(new Sha256Chain());
    private CloudFloor cloud = CloudFloor.fresh(Floor2.ID, new Generation(new UUID(7, 7)));
    private InMemoryLedger ledger = InMemoryLedger.empty();
    private Instant now = Floor2.NINE;
    private long ids;
    private long fed;

    Story(DataFolder data, CopyFile file, Recorder recorder, String synchronous) throws Exception {
        this.file = file;
        this.recorder = recorder;
        panels = Pairings.panels(data, file, () -> now);
        DoorClock clock = DoorDesks.clock(() -> now);
        desk = DoorDesks.striking(file, clock);
        pairing = Pairings.desk(desk, panels, file, () -> now);
        fleet = Fleets.over(file, desk, clock, panels, pairing, UNLINKED, data);
        // What its parts wrote before this life is on the disk, whatever that is allowed to lose from now on.
        try (Statement statement = file.writer().createStatement()) {
            statement.execute("PRAGMA synchronous = " + synchronous);
            // Small enough that the log is moved into the file, and begun anew, many times in this life.
            statement.execute("PRAGMA wal_autocheckpoint = 60");
        }
        desk.start();
    }

    List<Chapter> chapters() {
        return chapters;
    }

    void tell(int days) throws Throwable {
        recorder.mark(0);
        chapters.add(new Chapter("opened", file.read(Fingerprint::of)));
        did("begin", desk.begin(Floor2.ID, 1));
        did("link", desk.connecting());
        did("welcome", desk.welcomed(cloud.at().generation()));
        cloud(new CloudInput.SpaceChanged(op(), Floor2.space(Floor2.ASPEN, "Aspen")));
        cloud(new CloudInput.SpaceChanged(op(), Floor2.space(Floor2.BIRCH, "Birch")));
        deliver("feed");
        for (int day = 0; day < days; day++) {
            cloud(new CloudInput.GrantDue(op(), now, Duration.ofHours(24)));
            deliver("grant");
            for (int i = 0; i < 3; i++) {
                Slot slot = Slot.of(now.plus(Duration.ofHours(i)), Duration.ofMinutes(30));
                BookingId walkUp = new BookingId(op().value());
                did("touch", desk.touch(op(), book(walkUp, slot, Origin.DOOR)));
                did("touch", desk.touch(op(), new BookingCommand.End(walkUp)));
                Slot remote = Slot.of(slot.end().plus(Duration.ofMinutes(5)), Duration.ofMinutes(20));
                cloud(new CloudInput.Asked(op(), book(new BookingId(op().value()), remote, Origin.CLOUD),
                        Moment.synchronised(now)));
                deliver("feed");
            }
            together();
            did("keep", desk.keep(connection -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("INSERT OR REPLACE INTO own_secret (name, value) VALUES ('sessions', '" + op() + "')");
                }
            }));
            did("notice", desk.notice(op(), "screen-broken", Optional.of(Floor2.BIRCH)));
            order("order", new EdgeOrder.ShowIssue(op(), "taken", now));
            aPanelComesAndGoes();
            nobodyComes(Slot.of(now.minus(Duration.ofMinutes(20)), Duration.ofMinutes(60)));
            did("synced", desk.synced(now));
            sendLog();
            if (day == days / 2) {
                swap();
            }
            now = now.plus(Duration.ofDays(1));
        }
        now = now.plus(Duration.ofDays(3));
        cloud(new CloudInput.GrantDue(op(), now, Duration.ofHours(24)));
        deliver("grant");
        did("retention", desk.tidy());
        now = now.plus(Duration.ofDays(40));
        cloud(new CloudInput.GrantDue(op(), now, Duration.ofHours(24)));
        deliver("grant");
        while (did("retention", desk.tidy()).more()) {
            did("touch",
                    desk.touch(op(), book(new BookingId(op().value()), Slot.of(now, Duration.ofMinutes(15)), Origin.DOOR)));
        }
        did("retire", desk.retire(op()));
    }

    /// What it does and what it is answered with are one commit.
    private void order(String kind, EdgeOrder order) throws Throwable {
        Optional<Message.Reply> reply = fleet.order(new Message.Order(op(), now.plusSeconds(60), order));
        assertThat(reply).hasValueSatisfying(said -> assertThat(said.outcome()).isInstanceOf(EdgeReply.Done.class));
        did(kind, CompletableFuture.completedFuture(reply));
    }

    /// An administrator who was told that a screen is a room's panel, or that a lost one is no longer, must be able to rely on it.
    private void aPanelComesAndGoes() throws Throwable {
        PairingDesk.Outcome shown = did("pairing code",
                pairing.open(Optional.empty(), Optional.empty(), Optional.empty(), "10.0.0.7"));
        if (!(shown instanceof PairingDesk.Outcome.Shown(Pairing.Waiting waiting, var _))) {
            throw new AssertionError("no code: " + shown);
        }
        order("pairing confirmed", new EdgeOrder.ConfirmPairing(waiting.code(), Floor2.ASPEN, "Ada"));
        order("panel revoked", new EdgeOrder.RevokePanel(panels.all().getFirst().panel().id()));
    }

    /// Touches that came while the door was busy: they share a commit, and are on the disk together or not at all.
    private void together() throws Throwable {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch offered = new CountDownLatch(1);
        CompletableFuture<Boolean> busy = desk.keep(connection -> {
            begun.countDown();
            try {
                offered.await();
            } catch (InterruptedException e) {
                throw new SQLException(e);
            }
        });
        // Only then has the door taken from its inbox what it writes before the crowd.
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        List<CompletableFuture<TouchReply>> crowd = new ArrayList<>();
        for (int i = 0; i < CROWD; i++) {
            Slot slot = Slot.of(now.plus(Duration.ofHours(6).plusMinutes(15L * i)), Duration.ofMinutes(15));
            crowd.add(desk.touch(op(), book(new BookingId(op().value()), slot, Origin.DOOR)));
        }
        offered.countDown();
        busy.get(20, TimeUnit.SECONDS);
        did("shared commit", CompletableFuture.allOf(crowd.toArray(CompletableFuture<?>[]::new)));
    }

    /// A room is given back, which is a strike, and one of them is had back again, which is none.
    private void nobodyComes(Slot slot) throws Throwable {
        for (SpaceId room : List.of(Floor2.ASPEN, Floor2.BIRCH)) {
            BookingId booking = new BookingId(op().value());
            cloud(new CloudInput.Asked(op(), new BookingCommand.Book(booking, room, slot, Optional.of(Floor2.ADA),
                    Optional.empty(), Origin.CLOUD), Moment.synchronised(now)));
            deliver("feed");
            did("release", desk.touch(op(), new BookingCommand.Release(booking, now)));
            if (room.equals(Floor2.BIRCH)) {
                did("undo", desk.touch(op(), new BookingCommand.UndoRelease(booking)));
            }
        }
    }

    /// Another door takes over: the cloud's snapshot and what this door decided since, in one transaction.
    private void swap() throws Throwable {
        did("touch", desk.touch(op(), book(new BookingId(op().value()),
                Slot.of(now.plus(Duration.ofHours(9)), Duration.ofMinutes(30)), Origin.DOOR)));
        feed.clear();
        cloud(new CloudInput.DoorReplaced(op(), true));
        did("snapshot", desk.swap(Snapshot.of(cloud, ledger, ledger.spaces().toList(), Map.of(), ledger.bookings().toList())));
        fed = cloud.at().feed().seq();
        cloud(new CloudInput.FeedAcknowledged(desk.state().orElseThrow().at().feed()));
        deliver("feed");
        sendLog();
    }

    private static BookingCommand.Book book(BookingId id, Slot slot, Origin origin) {
        return new BookingCommand.Book(id, Floor2.BIRCH, slot, Optional.empty(), Optional.of("Sync of the week"), origin);
    }

    private OperationId op() {
        return new OperationId(new UUID(0x01890000_0000_7000L, 0x8000_0000_0000_0000L | ids++));
    }

    private void cloud(CloudInput input) {
        CloudStep step = side.step(cloud, ledger, input);
        cloud = step.floor();
        ledger = ledger.with(step);
        feed.addAll(step.entries());
    }

    private void deliver(String kind) throws Throwable {
        List<Entry> next = feed.stream().filter(entry -> entry.seq() > fed).toList();
        if (!next.isEmpty()) {
            did(kind, desk.feed(next));
            fed = next.getLast().seq();
            cloud(new CloudInput.FeedAcknowledged(desk.state().orElseThrow().at().feed()));
        }
    }

    private void sendLog() throws Throwable {
        long epoch = cloud.at().epoch();
        for (Entry entry : DoorDesks.log(file, epoch, cloud.at().log().seq() + 1)) {
            cloud(new CloudInput.LogArrived(entry, Moment.synchronised(now)));
        }
        did("acknowledgement", desk.acknowledged(cloud.at().log()));
        deliver("feed");
    }

    private <T> T did(String kind, CompletableFuture<T> future) throws Throwable {
        T reply = ((Future<T>) future).get(20, TimeUnit.SECONDS);
        recorder.mark(chapters.size());
        chapters.add(new Chapter(kind, file.read(Fingerprint::of)));
        return reply;
    }

    @Override
    public void close() {
        desk.close();
    }
}
