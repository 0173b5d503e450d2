package dev.lintel.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lintel.edge.TestTablet.Reply;
import dev.lintel.edge.copy.CopyFile;
import dev.lintel.edge.copy.Floor2;
import dev.lintel.edge.pairing.TechnicianKey;
import dev.lintel.edge.settings.DataFolder;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.wire.PanelMessage;
import dev.lintel.protocol.wire.PanelMessage.PanelAction;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How a tablet fresh from its box comes to show a room, with no cloud anywhere.
@NullMarked
@SuppressWarnings("NullAway.Init")
class PairingStoriesTest {

    private static final OperationId TOUCH = OperationId.of("01890000-0000-7000-8000-0000000000c1");

    @TempDir
    Path folder;

    private TestAgent agent;

    @BeforeEach
    void start() throws Exception {
        agent = TestAgent.onFloor2(folder);
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private void restart() throws Exception {
        TestAgent before = agent;
        before.close();
        agent = TestAgent.again(folder);
        agent.now.set(before.time());
    }

    private String[] technician() throws Exception {
        return new String[]{"Authorization", "Bearer " + Files.readString(folder.resolve(TechnicianKey.FILE))};
    }

    private Reply technicianLooks(String code) throws Exception {
        return Reply.of(agent.get("/technician/pairings/" + code, technician()));
    }

    private Reply technicianConfirms(String code, String space) throws Exception {
        return Reply.of(agent.post("/technician/pairings", "{\"code\":\"" + code + "\",\"space\":\"" + space + "\"}",
                technician()));
    }

    private static String wrong(String code, int number) {
        return "%06d".formatted((Integer.parseInt(code) + 1 + number) % 1_000_000);
    }

    @Test
    void aTabletWithAKeyOfItsOwnIsPairedByCodeAndPhrase() throws Exception {
        TestTablet tablet = TestTablet.withKey(agent);
        Reply shown = tablet.asksForACode();
        assertThat(shown.status()).isEqualTo(201);
        assertThat(shown.text("code")).matches("[0-9]{6}");
        assertThat(technicianLooks(shown.text("code")).text("phrase")).isEqualTo(shown.text("phrase"))
                .matches("[a-z]+ [a-z]+ [a-z]+");
        assertThat(tablet.looks().text("state")).isEqualTo("waiting");
        Reply confirmed = technicianConfirms(shown.text("code"), "birch");
        assertThat(confirmed.text("name")).isEqualTo("Birch");
        Reply paired = tablet.looks();
        assertThat(paired.text("state")).isEqualTo("paired");
        assertThat(tablet.session()).as("not without having signed").isEqualTo(401);
        assertThat(tablet.signsIn(paired.text("panel")).text("space")).isEqualTo(Floor2.BIRCH.toString());
        try (TestPanel birch = tablet.opensItsSocket()) {
            birch.act(TOUCH, new PanelAction.Book(Optional.empty(), 30));
            assertThat(birch.next(PanelMessage.Done.class).event()).isEqualTo("booked");
        }
    }

    @Test
    void aTabletWithoutWebCryptoGetsACookieInstead() throws Exception {
        TestTablet tablet = TestTablet.withoutKey(agent);
        Reply shown = tablet.asksForACode();
        technicianConfirms(shown.text("code"), "Aspen");
        assertThat(tablet.session()).isEqualTo(401);
        assertThat(tablet.looks().text("state")).isEqualTo("paired");
        assertThat(tablet.session()).isEqualTo(200);
    }

    @Test
    void everyStepSurvivesARestart() throws Exception {
        TestTablet tablet = TestTablet.withKey(agent);
        Reply shown = tablet.asksForACode();
        restart();
        tablet = tablet.at(agent);
        assertThat(tablet.looks().text("code")).as("the same code").isEqualTo(shown.text("code"));
        assertThat(technicianConfirms(shown.text("code"), "Aspen").status()).isEqualTo(200);
        restart();
        tablet = tablet.at(agent);
        String panel = tablet.looks().text("panel");
        assertThat(tablet.signsIn(panel).status()).isEqualTo(200);
        restart();
        assertThat(tablet.at(agent).session()).as("the session of before").isEqualTo(200);
    }

    @Test
    void asCodesGoAScreenKeepsItsCodeUntilItIsOver() throws Exception {
        TestTablet tablet = TestTablet.withKey(agent);
        String code = tablet.asksForACode().text("code");
        assertThat(tablet.asksForACode().text("code")).isEqualTo(code);
        agent.pass(Duration.ofMinutes(10));
        assertThat(tablet.looks().text("state")).isEqualTo("over");
        assertThat(technicianConfirms(code, "Aspen").text("error")).isEqualTo("unknown-code");
    }

    @Test
    void fiveWrongCodesVoidTheCodeThatIsShown() throws Exception {
        TestTablet tablet = TestTablet.withKey(agent);
        String code = tablet.asksForACode().text("code");
        for (int i = 0; i < 5; i++) {
            assertThat(technicianLooks(wrong(code, i)).text("error")).isEqualTo("unknown-code");
        }
        assertThat(technicianLooks(code).text("error")).isEqualTo("unknown-code");
        assertThat(tablet.looks().text("state")).isEqualTo("over");
    }

    @Test
    void twentyWrongCodesAnHourAreEnoughAlsoAcrossARestart() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(technicianLooks(wrong("000000", i)).text("error")).isEqualTo("unknown-code");
        }
        restart();
        Reply refused = technicianLooks("123456");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text("error")).isEqualTo("too-many-codes");
        agent.pass(Duration.ofMinutes(61));
        assertThat(technicianLooks("123456").text("error")).isEqualTo("unknown-code");
    }

    @Test
    void oneAddressGetsFiveCodesAnHour() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(TestTablet.withKey(agent).asksForACode().status()).isEqualTo(201);
        }
        assertThat(TestTablet.withKey(agent).asksForACode().text("error")).isEqualTo("too-many-codes");
    }

    @Test
    void aStolenChallengeOrAnotherKeyOpensNothing() throws Exception {
        TestTablet tablet = TestTablet.withKey(agent);
        technicianConfirms(tablet.asksForACode().text("code"), "Aspen");
        String panel = tablet.looks().text("panel");
        assertThat(TestTablet.withKey(agent).signsIn(panel).status()).as("another key").isEqualTo(401);
        String challenge = tablet.challenge();
        assertThat(tablet.signsIn(panel, challenge).status()).isEqualTo(200);
        assertThat(tablet.signsIn(panel, challenge).status()).as("a second time").isEqualTo(401);
        String late = tablet.challenge();
        agent.pass(Duration.ofSeconds(61));
        assertThat(tablet.signsIn(panel, late).status()).as("a minute later").isEqualTo(401);
        assertThat(tablet.signsIn(panel, "challenge.99999999999.x.y").status()).as("one we never made").isEqualTo(401);
    }

    @Test
    void aRemovedPanelIsToldSoAndCannotComeBack() throws Exception {
        TestTablet tablet = TestTablet.withKey(agent);
        technicianConfirms(tablet.asksForACode().text("code"), "Aspen");
        String panel = tablet.looks().text("panel");
        tablet.signsIn(panel);
        try (TestPanel aspen = tablet.opensItsSocket()) {
            aspen.next(PanelMessage.State.class);
            assertThat(agent.delete("/technician/panels/" + panel, technician()).statusCode()).isEqualTo(200);
            assertThat(aspen.next(PanelMessage.NotPaired.class).reason()).isEqualTo("removed");
            assertThat(aspen.closed.get(10, TimeUnit.SECONDS)).isNotNull();
        }
        assertThat(tablet.session()).isEqualTo(401);
        assertThat(tablet.signsIn(panel).status()).isEqualTo(401);
        restart();
        assertThat(tablet.at(agent).session()).isEqualTo(401);
    }

    @Test
    void aTabletThatMovesToAnotherRoomKeepsItsNameAndIsTold() throws Exception {
        TestTablet tablet = TestTablet.withKey(agent);
        technicianConfirms(tablet.asksForACode().text("code"), "Aspen");
        String panel = tablet.looks().text("panel");
        tablet.signsIn(panel);
        try (TestPanel before = tablet.opensItsSocket()) {
            before.next(PanelMessage.State.class);
            Reply again = technicianConfirms(tablet.asksForACode().text("code"), "Birch");
            assertThat(again.text("panel")).isEqualTo(panel);
            assertThat(before.next(PanelMessage.NotPaired.class).reason()).isEqualTo("moved");
        }
        try (TestPanel birch = tablet.opensItsSocket()) {
            assertThat(birch.next(PanelMessage.State.class).space().name()).isEqualTo("Birch");
        }
    }

    @Test
    void severalPanelsOfOneRoomAreThreePanels() throws Exception {
        for (int i = 0; i < 3; i++) {
            technicianConfirms(TestTablet.withKey(agent).asksForACode().text("code"), "Aspen");
        }
        Reply list = Reply.of(agent.get("/technician/panels", technician()));
        assertThat(list.body().canonical().split(Floor2.ASPEN.toString(), -1)).as("three, and the one from its file")
                .hasSize(5);
    }

    @Test
    void whoCannotReadTheTechniciansKeyDoesNoTechniciansWork() throws Exception {
        assertThat(Files.getPosixFilePermissions(folder.resolve(TechnicianKey.FILE)))
                .isEqualTo(java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        assertThat(agent.get("/technician/panels").statusCode()).isEqualTo(401);
        assertThat(agent.get("/technician/panels", "Authorization", "Bearer guess").statusCode()).isEqualTo(401);
        assertThat(agent.get("/technician/panels", "Cookie", "lintel-panel=" + TestAgent.ASPEN_KEY).statusCode())
                .isEqualTo(401);
    }

    @Test
    void theTechniciansCommandPairsListsAndRemoves() throws Exception {
        TestTablet tablet = TestTablet.withKey(agent);
        Reply shown = tablet.asksForACode();
        assertThat(command("y\n", "pair", shown.text("code"), "Birch")).contains(shown.text("phrase"))
                .contains("now the panel of Birch");
        String panel = tablet.looks().text("panel");
        assertThat(command("", "panels")).contains(panel);
        assertThat(command("", "revoke", panel)).contains("no longer paired");
        assertThat(command("", "panels")).doesNotContain(panel);
    }

    /// Its address is one from which strangers come next: all panels of this story speak from this machine.
    @Test
    void aPanelThatIsRevokedLosesThePlaceThatIsKeptForPanels() throws Exception {
        TestTablet tablet = TestTablet.withKey(agent);
        technicianConfirms(tablet.asksForACode().text("code"), "Birch");
        String panel = tablet.looks().text("panel");
        tablet.signsIn(panel);
        try (TestPanel birch = tablet.opensItsSocket()) {
            birch.next(PanelMessage.State.class);
        }
        await().until(() -> addresses() == 1);
        assertThat(command("", "revoke", panel)).contains("no longer paired");
        await().until(() -> addresses() == 0);
    }

    private int addresses() throws Exception {
        return agent.part(CopyFile.class).read(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT count(*) FROM panel_address")) {
                return row.next() ? row.getInt(1) : -1;
            }
        });
    }

    /// Only the agent's own user can read where it is; a port that was taken over meanwhile is nobody's to whom a key is shown.
    @Test
    void theTechniciansCommandAsksTheAgentThatRunsAndNobodyElse() throws Exception {
        Path address = folder.resolve("technician-address");
        assertThat(Files.getPosixFilePermissions(address)).isEqualTo(DataFolder.OWNER_ONLY);
        assertThat(command("", List.of("panels", "--lintel.data=" + folder))).as("on a port that only the agent knows")
                .contains(Floor2.ASPEN.toString());
        agent.stops();
        assertThat(address).doesNotExist();
        assertThat(command("", List.of("panels", "--lintel.data=" + folder))).contains("It must be running here");
    }

    @Test
    void theTechniciansCommandFindsTheAgentByItsSettingsFile() throws Exception {
        Path file = Files.writeString(folder.resolve("edge.yml"),
                "lintel:\n  data: " + folder + "\n");
        System.setProperty("micronaut.config.files", file.toString());
        try {
            assertThat(command("", List.of("panels"))).contains(Floor2.ASPEN.toString());
            Files.writeString(file, "lintel:\n  data: " + folder + "\n  panel:\n    port: seven\n");
            assertThat(command("", List.of("panels"))).as("as the agent would say it")
                    .contains(file + " line 4", "lintel.panel.port");
        } finally {
            System.clearProperty("micronaut.config.files");
        }
    }

    @Test
    void aTechnicianWhoSeesAnotherPhraseConfirmsNothing() throws Exception {
        TestTablet tablet = TestTablet.withKey(agent);
        assertThat(command("n\n", "pair", tablet.asksForACode().text("code"), "Birch")).contains("Nothing was paired");
        assertThat(tablet.looks().text("state")).isEqualTo("waiting");
    }

    private String command(String typed, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--lintel.data=" + folder);
        return command(typed, all);
    }

    private static String command(String typed, List<String> args) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        new TechnicianCommand(new PrintStream(said, true, StandardCharsets.UTF_8),
                new BufferedReader(new StringReader(typed))).run(args.toArray(String[]::new));
        return said.toString(StandardCharsets.UTF_8);
    }
}
