package dev.lintel.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.copy.Floor2;
import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.fleet.FleetDesk;
import dev.lintel.edge.fleet.IssueStates;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PanelId;
import dev.lintel.protocol.wire.Applied;
import dev.lintel.protocol.wire.EdgeHealth;
import dev.lintel.protocol.wire.EdgeOrder;
import dev.lintel.protocol.wire.EdgeReply;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.Message;
import dev.lintel.protocol.wire.PairedPanel;
import dev.lintel.protocol.wire.PanelMessage;
import dev.lintel.protocol.wire.PanelMessage.Hello;
import dev.lintel.protocol.wire.Setting;
import dev.lintel.protocol.wire.Thing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What administrators order and set through the cloud, as it arrives at an agent.
@NullMarked
@SuppressWarnings("NullAway.Init")
class FleetStoriesTest {

    private static final PanelId ASPEN_PANEL = PanelId.of("01890000-0000-7000-8000-0000000000aa");

    @TempDir
    Path folder;

    private TestAgent agent;
    private int orders;

    @BeforeEach
    void start() throws Exception {
        agent = TestAgent.onFloor2(folder);
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private void restart() throws Exception {
        agent.close();
        agent = TestAgent.again(folder);
    }

    private OperationId operation() {
        orders++;
        return OperationId.of("01890000-0000-7000-8000-000000005%03d".formatted(orders));
    }

    private EdgeReply ordered(OperationId operation, EdgeOrder order) throws Exception {
        return agent.part(FleetDesk.class)
                .order(new Message.Order(operation, agent.time().plus(Duration.ofMinutes(1)), order))
                .orElseThrow()
                .outcome();
    }

    private static String fact(EdgeReply reply, String name) {
        return reply instanceof EdgeReply.Done(Json.Obj facts) && facts.fields().get(name) instanceof Json.Text(String text)
                ? text
                : reply.toString();
    }

    private List<Applied> wished(String about, long version, Json.Obj settings) throws Exception {
        return agent.part(FleetDesk.class)
                .desired(new Message.Desired(List.of(new Setting(Thing.of(about), version, Optional.of(settings)))))
                .items();
    }

    @Test
    void aTabletIsPairedByAnOrderAndTheOrderSaidAgainHasNoSecondEffect() throws Exception {
        TestTablet tablet = TestTablet.withKey(agent);
        TestTablet.Reply shown = tablet.asksForACode();
        String code = shown.text("code");
        EdgeReply looked = ordered(operation(), new EdgeOrder.LookPairing(code));
        assertThat(fact(looked, "phrase")).isEqualTo(shown.text("phrase"));

        OperationId confirm = operation();
        EdgeOrder order = new EdgeOrder.ConfirmPairing(code, Floor2.BIRCH, "Olga");
        EdgeReply first = ordered(confirm, order);
        assertThat(fact(first, "space")).isEqualTo(Floor2.BIRCH.toString());
        restart();
        assertThat(ordered(confirm, order)).as("after a lost answer and a restart").isEqualTo(first);
        assertThat(agent.part(FleetDesk.class).panels().panels()).filteredOn(panel -> panel.how().equals("code"))
                .extracting(PairedPanel::panel)
                .extracting(PanelId::toString)
                .containsExactly(fact(first, "panel"));

        tablet = tablet.at(agent);
        tablet.looks();
        tablet.signsIn(fact(first, "panel"));
        try (TestPanel birch = tablet.opensItsSocket()) {
            assertThat(birch.next(Hello.class).space()).isEqualTo(Floor2.BIRCH);
            assertThat(ordered(operation(), new EdgeOrder.RevokePanel(PanelId.of(fact(first, "panel")))))
                    .isInstanceOf(EdgeReply.Done.class);
            assertThat(birch.next(PanelMessage.NotPaired.class).reason()).isEqualTo("removed");
        }
        assertThat(tablet.session()).isEqualTo(401);
    }

    @Test
    void aPanelOfAFileThatWasRevokedStaysOutAfterARestart() throws Exception {
        assertThat(ordered(operation(), new EdgeOrder.RevokePanel(ASPEN_PANEL))).isInstanceOf(EdgeReply.Done.class);
        restart();
        assertThat(agent.part(FleetDesk.class).panels().panels()).extracting(PairedPanel::panel)
                .doesNotContain(ASPEN_PANEL)
                .hasSize(1);
        Files.delete(folder.resolve("panels").resolve(ASPEN_PANEL + ".json"));
        restart();
        agent.close();
        agent = TestAgent.listed(folder);
        assertThat(agent.part(FleetDesk.class).panels().panels()).as("listed anew by hand")
                .extracting(PairedPanel::panel)
                .contains(ASPEN_PANEL);
    }

    @Test
    void aPanelOfAFileThatWasGivenAnotherRoomByCodeStaysThereAfterARestart() throws Exception {
        TestTablet tablet = TestTablet.withKey(agent).showing(TestAgent.ASPEN_KEY);
        String code = tablet.asksForACode().text("code");
        EdgeReply paired = ordered(operation(), new EdgeOrder.ConfirmPairing(code, Floor2.BIRCH, "Olga"));
        assertThat(fact(paired, "panel")).isEqualTo(ASPEN_PANEL.toString());
        restart();
        assertThat(agent.part(FleetDesk.class).panels().panels()).filteredOn(panel -> panel.panel().equals(ASPEN_PANEL))
                .extracting(panel -> panel.how() + " " + panel.space())
                .containsExactly("code " + Floor2.BIRCH);
    }

    @Test
    void aWrongCodeThatIsSentTenTimesIsOneTry() throws Exception {
        String code = TestTablet.withKey(agent).asksForACode().text("code");
        String wrong = "%06d".formatted((Integer.parseInt(code) + 1) % 1_000_000);
        OperationId same = operation();
        for (int i = 0; i < 10; i++) {
            assertThat(ordered(same, new EdgeOrder.LookPairing(wrong)))
                    .isEqualTo(new EdgeReply.Refused("unknown-code", Json.object()));
        }
        assertThat(ordered(operation(), new EdgeOrder.LookPairing(code))).isInstanceOf(EdgeReply.Done.class);
    }

    @Test
    void anOrderPastItsTimeAndOneOfALaterVersionAreRefused() throws Exception {
        var late = new Message.Order(operation(), agent.time(), new EdgeOrder.RevokePanel(ASPEN_PANEL));
        assertThat(agent.part(FleetDesk.class).order(late).orElseThrow().outcome())
                .isEqualTo(new EdgeReply.Refused("expired", Json.object()));
        assertThat(agent.part(FleetDesk.class).panels().panels()).hasSize(2);
        assertThat(ordered(operation(), new EdgeOrder.Unknown("levitate")).toString()).contains("not-understood");
    }

    @Test
    void aRetiredDoorSaysItsLastWordAndDecidesNothingMore() throws Exception {
        assertThat(ordered(operation(), new EdgeOrder.Retire())).isInstanceOf(EdgeReply.Done.class);
        assertThat(agent.part(DoorDesk.class).state().orElseThrow().at().standing().obstacle()).isPresent();
        var touch = agent.part(DoorDesk.class).touch(operation(), new BookingCommand.CheckIn(Floor2.STANDUP));
        assertThat(touch.get(10, TimeUnit.SECONDS).toString()).contains("FloorStopped");
    }

    @Test
    void howAPanelShouldBeIsShownAtOnceReportedAndThereAfterARestart() throws Exception {
        Json.Obj night = Json.object()
                .with("locale", "de-DE")
                .with("nightFrom", "20:00")
                .with("nightUntil", "06:30")
                .with("brightness", 5)
                .with("palette", "purple")
                .with("languages", "de,pl")
                .with("smell", "roses");
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            assertThat(aspen.next(Hello.class).locale()).isEqualTo("en-GB");
            Applied applied = wished("panel:" + ASPEN_PANEL, 3, night).getFirst();
            assertThat(applied.version()).isEqualTo(3);
            assertThat(applied.problem()).contains("smell is not known to this version");
            assertThat(applied.settings().orElseThrow().fields()).containsKey("brightness").doesNotContainKey("smell");
            Hello again = aspen.next(Hello.class);
            assertThat(again.locale()).isEqualTo("de-DE");
            assertThat(again.house().night().orElseThrow().from()).isEqualTo(LocalTime.of(20, 0));
            assertThat(again.house().night().orElseThrow().brightnessPercent()).isEqualTo(5);
            assertThat(again.house().palette()).contains("purple");
            assertThat(again.house().languages()).containsExactly("de", "pl");
        }
        assertThat(wished("panel:" + ASPEN_PANEL, 2, Json.object().with("locale", "fr-FR")).getFirst().version())
                .as("an older wish that comes late")
                .isEqualTo(3);
        restart();
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            assertThat(aspen.next(Hello.class).locale()).isEqualTo("de-DE");
        }
        assertThat(agent.part(FleetDesk.class).reported().items()).extracting(Applied::version).containsExactly(3L);
    }

    @Test
    void whatThisEdgeDoesNotHaveIsAProblemInWords() throws Exception {
        assertThat(wished("light:door-1", 1, Json.object().with("pin", 17)).getFirst().problem())
                .contains("this edge has no light:door-1 that it could set");
        assertThat(wished("edge", 1, Json.object().with("clock", "13h")).getFirst().problem())
                .contains("clock has a value that cannot be applied");
    }

    private static String issues(PanelMessage.State state) {
        return state.room().issues().stream().map(issue -> issue.kind() + " " + issue.state()).toList().toString();
    }

    @Test
    void whatBecameOfAReportIsShownWhereItWasReported() throws Exception {
        OperationId report = operation();
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            aspen.act(report, new PanelMessage.PanelAction.Report("display", Optional.empty(), Optional.empty()));
            aspen.shows(state -> issues(state).equals("[display open]"));
            Instant at = agent.time();
            ordered(operation(), new EdgeOrder.ShowIssue(report, "taken", at));
            aspen.shows(state -> issues(state).equals("[display taken]"));
        }
        restart();
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            aspen.shows(state -> issues(state).equals("[display taken]"));
            Instant at = agent.time();
            ordered(operation(), new EdgeOrder.ShowIssue(report, "fixed", at.plusSeconds(9)));
            aspen.shows(state -> issues(state).equals("[]"));
            ordered(operation(), new EdgeOrder.ShowIssue(report, "open", at.plusSeconds(5)));
            assertThat(agent.part(IssueStates.class).of(report)).as("after one that was overtaken").isEqualTo("fixed");
        }
    }

    @Test
    void anOrderThatCannotBeWrittenIsNotAnsweredAndWorksWhenItComesAgain() throws Exception {
        OperationId revoke = operation();
        DoorDesk door = agent.part(DoorDesk.class);
        door.keep(connection -> sql(connection,
                "CREATE TRIGGER full BEFORE DELETE ON paired_panel BEGIN SELECT RAISE(ABORT, 'no'); END"))
                .get(10, TimeUnit.SECONDS);
        var order = new Message.Order(revoke, agent.time().plusSeconds(60), new EdgeOrder.RevokePanel(ASPEN_PANEL));
        assertThat(agent.part(FleetDesk.class).order(order)).isEmpty();
        door.keep(connection -> sql(connection, "DROP TRIGGER full")).get(10, TimeUnit.SECONDS);
        assertThat(ordered(revoke, order.order())).isInstanceOf(EdgeReply.Done.class);
    }

    private static void sql(Connection connection, String text) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    @Test
    void theCloudIsToldTheSameChecksAsATechnicianAtTheMachine() throws Exception {
        Message.Health health = agent.part(FleetDesk.class).health();
        assertThat(health.health().checks()).extracting(check -> check.id() + " " + check.status())
                .contains("door up", "disk up", "floor up", "cloud degraded");
        Json.Obj page = (Json.Obj) Json.parse(agent.get("/health").body());
        assertThat(String.valueOf(page.fields().get("checks"))).contains(
                health.health().checks().stream().map(EdgeHealth.Check::id).toList());
        assertThat(health.health().diskTotalBytes()).isPositive();
    }
}
