package dev.lintel.cloud.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lintel.cloud.Reply;
import dev.lintel.cloud.TestCloud;
import dev.lintel.cloud.booking.DoorInMemory;
import dev.lintel.cloud.store.Opening;
import dev.lintel.cloud.store.StartRefused;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.protocol.wire.Json;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.Test;

/// The job runs as if it were later; what is gone then and what must not be.
class RetentionTest {

    private final TestCloud cloud = TestCloud.running();
    private final TestCloud.Member owner = cloud.newTenant();
    private final TestCloud.Room room = cloud.newRoom(owner);
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @Test
    void titlesGoAfterThirtyDaysAndPeopleAfterThirteenMonths() {
        var id = book(now).text("id");
        later(Duration.ofDays(30));
        assertThat(booking(id).text("title")).isEqualTo("Secret plan");
        later(Duration.ofDays(31));
        assertThat(booking(id).has("title")).isFalse();
        assertThat(booking(id).has("organiser")).isTrue();
        later(Duration.ofDays(397));
        assertThat(booking(id).has("organiser")).isFalse();
        assertThat(booking(id).text("phase")).isEqualTo("confirmed");
        assertThat(
                count("SELECT count(*) FROM booking WHERE tenant_id = ? AND (organiser IS NOT NULL OR body LIKE '%Secret%')"))
                .isZero();
    }

    @Test
    void theNextDaysTitlesStay() {
        var id = book(now.plus(5, ChronoUnit.DAYS)).text("id");
        later(Duration.ofDays(31));
        assertThat(booking(id).text("title")).isEqualTo("Secret plan");
    }

    @Test
    void operationsAreRememberedForThirtyDays() {
        var op = cloud.bean(IdSource.class).next().toString();
        owner.api().with("Operation-Id", op).post("/api/v1/sites", Json.object().with("name", "North").with("timeZone", "UTC"));
        later(Duration.ofDays(29));
        assertThat(operations()).isEqualTo(1);
        later(Duration.ofDays(31));
        assertThat(operations()).isZero();
    }

    @Test
    void theLogsGoAfterThirtyFiveDaysAndTheLineGoesOn() {
        var door = new DoorInMemory(cloud, owner, room);
        var first = book(now);
        door.hear(now);
        door.report();
        door.greet();
        var open = book(now.plusSeconds(7200));
        assertThat(open.text("awaiting")).isEqualTo("door");
        var feedBefore = count("SELECT count(*) FROM feed WHERE tenant_id = ?");

        later(Duration.ofDays(36));

        assertThat(count("SELECT count(*) FROM feed WHERE tenant_id = ?")).isEqualTo(2).isLessThan(feedBefore);
        assertThat(count("SELECT count(*) FROM door_log WHERE tenant_id = ?")).isEqualTo(1);
        assertThat(count("SELECT count(*) FROM live_event WHERE tenant_id = ?")).isZero();
        assertThat(door.greet().last()).isInstanceOf(Outcome.Welcomed.class);
        door.hear(now.plusSeconds(5));
        assertThat(door.report().last()).isInstanceOf(Outcome.Applied.class);
        assertThat(booking(open.text("id")).text("phase")).isEqualTo("confirmed");
        door.touch(new BookingCommand.CheckIn(BookingId.of(first.text("id"))), now.plusSeconds(10));
        assertThat(door.report().last()).isInstanceOf(Outcome.Applied.class);
        assertThat(booking(first.text("id")).text("phase")).isEqualTo("checked-in");
    }

    /// A cloud that was restored reads wishes without deciding them until it has the door's copy.
    @Test
    void theLogOfAFloorThatWasRestoredIsKeptUntilItsDoorHasBeenHeardOut() {
        var door = new DoorInMemory(cloud, owner, room);
        book(now);
        door.hear(now);
        door.report();
        door.touch(new BookingCommand.CheckIn(BookingId.of(book(now.plusSeconds(7200)).text("id"))), now.plusSeconds(10));
        door.hear(now.plusSeconds(10));
        door.report();
        var applied = count("SELECT count(*) FROM door_log WHERE tenant_id = ?");
        assertThat(applied).isGreaterThan(1);
        sql("UPDATE floor SET standing = '{\"kind\":\"doubting\",\"reason\":\"cloud-restored\"}' WHERE tenant_id = ?");
        later(Duration.ofDays(36));
        assertThat(count("SELECT count(*) FROM door_log WHERE tenant_id = ?")).isEqualTo(applied);
    }

    @Test
    void whatADoorHasNotHeardIsKeptHoweverOldItIs() {
        var door = new DoorInMemory(cloud, owner, room);
        var asked = book(now.plusSeconds(7200));
        later(Duration.ofDays(300));
        door.hear(now);
        door.report();
        assertThat(booking(asked.text("id")).text("phase")).isEqualTo("confirmed");
    }

    @Test
    void theTrailIsKeptForAYearAndNobodyElseTakesFromIt() {
        trail(Duration.ofDays(367));
        trail(Duration.ofDays(365));
        later(Duration.ZERO);
        assertThat(count("SELECT count(*) FROM audit WHERE tenant_id = ? AND action = 'of-old'")).isEqualTo(1);
        assertThatThrownBy(() -> sql("DELETE FROM audit WHERE tenant_id = ?"))
                .isInstanceOf(UnableToExecuteStatementException.class)
                .hasMessageContaining("permission denied");
        var young = count("SELECT count(*) FROM audit WHERE tenant_id = ? AND at > now() - interval '1 day'");
        later(Duration.ofDays(10_000));
        assertThat(count("SELECT count(*) FROM audit WHERE tenant_id = ? AND at > now() - interval '1 day'")).isEqualTo(young)
                .isPositive();
    }

    @Test
    void aReplicaThatNeverHadItsTurnStillLooksAtAll() {
        var transactions = cloud.bean(Transactions.class);
        var pump = new RetentionPump(transactions, cloud.bean(RetentionStore.class), cloud.bean(PeriodStore.class),
                cloud.bean(RetentionSettings.class), cloud.bean(MeterRegistry.class), cloud.bean(InstantSource.class),
                new Opening());
        var id = book(now).text("id");
        // Older than what comes in late: only a look at all finds it.
        var muchLater = now.plus(Duration.ofDays(200));
        transactions.<Boolean>unfenced(other -> {
            await().until(() -> cloud.bean(RetentionStore.class).isMyTurn(other));
            // On a thread of its own, for a transaction inside another one's thread is part of that.
            CompletableFuture.runAsync(() -> pump.forget(muchLater)).join();
            return true;
        });
        assertThat(booking(id).text("title")).isEqualTo("Secret plan");

        pump.forget(muchLater);

        assertThat(booking(id).has("title")).isFalse();
        pump.close();
    }

    @Test
    void sessionsThatEndedAMonthAgoAreGone() {
        sql("UPDATE session SET ended_at = now() - interval '31 days' WHERE tenant_id = ?");
        later(Duration.ZERO);
        assertThat(count("SELECT count(*) FROM session WHERE tenant_id = ?")).isZero();
    }

    @Test
    void aTenantMayKeepItsTitlesShorterOrLongerThanTheOthersDo() {
        var mine = book(now.plus(5, ChronoUnit.DAYS)).text("id");
        assertThat(keep(Json.object().with("titlesDays", 60)).json()).isEqualTo(periods(60, 396, 366));
        later(Duration.ofDays(40));
        assertThat(booking(mine).text("title")).isEqualTo("Secret plan");
        assertThat(keep(Json.object().with("titlesDays", 7)).status()).isEqualTo(200);
        later(Duration.ofDays(11));
        assertThat(booking(mine).text("title")).isEqualTo("Secret plan");
        later(Duration.ofDays(13));
        assertThat(booking(mine).body()).doesNotContain("Secret plan");
    }

    @Test
    void whatATenantMayChooseHasBounds() {
        assertThat(keep(Json.object().with("titlesDays", 0)).status()).isEqualTo(422);
        assertThat(keep(Json.object().with("titlesDays", 90).with("bookingsDays", 80)).status()).isEqualTo(422);
        assertThat(keep(Json.object().with("auditDays", 29)).status()).isEqualTo(422);
        assertThat(owner.api().get("/api/v1/retention").json()).isEqualTo(periods(30, 396, 366));
    }

    private static Json.Obj periods(int titles, int bookings, int audit) {
        return Json.object().with("titlesDays", titles).with("bookingsDays", bookings).with("auditDays", audit);
    }

    private Reply keep(Json.Obj periods) {
        return owner.api().send("PUT", "/api/v1/retention", periods.canonical());
    }

    @Test
    void ordersToEdgesAndFixedIssuesAreForgottenAndOpenIssuesStay() {
        var edge = "q".repeat(26);
        cloud.bean(Transactions.class).<Integer>inTenant(owner.tenantId(), transaction -> {
            var tenant = owner.tenantId().value();
            var floor = UUID.fromString(room.floor());
            transaction.execute(
                    "INSERT INTO edge (tenant_id, id, name, state, created_at) VALUES (?, ?, 'e', 'retired', now())",
                    tenant, edge);
            transaction.execute("""
                    INSERT INTO edge_order (tenant_id, op, edge_id, floor_id, body, made_at, expires_at)
                    VALUES (?, ?, ?, ?, '{}', now(), now())
                    """, tenant, new UUID(2, 2), edge, floor);
            return transaction.execute("""
                    INSERT INTO issue (tenant_id, id, floor_id, kind, at, state, changed_at)
                    VALUES (?, ?, ?, 'display', now(), 'open', now()), (?, ?, ?, 'display', now(), 'fixed', now())
                    """, tenant, new UUID(3, 3), floor, tenant, new UUID(3, 4), floor);
        });
        later(Duration.ofDays(29));
        assertThat(count("SELECT count(*) FROM edge_order WHERE tenant_id = ?")).isEqualTo(1);
        later(Duration.ofDays(31));
        assertThat(count("SELECT count(*) FROM edge_order WHERE tenant_id = ?")).isZero();
        assertThat(count("SELECT count(*) FROM issue WHERE tenant_id = ?")).isEqualTo(2);
        later(Duration.ofDays(397));
        assertThat(count("SELECT count(*) FROM issue WHERE tenant_id = ? AND state = 'open'")).isEqualTo(1);
        assertThat(count("SELECT count(*) FROM issue WHERE tenant_id = ?")).isEqualTo(1);
    }

    @Test
    void certificatesAndTokensThatAreLongOverAreForgottenAndAlarmsLeaveWithTheTrail() {
        var edge = "w".repeat(26);
        cloud.bean(Transactions.class).<Integer>inTenant(owner.tenantId(), transaction -> {
            var tenant = owner.tenantId().value();
            transaction.execute(
                    "INSERT INTO edge (tenant_id, id, name, state, created_at) VALUES (?, ?, 'e', 'retired', now())", tenant,
                    edge);
            transaction.execute("""
                    INSERT INTO certificate (tenant_id, edge_id, serial, fingerprint, issued_at, expires_at)
                    VALUES (?, ?, 'a1', 'f', now(), now()), (?, ?, 'a2', 'f', now(), now() + interval '30 days')
                    """, tenant, edge, tenant, edge);
            transaction.execute("""
                    INSERT INTO revocation (tenant_id, edge_id, serial, at, reason)
                    VALUES (?, ?, 'a1', now(), ''), (?, ?, 'a2', now(), '')
                    """, tenant, edge, tenant, edge);
            transaction.execute("""
                    INSERT INTO enrolment (tenant_id, edge_id, token_hash, made_at, expires_at) VALUES (?, ?, ?, now(), now())
                    """, tenant, edge, "hash of " + tenant);
            return transaction.execute("""
                    INSERT INTO alarm (tenant_id, id, floor_id, at, op, kind, detail) VALUES (?, ?, ?, now(), ?, 'clash', '')
                    """, tenant, new UUID(4, 4), UUID.fromString(room.floor()), new UUID(4, 4));
        });
        later(Duration.ofDays(29));
        assertThat(count("SELECT count(*) FROM enrolment WHERE tenant_id = ?")).isEqualTo(1);
        later(Duration.ofDays(34));
        assertThat(count("SELECT count(*) FROM enrolment WHERE tenant_id = ?")).isZero();
        assertThat(count("SELECT count(*) FROM certificate WHERE tenant_id = ?")).isEqualTo(2);
        later(Duration.ofDays(36));
        assertThat(count("SELECT count(*) FROM certificate WHERE tenant_id = ?")).isEqualTo(1);
        assertThat(count("SELECT count(*) FROM revocation WHERE tenant_id = ? AND serial = 'a2'")).isEqualTo(1);
        assertThat(count("SELECT count(*) FROM revocation WHERE tenant_id = ?")).isEqualTo(1);
        later(Duration.ofDays(365));
        assertThat(count("SELECT count(*) FROM alarm WHERE tenant_id = ?")).isEqualTo(1);
        later(Duration.ofDays(367));
        assertThat(count("SELECT count(*) FROM alarm WHERE tenant_id = ?")).isZero();
    }

    @Test
    void nothingIsKeptForLessThanTheLineNeeds() {
        assertThatThrownBy(() -> new RetentionSettings(Duration.ofDays(30), Duration.ofDays(396), Duration.ofDays(30),
                Duration.ofDays(34), Duration.ofDays(90), Duration.ofDays(366)))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("lintel.retention.logs is at least 35 days");
    }

    private void later(Duration by) {
        cloud.bean(RetentionPump.class).forget(Instant.now().plus(by));
    }

    private Reply book(Instant start) {
        return owner.api()
                .post("/api/v1/bookings", Json.object()
                        .with("space", room.space())
                        .with("start", start.toString())
                        .with("end", start.plusSeconds(1800).toString())
                        .with("title", "Secret plan"));
    }

    private Reply booking(String id) {
        return owner.api().get("/api/v1/bookings/" + id);
    }

    private void trail(Duration ago) {
        cloud.bean(Transactions.class)
                .<Integer>inTenant(owner.tenantId(), transaction -> transaction.execute("""
                        INSERT INTO audit (tenant_id, id, at, op, actor, action, subject, detail)
                        VALUES (?, ?, now() - cast(? AS interval), ?, 'cloud', 'of-old', 'site:x', '')
                        """, owner.tenantId().value(), cloud.bean(IdSource.class).next(), ago.toDays() + " days",
                        new UUID(1, 1)));
    }

    private int operations() {
        return count("SELECT count(*) FROM operation WHERE tenant_id = ?");
    }

    private int count(String sql) {
        return cloud.bean(Transactions.class)
                .<Integer>inTenant(owner.tenantId(),
                        transaction -> transaction.select(sql, owner.tenantId().value()).mapTo(Integer.class).one());
    }

    private void sql(String sql) {
        cloud.bean(Transactions.class)
                .<Integer>inTenant(owner.tenantId(), transaction -> transaction.execute(sql, owner.tenantId().value()));
    }
}
