package dev.lintel.cloud.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lintel.cloud.TestCloud;
import dev.lintel.cloud.account.Role;
import dev.lintel.cloud.booking.DoorInMemory;
import dev.lintel.cloud.booking.LineDesk;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.cloud.web.Facts;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.line.Answer;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.Greeting;
import dev.lintel.protocol.line.Hash;
import dev.lintel.protocol.line.Line;
import dev.lintel.protocol.line.Mark;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.protocol.wire.Json;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What people are told, by inbox, live feed and mail; each once, and never two things that contradict each other.
class NoticeTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final TestCloud cloud = TestCloud.running();
    private final TestCloud.Member owner = cloud.newTenant();
    private final TestCloud.Member member = cloud.newPerson(owner.tenant(), owner.tenantId(), Role.MEMBER);
    private final TestCloud.Room room = cloud.newRoom(owner);
    private final DoorInMemory door = new DoorInMemory(cloud, owner, room);
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private String booking = "";

    @BeforeEach
    void somebodyHasTheRoomNow() {
        booking = member.api()
                .post("/api/v1/bookings", Json.object()
                        .with("space", room.space())
                        .with("start", now.toString())
                        .with("end", now.plusSeconds(3600).toString())
                        .with("title", "Secret plan"))
                .text("id");
        door.hear(now);
        door.report();
    }

    @Test
    void aReleaseIsToldOnceInTheInboxAndByMailWithALinkAndWithoutTheTitle() throws Exception {
        release();
        door.report();
        door.repeat();
        await().atMost(SOON).until(() -> cloud.mails().of(member.email()).size() == 1);
        var told = inbox(member);
        assertThat(told).hasSize(1);
        assertThat(Facts.text(told.getFirst(), "kind")).contains("released");
        assertThat(Facts.text(told.getFirst(), "booking")).contains(booking);

        var mail = mail(0);
        assertThat(mail.getSubject()).startsWith("Given back: Aspen, ");
        assertThat(mail.getContent().toString()).contains("the door gave the room back", "/bookings/" + booking)
                .doesNotContain("Secret");
        assertThat(mail.getMessageID()).isEqualTo("<" + Facts.text(told.getFirst(), "id").orElseThrow() + "@lintel>");
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    }

    @Test
    void thePersonsLanguageIsSpoken() throws Exception {
        assertThat(member.api().patch("/api/v1/me", Json.object().with("locale", "de-DE")).text("locale")).isEqualTo("de-DE");
        release();
        door.report();
        pump();
        await().atMost(SOON).until(() -> cloud.mails().of(member.email()).size() == 1);
        assertThat(mail(0).getSubject()).startsWith("Freigegeben: Aspen, ");
        assertThat(mail(0).getContent().toString()).contains("die Tür hat den Raum freigegeben");
        assertThat(member.api().patch("/api/v1/me", Json.object().with("locale", "<de>")).status()).isEqualTo(400);
    }

    @Test
    void behindABarrierOnlyTheLastTruthIsTold() {
        barrier("now() + interval '1 hour'");
        release();
        door.report();
        assertThat(waiting()).isEqualTo(1);
        door.touch(new BookingCommand.CheckIn(BookingId.of(booking)), now.plusSeconds(720));
        door.report();
        assertThat(inbox(member)).isEmpty();
        barrier("now()");
        pump();
        await().atMost(SOON).until(() -> !cloud.mails().of(member.email()).isEmpty());
        assertThat(inbox(member)).hasSize(1);
        assertThat(Facts.text(inbox(member).getFirst(), "kind")).contains("stands-again");
        assertThat(cloud.mails().of(member.email())).hasSize(1);
    }

    @Test
    void aHelloWithABacklogHoldsTheNoticesBackUntilItIsApplied() {
        release();
        door.touch(new BookingCommand.CheckIn(BookingId.of(booking)), now.plusSeconds(720));
        door.greet();
        assertThat(held()).isTrue();
        door.reportFirst();
        pump();
        assertThat(waiting()).isEqualTo(1);
        assertThat(inbox(member)).isEmpty();
        door.report();
        assertThat(held()).isFalse();
        pump();
        await().atMost(SOON).until(() -> !inbox(member).isEmpty());
        assertThat(inbox(member)).hasSize(1);
        assertThat(Facts.text(inbox(member).getFirst(), "kind")).contains("stands-again");
        door.greet();
        assertThat(held()).isFalse();
    }

    @Test
    void aMailThatCouldNotLeaveIsDroppedWhenTheBookingStandsOtherwise() {
        cloud.mails().refuse(member.email(), 451);
        release();
        door.report();
        pump();
        await().atMost(SOON).until(() -> cloud.mails().tries(member.email()) > 0 && mailStates().equals(List.of("waiting")));
        door.touch(new BookingCommand.CheckIn(BookingId.of(booking)), now.plusSeconds(720));
        door.report();
        cloud.mails().refuse(member.email(), 0);
        pump();
        await().atMost(SOON).until(() -> mailStates().equals(List.of("dropped", "sent")));
        assertThat(cloud.mails().of(member.email())).hasSize(1);
        assertThat(inbox(member)).hasSize(2);
    }

    @Test
    void aMailThatFailsWhileTheBookingChangesIsNotTriedAgain() {
        cloud.mails().refuse(member.email(), 451);
        release();
        door.report();
        pump();
        await().atMost(SOON).until(() -> cloud.mails().tries(member.email()) > 0 && mailStates().equals(List.of("waiting")));
        var store = cloud.bean(NoticeStore.class);
        var transactions = cloud.bean(Transactions.class);
        var underWay = transactions.unfenced(
                handle -> store.claimMails(handle, Instant.now().plusSeconds(3_600), Duration.ofHours(2), 100))
                .stream()
                .filter(mail -> mail.person().equals(member.person()))
                .findFirst()
                .orElseThrow();

        door.touch(new BookingCommand.CheckIn(BookingId.of(booking)), now.plusSeconds(720));
        door.report();
        transactions.inTenant(owner.tenantId(), handle -> {
            store.mailed(handle, underWay, "waiting", Instant.now());
            return true;
        });

        assertThat(mailStates().getFirst()).isEqualTo("dropped");
        cloud.mails().refuse(member.email(), 0);
    }

    @Test
    void aMailIsTriedFiveTimesAndThenParked() {
        cloud.mails().refuse(member.email(), 451);
        release();
        door.report();
        for (int i = 1; i <= NoticePump.TRIES; i++) {
            int tries = i;
            await().atMost(SOON).until(() -> cloud.mails().tries(member.email()) == tries && !mailStates().contains("sending"));
            sql("UPDATE notice SET mail_due_at = now() WHERE tenant_id = ? AND mail = 'waiting'", owner.tenantId().value());
            pump();
        }
        assertThat(mailStates()).containsExactly("parked");
        assertThat(cloud.anybody().get("/metrics").body()).contains("lintel_notices_mails_total{outcome=\"parked\"}");
        assertThat(inbox(member)).hasSize(1);
    }

    @Test
    void aNoticeThatCannotBePutIntoWordsIsTriedLikeAnyOtherAndThenParked() {
        barrier("now() + interval '1 hour'");
        release();
        door.report();
        sql("UPDATE notice SET body = replace(body, 'Europe/Berlin', 'Nowhere/Land') WHERE tenant_id = ?",
                owner.tenantId().value());
        barrier("now()");
        for (int i = 1; i <= NoticePump.TRIES; i++) {
            int tries = i;
            pump();
            await().atMost(SOON)
                    .until(() -> rows("SELECT mail_tries || mail FROM notice WHERE tenant_id = ?")
                            .equals(List.of(tries + (tries == NoticePump.TRIES ? "parked" : "waiting"))));
            sql("UPDATE notice SET mail_due_at = now() WHERE tenant_id = ? AND mail = 'waiting'", owner.tenantId().value());
        }
        assertThat(cloud.mails().of(member.email())).isEmpty();
    }

    @Test
    void afterARestoreNoMailThatWaitedInTheBackupIsSentAgain() {
        cloud.mails().refuse(member.email(), 451);
        release();
        door.report();
        pump();
        await().atMost(SOON).until(() -> cloud.mails().tries(member.email()) > 0 && mailStates().equals(List.of("waiting")));
        cloud.bean(Transactions.class)
                .unfenced(
                        handle -> cloud.bean(NoticeStore.class).forgetUnsent(handle, Instant.now()));
        cloud.mails().refuse(member.email(), 0);
        sql("UPDATE notice SET mail_due_at = now() WHERE tenant_id = ?", owner.tenantId().value());
        pump();
        assertThat(mailStates()).containsExactly("dropped");
        assertThat(cloud.mails().of(member.email())).isEmpty();
        assertThat(inbox(member)).hasSize(1);
    }

    @Test
    void afterARestoreWhatTheBackupStillHadToTellStandsInTheInboxAndIsMailedToNobody() {
        barrier("now() + interval '1 hour'");
        release();
        door.report();
        assertThat(inbox(member)).isEmpty();
        cloud.bean(Transactions.class).unfenced(handle -> cloud.bean(NoticeStore.class).forgetUnsent(handle, Instant.now()));
        barrier("now()");
        pump();
        assertThat(mailStates()).containsExactly("dropped");
        assertThat(cloud.mails().of(member.email())).isEmpty();
        assertThat(inbox(member)).hasSize(1);
    }

    @Test
    void aDoorThatIsLeftInAnOlderEpochTellsItsBacklogBehindTheBarrierToo() {
        var desk = cloud.bean(LineDesk.class);
        var floor = FloorId.of(room.floor());
        var ids = cloud.bean(IdSource.class);
        desk.take(owner.tenantId(), floor, List.of(new CloudInput.DoorReplaced(ids.operation(), true)));
        assertThat(held()).isFalse();
        var said = new Greeting(1, Optional.empty(), Line.NONE, new Mark(99, Hash.START), Mark.START, true, Optional.empty(),
                true);
        desk.take(owner.tenantId(), floor, List.of(new CloudInput.Greeted(said, new Generation(ids.next()))));
        assertThat(held()).isTrue();
    }

    @Test
    void eachPauseIsFourTimesTheOneBefore() {
        assertThat(List.of(NoticePump.pause(1), NoticePump.pause(2), NoticePump.pause(3), NoticePump.pause(4)))
                .containsExactly(Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofMinutes(8), Duration.ofMinutes(32));
    }

    @Test
    void anAddressThatIsNotThereIsNotTriedAgain() {
        cloud.mails().refuse(member.email(), 550);
        release();
        door.report();
        pump();
        await().atMost(SOON).until(() -> mailStates().equals(List.of("parked")));
        assertThat(cloud.mails().tries(member.email())).isEqualTo(1);
    }

    @Test
    void severalReplicasTellTogetherAndStillOnce() {
        barrier("now() + interval '1 hour'");
        release();
        door.report();
        barrier("now()");
        var pump = cloud.bean(NoticePump.class);
        CompletableFuture.allOf(CompletableFuture.runAsync(pump::tell), CompletableFuture.runAsync(pump::tell),
                CompletableFuture.runAsync(pump::mail), CompletableFuture.runAsync(pump::mail)).join();
        await().atMost(SOON).until(() -> mailStates().equals(List.of("sent")));
        assertThat(cloud.mails().of(member.email())).hasSize(1);
    }

    @Test
    void whoCancelsFromAfarIsToldThatPeopleAreInThere() {
        door.touch(new BookingCommand.CheckIn(BookingId.of(booking)), now.plusSeconds(30));
        member.api().post("/api/v1/bookings/" + booking + "/cancel");
        door.hear(now.plusSeconds(60));
        door.report();
        pump();
        await().atMost(SOON).until(() -> !inbox(member).isEmpty());
        assertThat(Facts.text(inbox(member).getFirst(), "text").orElseThrow()).contains("You asked to cancel",
                "somebody is there since");
        assertThat(inbox(owner)).isEmpty();
    }

    /// A slip of the finger at the door. Whoever has heard of it hears that nothing came of it, and nobody else does.
    @Test
    void aCancellationThatWasTakenBackIsToldToWhoeverHeardOfIt() {
        var id = BookingId.of(booking);
        slip(id, 30, true);
        await().atMost(SOON).until(() -> inbox(member).size() == 2);
        assertThat(inbox(member)).extracting(notice -> Facts.text(notice, "kind").orElseThrow())
                .containsExactly("stands-again", "cancelled");
        slip(id, 60, false);
        pump();
        assertThat(inbox(member)).as("told of before it could be told").hasSize(2);
    }

    private void slip(BookingId id, long second, boolean heard) {
        var before = door.state().booking(id);
        door.touch(new BookingCommand.Cancel(id), now.plusSeconds(second));
        if (heard) {
            door.report();
            pump();
            await().atMost(SOON).until(() -> !inbox(member).isEmpty());
        }
        var back = BookingCommand.TakeBack.of(before, door.state().booking(id).orElseThrow(), now.plusSeconds(second));
        assertThat(door.touch(back, now.plusSeconds(second + 4))).isInstanceOfSatisfying(Outcome.Answered.class,
                answered -> assertThat(answered.answer()).isInstanceOf(Answer.Done.class));
        door.report();
        pump();
    }

    @Test
    void whoseBookingAnotherCancelsIsTold() {
        var later = member.api()
                .post("/api/v1/bookings", Json.object()
                        .with("space", room.space())
                        .with("start", now.plus(3, ChronoUnit.DAYS).toString())
                        .with("end", now.plus(3, ChronoUnit.DAYS).plusSeconds(3600).toString()))
                .text("id");
        owner.api().post("/api/v1/bookings/" + later + "/cancel");
        pump();
        await().atMost(SOON).until(() -> !inbox(member).isEmpty());
        assertThat(Facts.text(inbox(member).getFirst(), "kind")).contains("cancelled");
        assertThat(inbox(owner)).isEmpty();
    }

    @Test
    void readIsReadAndOthersInboxesAreTheirOwn() {
        release();
        door.report();
        pump();
        await().atMost(SOON).until(() -> !inbox(member).isEmpty());
        var id = Facts.text(inbox(member).getFirst(), "id").orElseThrow();
        assertThat(member.api().get("/api/v1/notices/unread").body()).isEqualTo("{\"unread\":1}");
        assertThat(owner.api().post("/api/v1/notices/" + id + "/read").status()).isEqualTo(404);
        assertThat(member.api().post("/api/v1/notices/" + id + "/read").status()).isEqualTo(204);
        assertThat(member.api().get("/api/v1/notices/unread").body()).isEqualTo("{\"unread\":0}");
        assertThat(member.api().get("/api/v1/notices?unread=true").items()).isEmpty();
        assertThat(inbox(member)).hasSize(1);
        assertThat(member.api().get("/api/v1/notices?cursor=" + id).items()).isEmpty();
    }

    @Test
    void aNoticeIsAnEventForItsPersonAlone() {
        var mine = new CopyOnWriteArrayList<String>();
        var others = new CopyOnWriteArrayList<String>();
        var sockets = List.of(watch(member, "\"me\"", mine), watch(owner, "\"me\",\"tenant\"", others));
        await().atMost(SOON).until(() -> !mine.isEmpty() && !others.isEmpty());
        release();
        door.report();
        pump();
        await().atMost(SOON).until(() -> mine.stream().anyMatch(frame -> frame.contains("\"kind\":\"notice\"")));
        await().atMost(SOON).until(() -> others.stream().anyMatch(frame -> frame.contains("\"phase\":\"released\"")));
        assertThat(others).noneMatch(frame -> frame.contains("\"kind\":\"notice\""));
        sockets.forEach(WebSocket::abort);
    }

    @Test
    void theLinkOfAMailLeadsToAPageThatHoldsNothingOfTheBooking() {
        var page = cloud.anybody().get("/bookings/" + booking);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("content-type")).startsWith("text/html");
        assertThat(page.header("content-security-policy")).contains("script-src 'self'");
        assertThat(page.body()).contains("/page/booking.js").doesNotContain("Secret", "Aspen");
        assertThat(cloud.anybody().get("/page/booking.js").status()).isEqualTo(200);
        assertThat(cloud.anybody().get("/page/booking.css").status()).isEqualTo(200);
    }

    /// What the pump does within a second anyway.
    private void pump() {
        cloud.bean(NoticePump.class).tell();
        cloud.bean(NoticePump.class).mail();
    }

    private void release() {
        door.touch(new BookingCommand.Release(BookingId.of(booking), now.plusSeconds(660)), now.plusSeconds(660));
    }

    private List<Json.Obj> inbox(TestCloud.Member person) {
        return person.api().get("/api/v1/notices").items().stream().map(Json.Obj.class::cast).toList();
    }

    private MimeMessage mail(int number) throws MessagingException, IOException {
        try (var in = new ByteArrayInputStream(cloud.mails().of(member.email()).get(number).getBytes(StandardCharsets.UTF_8))) {
            return new MimeMessage(Session.getInstance(new Properties()), in);
        }
    }

    private void barrier(String until) {
        sql("UPDATE floor SET barrier_until = " + until + " WHERE id = ?", UUID.fromString(room.floor()));
    }

    private boolean held() {
        return !rows("SELECT 'held' FROM floor WHERE tenant_id = ? AND barrier_until > now()").isEmpty();
    }

    private int waiting() {
        return rows("SELECT kind FROM notice WHERE tenant_id = ? AND told_at IS NULL").size();
    }

    private List<String> mailStates() {
        return rows("SELECT mail FROM notice WHERE tenant_id = ? ORDER BY made_at");
    }

    private List<String> rows(String sql) {
        return cloud.bean(Transactions.class)
                .<List<String>>inTenant(owner.tenantId(),
                        transaction -> transaction.select(sql, owner.tenantId().value()).mapTo(String.class).list());
    }

    private void sql(String sql, UUID id) {
        cloud.bean(Transactions.class).<Integer>inTenant(owner.tenantId(), transaction -> transaction.execute(sql, id));
    }

    private WebSocket watch(TestCloud.Member person, String channels, List<String> frames) {
        var uri = person.api().base().resolve("/api/v1/live").toString().replace("http:", "ws:");
        var socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(java.net.URI.create(uri), new WebSocket.Listener() {
                    private final StringBuilder text = new StringBuilder();

                    @Override
                    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
                        text.append(data);
                        if (last) {
                            frames.add(text.toString());
                            text.setLength(0);
                        }
                        return WebSocket.Listener.super.onText(from, data, last);
                    }
                })
                .join();
        var token = Objects.requireNonNull(person.api().headers().get("Authorization")).substring("Bearer ".length());
        socket.sendText("{\"type\":\"subscribe\",\"token\":\"" + token + "\",\"channels\":[" + channels + "]}", true).join();
        return socket;
    }
}
