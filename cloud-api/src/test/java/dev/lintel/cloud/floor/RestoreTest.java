package dev.lintel.cloud.floor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lintel.cloud.Ports;
import dev.lintel.cloud.booking.LineDesk;
import dev.lintel.cloud.device.EnrolledEdges;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Policy;
import dev.lintel.protocol.booking.Privacy;
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.line.Answer;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.protocol.line.Standing;
import dev.lintel.protocol.time.Moment;
import dev.lintel.protocol.wire.LineJson;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The database is put back from a base copy of PostgreSQL while a door has gone on (R16).
class RestoreTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final TenantId tenant = new TenantId(UUID.randomUUID());
    private final FloorId floor = new FloorId(UUID.randomUUID());
    private final SpaceId aspen = new SpaceId(UUID.randomUUID());
    private final Instant today = Instant.now().truncatedTo(ChronoUnit.HOURS).plus(2, ChronoUnit.HOURS);
    private final Instant later = today.plus(3, ChronoUnit.DAYS);
    private int brokerPort;
    private EmbeddedServer server;

    /// @param told whether the administrator says that the database was restored, or it has to be found out
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nothingThatADoorAcknowledgedIsLostAndNothingOverlaps(boolean told) throws Exception {
        furnish();
        var edge = EnrolledEdges.enrol(server.getApplicationContext(), tenant, Set.of(floor));
        try (var door = new TestDoor(edge.id(), floor, edge.credential(), brokerPort)) {
            door.arrive(1);
            await().atMost(SOON).until(() -> door.state().at().line().at().isAfter(today));
            var early = cloudBooks(later);
            settled(door);
            server.getApplicationContext().close();
            door.leave();
            Folders.copy(folder.resolve("postgres"), folder.resolve("backup"));

            start();
            door.arrive(2);
            settled(door);
            var byCloud = cloudBooks(later.plus(1, ChronoUnit.HOURS));
            var byDoorForCloud = cloudBooks(today.plus(5, ChronoUnit.HOURS));
            var walkUp = doorBooks(door, today);
            await().atMost(SOON).until(() -> phase(byDoorForCloud).equals("confirmed"));
            settled(door);
            server.getApplicationContext().close();
            door.leave();
            var alone = doorBooks(door, today.plus(1, ChronoUnit.HOURS));
            assertThat(door.touch(operation(), new BookingCommand.Cancel(walkUp))).isInstanceOf(Outcome.Answered.class);

            Folders.delete(folder.resolve("postgres"));
            Files.move(folder.resolve("backup"), folder.resolve("postgres"));
            if (told) {
                Files.createFile(folder.resolve("restored"));
            }
            start();
            assertThat(folder.resolve("restored")).doesNotExist();
            assertThat(
                    count("SELECT count(*) FROM booking WHERE id = ANY (ARRAY['%s', '%s']::uuid[])".formatted(byCloud, alone)))
                    .isZero();
            if (told) {
                assertThat(count("SELECT count(*) FROM floor WHERE link = 'down' AND link_silent"))
                        .as("connected with its door's next word, also on a connection that outlived the restore")
                        .isEqualTo(1);
                // What it may have forgotten it must not decide over.
                assertThat(ask(later.plus(1, ChronoUnit.HOURS))).isEqualTo(
                        new Answer.Refused(new Rejection.FloorStopped("cloud-restored")));
            }
            door.arrive(3);
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(door.state().at().epoch()).isEqualTo(2);
                assertThat(phase(alone)).isEqualTo("confirmed");
            });
            settled(door);

            assertThat(phase(early)).isEqualTo("confirmed");
            assertThat(phase(byCloud)).isEqualTo("confirmed");
            assertThat(phase(byDoorForCloud)).isEqualTo("confirmed");
            assertThat(phase(walkUp)).isEqualTo("cancelled");
            assertThat(ask(later.plus(1, ChronoUnit.HOURS))).isInstanceOf(Answer.Refused.class);
            assertThat(decidedAtTheDoor(door)).isEqualTo(decidedInTheCloud());
            assertThat(overlaps()).isZero();
            assertThat(alarms()).contains(told ? "cloud-restored" : "feed-unknown");

            var after = doorBooks(door, today.plus(3, ChronoUnit.HOURS));
            await().atMost(SOON).until(() -> phase(after).equals("confirmed"));
            System.out.printf("restore (%s): 5 decisions younger than the backup, 0 lost, 0 overlaps, epoch %d, alarms %s%n",
                    told ? "told" : "found out by the greeting", door.state().at().epoch(), alarms());
        } finally {
            server.getApplicationContext().close();
        }
    }

    /// What it was granted and what it still waits for stands in its copy and in its log alone.
    @Test
    void aDoorThatWasRetiredWhileTheDatabaseWasPutBackIsHeardOutFirst() throws Exception {
        furnish();
        var edge = EnrolledEdges.enrol(server.getApplicationContext(), tenant, Set.of(floor));
        try (var door = new TestDoor(edge.id(), floor, edge.credential(), brokerPort)) {
            door.arrive(1);
            await().atMost(SOON).until(() -> door.state().at().line().at().isAfter(today));
            settled(door);
            server.getApplicationContext().close();
            door.leave();
            Folders.copy(folder.resolve("postgres"), folder.resolve("backup"));

            start();
            door.arrive(2);
            settled(door);
            var byCloud = cloudBooks(later);
            var granted = doorAsks(door, later.plus(1, ChronoUnit.HOURS));
            await().atMost(SOON).until(() -> phase(granted).equals("confirmed"));
            settled(door);
            server.getApplicationContext().close();
            door.leave();
            var open = doorAsks(door, later.plus(2, ChronoUnit.HOURS));
            door.retire(operation());

            Folders.delete(folder.resolve("postgres"));
            Files.move(folder.resolve("backup"), folder.resolve("postgres"));
            Files.createFile(folder.resolve("restored"));
            start();
            door.connect(3);
            // Nobody welcomes a door that has said its last word, so it greets until it was heard.
            await().atMost(SOON).pollInterval(Duration.ofSeconds(2)).until(() -> {
                boolean heard = desk().take(tenant, floor, List.of()).orElseThrow().at().standing() instanceof Standing.Ended;
                if (!heard) {
                    door.greet(3);
                }
                return heard;
            });
            assertThat(List.of(byCloud, granted, open))
                    .allSatisfy(booking -> assertThat(phase(booking)).isEqualTo("confirmed"));
        } finally {
            server.getApplicationContext().close();
        }
    }

    @Test
    void aRoomAndAPersonYoungerThanTheBackupComeBackWithTheDoor() throws Exception {
        furnish();
        var edge = EnrolledEdges.enrol(server.getApplicationContext(), tenant, Set.of(floor));
        try (var door = new TestDoor(edge.id(), floor, edge.credential(), brokerPort)) {
            door.arrive(1);
            await().atMost(SOON).until(() -> door.state().at().line().at().isAfter(today));
            settled(door);
            server.getApplicationContext().close();
            door.leave();
            Folders.copy(folder.resolve("postgres"), folder.resolve("backup"));

            start();
            door.arrive(2);
            settled(door);
            var birch = new SpaceId(UUID.randomUUID());
            furnish(birch, "Birch");
            var newcomer = new PersonId(UUID.randomUUID());
            transactions().inTenant(tenant, handle -> handle.execute("""
                    INSERT INTO person (tenant_id, id, email, name, role, created_at)
                    VALUES (?, ?, 'newcomer@restored.example', 'N', 'member', now())
                    """, tenant.value(), newcomer.value()));
            var theirs = new BookingId(UUID.randomUUID());
            var _ = asked(new BookingCommand.Book(theirs, aspen, hour(later), Optional.of(newcomer), Optional.empty(),
                    Origin.CLOUD));
            var soon = new BookingId(UUID.randomUUID());
            var _ = asked(new BookingCommand.Book(soon, aspen, hour(today), Optional.of(newcomer), Optional.empty(),
                    Origin.CLOUD));
            await().atMost(SOON).until(() -> phase(soon).equals("confirmed"));
            settled(door);
            server.getApplicationContext().close();
            door.leave();
            var inBirch = doorBooks(door, birch, today);
            assertThat(door.touch(operation(), new BookingCommand.Cancel(soon))).isInstanceOf(Outcome.Answered.class);

            Folders.delete(folder.resolve("postgres"));
            Files.move(folder.resolve("backup"), folder.resolve("postgres"));
            Files.createFile(folder.resolve("restored"));
            start();
            door.arrive(3);

            await().atMost(SOON).untilAsserted(() -> assertThat(door.state().at().epoch()).isEqualTo(2));
            settled(door);
            assertThat(phase(inBirch)).isEqualTo("confirmed");
            assertThat(phase(soon)).isEqualTo("cancelled");
            assertThat(phase(theirs)).isEqualTo("confirmed");
            assertThat(texts("SELECT name FROM space WHERE id = '%s'".formatted(birch))).containsExactly("Birch");
            var next = doorBooks(door, birch, today.plus(1, ChronoUnit.HOURS));
            await().atMost(SOON).until(() -> phase(next).equals("confirmed"));
        } finally {
            server.getApplicationContext().close();
        }
    }

    @BeforeEach
    void start() throws IOException {
        brokerPort = brokerPort == 0 ? Ports.free() : brokerPort;
        server = ApplicationContext.run(EmbeddedServer.class, Map.of("lintel.data", folder.toString(), "lintel.broker.port",
                brokerPort, "lintel.http.port", Ports.free(), "lintel.https.port", Ports.free()));
    }

    private void furnish() {
        transactions().inTenant(tenant, handle -> {
            handle.execute("INSERT INTO tenant (id, slug, name, created_at) VALUES (?, 'restored', 'T', now())",
                    tenant.value());
            var site = UUID.randomUUID();
            handle.execute("INSERT INTO site (tenant_id, id, name, time_zone, created_at) VALUES (?, ?, 'S', 'UTC', now())",
                    tenant.value(), site);
            handle.execute("""
                    INSERT INTO floor (tenant_id, id, site_id, name, created_at, generation, standing)
                    VALUES (?, ?, ?, 'Floor 2', now(), ?, ?)
                    """, tenant.value(), floor.value(), site, site, LineJson.standing(new Standing.Deciding()).canonical());
            return true;
        });
        furnish(aspen, "Aspen");
    }

    private void furnish(SpaceId id, String name) {
        transactions().inTenant(tenant, handle -> handle.execute("""
                INSERT INTO space (tenant_id, id, floor_id, kind, name, capacity, created_at)
                VALUES (?, ?, ?, 'room', ?, 6, now())
                """, tenant.value(), id.value(), floor.value(), name));
        var space = new Space(id, name, 6, "Floor 2", ZoneId.of("UTC"), Policy.USUAL, Privacy.TITLE, Optional.empty());
        var _ = desk().take(tenant, floor, List.of(new CloudInput.SpaceChanged(operation(), space)));
    }

    private BookingId cloudBooks(Instant from) {
        var id = new BookingId(UUID.randomUUID());
        var _ = asked(id, from);
        return id;
    }

    private Answer ask(Instant from) {
        return asked(new BookingId(UUID.randomUUID()), from);
    }

    private Answer asked(BookingId id, Instant from) {
        return asked(new BookingCommand.Book(id, aspen, hour(from), Optional.empty(), Optional.empty(), Origin.CLOUD));
    }

    private Answer asked(BookingCommand command) {
        var taken = desk().take(tenant, floor,
                List.of(new CloudInput.Asked(operation(), command, Moment.synchronised(Instant.now())))).orElseThrow();
        return ((Outcome.Answered) taken.last()).answer();
    }

    private BookingId doorBooks(TestDoor door, Instant from) {
        return doorBooks(door, aspen, from);
    }

    private BookingId doorBooks(TestDoor door, SpaceId space, Instant from) {
        var id = new BookingId(UUID.randomUUID());
        var outcome = door.touch(operation(),
                new BookingCommand.Book(id, space, hour(from), Optional.empty(), Optional.empty(), Origin.DOOR));
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Answered.class,
                answered -> assertThat(answered.answer()).isInstanceOf(Answer.Done.class));
        return id;
    }

    /// Past the line, where the cloud decides.
    private BookingId doorAsks(TestDoor door, Instant from) {
        var id = new BookingId(UUID.randomUUID());
        var outcome = door.touch(operation(),
                new BookingCommand.Book(id, aspen, hour(from), Optional.empty(), Optional.empty(), Origin.DOOR));
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Answered.class,
                answered -> assertThat(answered.answer()).isInstanceOf(Answer.Waiting.class));
        return id;
    }

    private static Slot hour(Instant from) {
        return Slot.of(from, Duration.ofMinutes(30));
    }

    /// Both sides have read everything of each other.
    private void settled(TestDoor door) {
        await().atMost(SOON).until(() -> {
            var at = desk().take(tenant, floor, List.of()).orElseThrow().at();
            return at.standing() instanceof Standing.Deciding && at.epoch() == door.state().at().epoch()
                    && at.feedAcked().equals(at.feed()) && door.state().at().feed().equals(at.feed())
                    && door.state().at().logAcked().equals(door.state().at().log()) && at.log().equals(door.state().at().log());
        });
    }

    private List<String> decidedAtTheDoor(TestDoor door) {
        return door.state()
                .bookings(aspen)
                .filter(booking -> booking.phase().decided())
                .map(booking -> booking.id() + " " + booking.phase().slug())
                .sorted()
                .toList();
    }

    private List<String> decidedInTheCloud() {
        return texts("""
                SELECT id || ' ' || phase FROM booking WHERE floor_id = '%s' AND phase IN ('confirmed', 'checked-in') ORDER BY 1
                """.formatted(floor));
    }

    private long overlaps() {
        return count("""
                SELECT count(*) FROM booking a JOIN booking b ON a.space_id = b.space_id AND a.id < b.id
                    AND tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)
                WHERE a.phase IN ('confirmed', 'checked-in') AND b.phase IN ('confirmed', 'checked-in')
                """);
    }

    private List<String> alarms() {
        return texts("SELECT DISTINCT kind FROM alarm WHERE floor_id = '%s' ORDER BY 1".formatted(floor));
    }

    private String phase(BookingId booking) {
        return texts("SELECT phase FROM booking WHERE id = '%s'".formatted(booking)).stream().findFirst().orElse("unknown");
    }

    private long count(String query) {
        return Long.parseLong(texts(query.replace("count(*)", "count(*)::text")).getFirst());
    }

    private List<String> texts(String query) {
        return transactions().inTenant(tenant, handle -> handle.createQuery(query).mapTo(String.class).list());
    }

    private Transactions transactions() {
        return server.getApplicationContext().getBean(Transactions.class);
    }

    private LineDesk desk() {
        return server.getApplicationContext().getBean(LineDesk.class);
    }

    private static OperationId operation() {
        return new OperationId(UUID.randomUUID());
    }
}
