package dev.lintel.cloud.floor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lintel.cloud.TestCloud;
import dev.lintel.cloud.device.BrokerSettings;
import dev.lintel.cloud.device.EnrolledEdges;
import dev.lintel.protocol.identity.BootId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PanelId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.wire.Applied;
import dev.lintel.protocol.wire.EdgeHealth;
import dev.lintel.protocol.wire.EdgeOrder;
import dev.lintel.protocol.wire.EdgeReply;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.LinkState;
import dev.lintel.protocol.wire.Message;
import dev.lintel.protocol.wire.PairedPanel;
import dev.lintel.protocol.wire.Thing;
import dev.lintel.protocol.wire.Topics;
import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// An admin over REST and an edge over MQTT, about everything that is no booking.
class FleetTrafficTest {

    private static final String CODE = "482913";

    private final TestCloud cloud = TestCloud.running();
    private final TestCloud.Member owner = cloud.newTenant();
    private final TestCloud.Room room = cloud.newRoom(owner);
    private final FloorId floor = FloorId.of(room.floor());
    private final EnrolledEdges.Enrolled edge = EnrolledEdges.enrol(cloud.bean(ApplicationContext.class), owner.tenantId(),
            Set.of(floor));
    private final TestDoor door = new TestDoor(edge.id(), floor, edge.credential(), cloud.bean(BrokerSettings.class).port());
    private final PanelId panel = new PanelId(UUID.randomUUID());
    private final Queue<EdgeOrder> heard = new ConcurrentLinkedQueue<>();

    @AfterEach
    void leave() {
        door.close();
    }

    private void connect() {
        door.obey(this::obeyed);
        door.connect(1);
        await().until(() -> owner.api().get("/api/v1/floors/" + floor).text("link").equals("linked"));
    }

    private EdgeReply obeyed(EdgeOrder order) {
        heard.add(order);
        return switch (order) {
            case EdgeOrder.LookPairing(String code) when code.equals(CODE) ->
                new EdgeReply.Done(Json.object().with("phrase", "amber falcon river"));
            case EdgeOrder.ConfirmPairing confirm when confirm.code().equals(CODE) -> new EdgeReply.Done(
                    Json.object().with("panel", panel.toString()).with("space", confirm.space().toString()));
            case EdgeOrder.RevokePanel _,EdgeOrder.Retire _,EdgeOrder.ShowIssue _ -> new EdgeReply.Done(Json.object());
            case EdgeOrder.LookPairing _,EdgeOrder.ConfirmPairing _,EdgeOrder.Unknown _ ->
                new EdgeReply.Refused("unknown-code", Json.object());
        };
    }

    @Test
    void aPanelIsPairedByItsCodeAfterItsPhraseWasCompared() {
        connect();
        var found = owner.api().post(path("/pairings"), Json.object().with("code", CODE));
        assertThat(found.status()).as(found.body()).isEqualTo(200);
        assertThat(found.text("phrase")).isEqualTo("amber falcon river");
        var wrong = owner.api().post(path("/pairings"), Json.object().with("code", "000000"));
        assertThat(wrong.status()).as(wrong.body()).isEqualTo(404);
        assertThat(wrong.text("error")).isEqualTo("unknown-code");

        var paired = owner.api().post(path("/pairings/confirm"), Json.object().with("code", CODE).with("space", room.space()));

        assertThat(paired.status()).as(paired.body()).isEqualTo(201);
        assertThat(paired.text("panel")).isEqualTo(panel.toString());
        var elsewhere = new PairedPanel(new PanelId(UUID.randomUUID()), new SpaceId(UUID.randomUUID()), Instant.now(), "code");
        door.say(new Message.Panels(
                List.of(new PairedPanel(panel, SpaceId.of(room.space()), Instant.now(), "code"), elsewhere)));
        await().untilAsserted(() -> assertThat(owner.api().get(path("/panels")).items()).singleElement()
                .satisfies(shown -> assertThat(shown.canonical()).contains(panel.toString())));
    }

    @Test
    void aPanelIsPairedOnlyWithASpaceOfTheEdgesOwnFloors() {
        connect();
        for (var elsewhere : List.of(cloud.newRoom(owner), cloud.newRoom(cloud.newTenant()))) {
            var reply = owner.api()
                    .post(path("/pairings/confirm"), Json.object().with("code", CODE).with("space", elsewhere.space()));
            assertThat(reply.status()).as(reply.body()).isEqualTo(404);
            assertThat(reply.body()).contains("space");
        }
        assertThat(heard).isEmpty();
    }

    @Test
    void anOperationIdBuysItsOwnAnswerAndNoOther() {
        connect();
        var api = owner.api().with("Operation-Id", cloud.bean(IdSource.class).next().toString());
        var first = api.post(path("/pairings"), Json.object().with("code", CODE));
        assertThat(first.status()).as(first.body()).isEqualTo(200);
        var again = api.post(path("/pairings"), Json.object().with("code", CODE));
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(heard).hasSize(1);

        assertThat(api.post(path("/pairings"), Json.object().with("code", "000000")).text("error"))
                .isEqualTo("operation-reused");
        assertThat(api.delete(path("/panels/" + panel)).text("error")).isEqualTo("operation-reused");
        assertThat(heard).hasSize(1);
    }

    @Test
    void anEdgeThatIsAheadOfARestoredCloudIsConfiguredAllTheSame() {
        assertThat(change("edge", Json.object().with("pin", 17))).isEqualTo(200);
        connect();
        await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> assertThat(configuration()).contains("\"drift\":false"));

        door.say(new Message.Reported(List.of(new Applied(Thing.of("edge"), 9, Optional.empty(), Optional.empty()),
                new Applied(Thing.of("light:aspen"), 4, Optional.empty(), Optional.empty()))));

        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(configuration()).contains("\"version\":10").contains("\"drift\":false"));
        assertThat(owner.api()
                .patch(path("/configuration/light:aspen"),
                        Json.object().with("version", 0).with("settings", Json.object().with("pin", 3)))
                .body()).as("one that the backup does not know").contains("\"version\":5");
        door.say(new Message.Reported(
                List.of(new Applied(Thing.of("edge"), Long.MAX_VALUE, Optional.empty(), Optional.empty()))));
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(configuration()).doesNotContain("\"drift\":true"));
    }

    @Test
    void whatCannotWaitIsRefusedWhileTheEdgeIsAwayAndARevocationIsKept() {
        assertThat(owner.api().post(path("/pairings"), Json.object().with("code", CODE)).text("error")).isEqualTo("edge-away");
        assertThat(owner.api().delete(path("/panels/" + panel)).status()).isEqualTo(202);

        connect();

        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(heard).contains(new EdgeOrder.RevokePanel(panel)));
    }

    @Test
    void aStandingOrderIsGivenInTheEpochInWhichItIsHeardAndOneForTheFormerMachineNotAtAll() {
        connect();
        door.raw(Topics.state(edge.id()), new LinkState(1, false).bytes(), true);
        door.leave();
        await().until(() -> !owner.api().get("/api/v1/floors/" + floor).text("link").equals("linked"));
        assertThat(owner.api().delete(path("/panels/" + panel)).status()).isEqualTo(202);
        assertThat(owner.api().post(path("/retire")).status()).isEqualTo(202);

        var token = owner.api().post(path("/re-enrolment"), Json.object().with("diskLost", true)).text("enrolmentToken");
        var again = EnrolledEdges.enrol(cloud.context(), token);

        try (var fresh = new TestDoor(again.id(), floor, again.credential(), cloud.brokerPort())) {
            fresh.obey(this::obeyed);
            fresh.connect(2);
            await().atMost(Duration.ofSeconds(15))
                    .untilAsserted(() -> assertThat(heard).containsOnly(new EdgeOrder.RevokePanel(panel)));
            assertThat(fresh.state().at().epoch()).isEqualTo(2);
        }
    }

    @Test
    void howAThingShouldBeIsSentUntilItIsReportedAndDriftIsShown() {
        var wanted = Json.object()
                .with("version", 0)
                .with("settings", Json.object().with("locale", "de-DE").with("brightness", 80));
        var changed = owner.api().patch(path("/configuration/panel:" + panel), wanted);
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        assertThat(configuration()).contains("\"drift\":true").contains("\"version\":1");
        assertThat(owner.api().patch(path("/configuration/panel:" + panel), wanted).status()).as("seen by nobody")
                .isEqualTo(412);

        connect();

        await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> assertThat(configuration()).contains("\"drift\":false"));
        var merged = owner.api()
                .patch(path("/configuration/panel:" + panel),
                        Json.object().with("version", 1).with("settings", Json.object().with("brightness", 40)));
        assertThat(merged.body()).contains("de-DE").contains("40");
        await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> assertThat(configuration()).contains("\"drift\":false"));
    }

    @Test
    void theEdgeItselfItsSensorsAndItsLightsAreConfiguredTooAndAllIsSentAgainAfterANewEnrolment() {
        var things = List.of("edge", "sensor:door-1", "light:aspen");
        for (String thing : things) {
            assertThat(change(thing, Json.object().with("pin", 17))).as(thing).isEqualTo(200);
        }
        connect();
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(configuration()).doesNotContain("\"drift\":true"));
        assertThat(things).allMatch(configuration()::contains);
        door.leave();

        // The same edge with an empty disk.
        var token = owner.api().post(path("/re-enrolment"), Json.object().with("diskLost", true)).text("enrolmentToken");
        var again = EnrolledEdges.enrol(cloud.context(), token);

        assertThat(configuration()).doesNotContain("\"drift\":false");
        try (var fresh = new TestDoor(again.id(), floor, again.credential(), cloud.brokerPort())) {
            fresh.connect(2);
            await().atMost(Duration.ofSeconds(15))
                    .untilAsserted(() -> assertThat(configuration()).doesNotContain("\"drift\":true"));
        }
    }

    @Test
    void settingsThatAreNoneAreRefused() {
        assertThat(change("roof", Json.object().with("a", 1))).isEqualTo(400);
        assertThat(change("pin:" + panel, Json.object().with("a", 1))).isEqualTo(400);
        assertThat(change("edge", Json.object().with("no key!", 1))).isEqualTo(400);
        assertThat(change("edge", Json.object().with("nested", Json.object().with("a", 1)))).isEqualTo(400);
        var large = Json.object();
        for (int i = 0; i < 10; i++) {
            large = large.with("key" + i, "x".repeat(400));
        }
        assertThat(change("edge", large)).isEqualTo(422);
        var wide = Json.object().with("a", "ü".repeat(490)).with("b", "ü".repeat(490));
        assertThat(wide.canonical().length()).isLessThan(1_500);
        assertThat(change("edge", wide)).as("measured as it is sent").isEqualTo(422);
    }

    @Test
    void anEdgesHealthIsShownAsItWasTold() {
        connect();
        door.say(new Message.Health(new EdgeHealth("0.1.0", Instant.now(), new BootId(UUID.randomUUID()), "hold-over", 5, 9,
                List.of(new EdgeHealth.Check("clock", "degraded", "The time is not trusted.", "Connect a time server.")))));
        await().untilAsserted(() -> {
            var shown = owner.api().get("/api/v1/edges/" + edge.id());
            assertThat(shown.body()).contains("\"clock\":\"hold-over\"")
                    .contains("Connect a time server.")
                    .contains("lastSeenAt");
        });
    }

    @Test
    void anIssueFromADoorIsOneIssueHoweverOftenItIsSent() {
        connect();
        await().until(() -> door.state().at().line().at().isAfter(Instant.now()));
        var report = new OperationId(UUID.randomUUID());
        door.notice(report, "issue:display", SpaceId.of(room.space()));
        await().untilAsserted(() -> assertThat(owner.api().get("/api/v1/issues?state=open").items()).hasSize(1));
        door.repeatLog();
        await().until(() -> door.state().at().logAcked().equals(door.state().at().log()));

        var taken = owner.api().patch("/api/v1/issues/" + report, Json.object().with("state", "taken"));

        assertThat(taken.text("kind")).isEqualTo("display");
        assertThat(taken.text("space")).isEqualTo(room.space());
        await().untilAsserted(() -> assertThat(heard).as("shown at the door")
                .anyMatch(order -> order instanceof EdgeOrder.ShowIssue shown && shown.issue().equals(report)
                        && shown.state().equals("taken")));
        assertThat(owner.api().get("/api/v1/issues?state=open").items()).isEmpty();
        assertThat(owner.api().get("/api/v1/issues").items()).hasSize(1);
    }

    @Test
    void retiringIsAnOrderToTheDoor() {
        connect();
        assertThat(owner.api().post(path("/retire")).status()).isEqualTo(200);
        assertThat(heard).contains(new EdgeOrder.Retire());
    }

    private int change(String about, Json.Obj settings) {
        return owner.api()
                .patch(path("/configuration/" + about), Json.object().with("version", 0).with("settings", settings))
                .status();
    }

    private String configuration() {
        return owner.api().get(path("/configuration")).body();
    }

    private String path(String rest) {
        return "/api/v1/edges/" + edge.id() + rest;
    }
}
