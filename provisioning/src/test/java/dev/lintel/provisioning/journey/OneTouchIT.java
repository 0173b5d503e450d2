package dev.lintel.provisioning.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lintel.provisioning.Repository;
import dev.lintel.provisioning.cloud.Answer;
import dev.lintel.provisioning.cloud.CloudClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// One touch from the finger to the cloud, the way back, and what a killed process leaves: on one demo, in this order.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(TellsWhatWasSaid.class)
class OneTouchIT {

    private static final int SHIFT = 20_000;
    /// The back-off of a door's link ends at a minute, and a slow machine needs some time to start a program.
    private static final Duration RECOVERS_WITHIN = Duration.ofSeconds(100);
    private static final Duration SOON = Duration.ofSeconds(60);
    /// Which of these is heard is the choice of whoever hangs up first.
    private static final String NOT_LET_IN = "does not let this edge in|does not accept this edge's certificate|hung up";
    private static final List<String> PROGRAMS = List.of("cloud", "edge-floor-1", "edge-floor-2");

    @TempDir
    private static Path temporary;
    private static DemoRun demo;
    private static Browser browser;
    private static Rooms rooms;
    private static CompletableFuture<Void> nobodyComes = CompletableFuture.completedFuture(null);

    @BeforeAll
    static void theDemoIsUp() throws IOException {
        demo = DemoRun.up(temporary.resolve("demo"), SHIFT);
        browser = new Browser(Repository.root());
        rooms = new Rooms(demo);
    }

    @AfterAll
    static void allIsEnded() throws IOException, InterruptedException {
        try (DemoRun _ = demo; Browser _ = browser) {
            // Each is ended whatever becomes of the other, and what never began needs no end.
        }
    }

    @Test
    @Order(1)
    void aCheckInAtTheDoorIsKnownToTheCloudAndToEveryListener() throws IOException {
        CloudClient owner = demo.as("owner@demo.example");
        Answer booking = rooms.bookings("Alder").getFirst();
        try (LiveFeed live = new LiveFeed(owner, demo.accessToken("owner@demo.example"), List.of("tenant"))) {
            browser.open("alder", demo.door("Alder"), 800, 480);
            browser.waitFor("alder", "[data-screen='check-in-due'][data-link='live']", SOON);
            Screenshots.take(browser, "alder", "check-in-due");
            browser.click("alder", "button", "Check in");
            browser.waitFor("alder", "[data-screen='in-use']", SOON);
            Screenshots.take(browser, "alder", "in-use");
            await().atMost(SOON).until(() -> rooms.phase(booking).equals("checked-in"));
            await().atMost(SOON).until(() -> live.about(booking.text("id"), "checked-in").isPresent());
            String operation = live.about(booking.text("id"), "checked-in").orElseThrow().text("op");
            // Which of two threads writes its record first is nobody's promise: only what caused what is asked for.
            List<String> causes = List.of(
                    "panel -> edge-floor-1 +check in\\R.*edge-floor-1 +check-in of booking " + booking.text("id")
                            + ": Done\\R",
                    "panel -> edge-floor-1 +check in\\R.*edge-floor-1 -> broker +door log entry \\d+\\R",
                    "edge-floor-1 -> broker +(door log entry \\d+)\\R.*broker -> cloud +\\1, applied\\R",
                    "panel -> edge-floor-1 +check in\\R.*cloud -> listeners +told to 1\\R");
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(demo.conversation(operation)).doesNotContain("was not heard")
                            .satisfies(told -> causes.forEach(cause -> assertThat(told).containsPattern("(?s)" + cause))));
            assertThat(TellsWhatWasSaid.lately(demo)).contains("The latest operations:\n", "since 20");
        }
    }

    @Test
    @Order(2)
    void aBookingMadeByRestReachesTheDoorsScreen() throws IOException {
        CloudClient owner = demo.as("owner@demo.example");
        browser.open("rowan", demo.door("Rowan"), 800, 480);
        browser.waitFor("rowan", "[data-screen='free']", SOON);
        Instant now = Instant.now();
        Answer booked = owner.post("/api/v1/bookings", Map.of("space", rooms.id("Rowan"), "start", now.toString(), "end",
                now.plusSeconds(1800).toString(), "title", "Made by REST"));
        assertThat(booked.text("phase")).isIn("confirmed", "requested");
        browser.waitFor("rowan", "[data-screen='check-in-due']", SOON);
        await().atMost(SOON).until(() -> rooms.phase(booked).equals("confirmed"));
        assertThat(browser.text("rowan", "body")).contains("Made by REST");
    }

    /// From a tablet fresh out of its box to one that is taken away: paired, set, heard and revoked from afar.
    @Test
    @Order(2)
    void anAdministratorPairsSetsHearsAndRemovesAPanelThroughTheCloud() throws IOException, InterruptedException {
        CloudClient owner = demo.as("owner@demo.example");
        // Under this name of the machine the browser has no cookie yet.
        int port = URI.create(demo.door("Alder")).getPort();
        browser.open("tablet", "http://127.0.0.1:" + port + "/door/", 800, 480);
        browser.waitFor("tablet", "[data-screen='not-paired']", SOON);
        Pattern sixDigits = Pattern.compile("([0-9]{3})\\s?([0-9]{3})");
        await().atMost(SOON).until(() -> sixDigits.matcher(browser.text("tablet", "body")).find());
        Matcher shown = sixDigits.matcher(browser.text("tablet", "body"));
        assertThat(shown.find()).isTrue();
        String code = shown.group(1) + shown.group(2);
        String edge = "/api/v1/edges/" + edgeOf("Alder", owner);
        Answer found = owner.post(edge + "/pairings", Map.of("code", code));
        assertThat(browser.text("tablet", "body")).contains(found.text("phrase"));
        String panel = owner.post(edge + "/pairings/confirm", Map.of("code", code, "space", rooms.id("Alder"))).text("panel");
        browser.waitFor("tablet", "[data-screen='in-use']", SOON);

        heard(owner);

        String about = "panel:" + panel;
        assertThat(
                demo.asked("PATCH", edge + "/configuration/" + about,
                        Map.of("version", 0, "settings", Map.of("locale", "de-DE"))))
                .isEqualTo(200);
        await().atMost(SOON).until(() -> browser.text("tablet", "body").contains("Belegt"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(owner.get(edge + "/configuration").list("items")).filteredOn(
                        item -> item.text("about").equals(about))
                        .singleElement()
                        .satisfies(item -> assertThat(item.toString()).contains("\"drift\":false", "\"reported\":{")));

        assertThat(demo.asked("DELETE", edge + "/panels/" + panel, Map.of())).isEqualTo(200);
        browser.waitFor("tablet", "[data-screen='not-paired']", SOON);
    }

    /// What somebody reports at the door is seen, taken and fixed in the cloud, and the door shows how far that is.
    private static void heard(CloudClient owner) throws IOException, InterruptedException {
        browser.click("tablet", "button", "Report a problem");
        browser.click("tablet", "button", "Sound");
        await().atMost(SOON).until(() -> !owner.get("/api/v1/issues?state=open").list("items").isEmpty());
        Answer issue = owner.get("/api/v1/issues?state=open").list("items").getFirst();
        assertThat(issue.text("kind")).isEqualTo("sound");
        assertThat(issue.text("space")).isEqualTo(rooms.id("Alder"));
        String path = "/api/v1/issues/" + issue.text("id");
        assertThat(demo.asked("PATCH", path, Map.of("state", "taken"))).isEqualTo(200);
        await().atMost(SOON).until(() -> reportable().contains("Sound (being looked at)"));
        assertThat(demo.asked("PATCH", path, Map.of("state", "fixed"))).isEqualTo(200);
        await().atMost(SOON).until(() -> !reportable().contains("Sound ("));
    }

    /// What the door's page offers to report, and how far each is. A sheet that nobody touches closes by itself, so it is opened
    /// for each look, on a page that has just been loaded.
    private static String reportable() {
        browser.reload("tablet");
        browser.waitFor("tablet", "[data-screen='in-use']", SOON);
        browser.click("tablet", "button", "Report a problem");
        String offered = browser.text("tablet", "body");
        assertThat(offered).contains("Sound");
        return offered;
    }

    private static String edgeOf(String room, CloudClient owner) throws IOException {
        String floor = owner.get("/api/v1/spaces/" + rooms.id(room)).text("floor");
        return owner.get("/api/v1/edges")
                .list("items")
                .stream()
                .filter(edge -> edge.toString().contains(floor))
                .findFirst()
                .orElseThrow()
                .text("id");
    }

    @Test
    @Order(3)
    void whatWasAcknowledgedSurvivesTheKillOfEachProgram() throws IOException {
        for (String program : PROGRAMS) {
            Answer walkUp = walkUpAt("Cedar", program);
            ProcessHandle victim = demo.program(program);
            victim.destroyForcibly();
            victim.onExit().join();
            await().atMost(RECOVERS_WITHIN)
                    .ignoreExceptions()
                    .until(() -> demo.program(program).pid() != victim.pid() && demo.isHealthy());
            await().atMost(RECOVERS_WITHIN)
                    .untilAsserted(() -> assertThat(rooms.phase(walkUp)).isEqualTo("completed"));
        }
        assertThat(rooms.phase(rooms.running("Alder"))).isEqualTo("checked-in");
    }

    @Test
    @Order(4)
    void theCloudSurvivesTheKillOfItsDatabase() throws IOException {
        Answer walkUp = walkUpAt("Cedar", "database");
        long pid = Long.parseLong(Files.readAllLines(temporary.resolve("demo/cloud/postgres/postmaster.pid")).getFirst());
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        await().atMost(RECOVERS_WITHIN)
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(rooms.phase(walkUp)).isEqualTo("completed"));
    }

    @Test
    @Order(5)
    void aSecondStartSaysThatOneIsRunning() throws IOException, InterruptedException {
        try (DemoRun second = DemoRun.start(temporary.resolve("demo"), SHIFT)) {
            assertThat(second.process().waitFor()).isEqualTo(1);
            assertThat(second.output()).contains("already running");
        }
    }

    @Test
    @Order(6)
    void aDemoThatWasKilledWholeLeavesNothingInTheWay() throws IOException, InterruptedException {
        demo.process().destroyForcibly().waitFor();
        demo = DemoRun.up(temporary.resolve("demo"), SHIFT);
        rooms = new Rooms(demo);
        assertThat(demo.output()).contains("left over from a run that was killed");
        assertThat(rooms.phase(rooms.running("Alder"))).isEqualTo("checked-in");
    }

    /// What follows takes about as long as a minute of grace.
    @Test
    @Order(7)
    void roomsAreBookedForPeopleWhoDoNotCome() {
        nobodyComes = NobodyComes.begins(demo);
        assertThat(nobodyComes).isNotCompletedExceptionally();
    }

    @Test
    @Order(8)
    void anEdgeRenewsItsCertificateWithANewKeyAndStaysLinked() throws Exception {
        CloudClient owner = demo.as("owner@demo.example");
        String site = owner.get("/api/v1/sites").list("items").getFirst().text("id");
        String floor = owner.post("/api/v1/sites/" + site + "/floors", Map.of("name", "Attic")).text("id");
        Answer edge = owner.post("/api/v1/edges", Map.of("name", "Attic's agent", "floorIds", List.of(floor)));
        Path token = Files.createFile(temporary.resolve("attic-token"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(token, edge.text("enrolmentToken"));
        Properties said = attic("renews", token);
        assertThat(said.getProperty("certificates").split(",", -1)).as("each another").doesNotHaveDuplicates().hasSize(3);
        assertThat(said.getProperty("again")).as("the certificate after its answer was lost").isEqualTo("the same");
        assertThat(said.getProperty("link")).as("with the certificate before the last").containsPattern(NOT_LET_IN);
        assertThat(said.getProperty("certificate")).contains("does not renew it");

        owner.post("/api/v1/edges/" + edge.text("edgeId") + "/revoke", Map.of());
        Properties revoked = attic("is-turned-away", token);
        assertThat(revoked.getProperty("link")).containsPattern(NOT_LET_IN);
        assertThat(revoked.getProperty("certificate")).contains("does not renew it", "revoked");
    }

    @Test
    @Order(9)
    void aFloorThatWasAloneForAMonthComesBackWithAnOutcomeForEachTouch() throws Exception {
        MonthAlone.isReconciled(demo, SHIFT, temporary.resolve("loft"), 480);
    }

    /// R13: its floor was given to other hardware by force, and it is still on. Nothing that it decided is applied and nothing is
    /// lost; once it knows, it confirms nothing more.
    @Test
    @Order(10)
    void whatAnEdgeDecidedBeforeItKnewThatItWasReplacedIsHeardAndExplained() throws Exception {
        CloudClient owner = demo.as("owner@demo.example");
        String site = owner.get("/api/v1/sites").list("items").getFirst().text("id");
        String floor = owner.post("/api/v1/sites/" + site + "/floors", Map.of("name", "Cellar")).text("id");
        owner.post("/api/v1/floors/" + floor + "/spaces", Map.of("name", "Vault", "kind", "room", "capacity", 4));
        Answer edge = owner.post("/api/v1/edges", Map.of("name", "Cellar's agent", "floorIds", List.of(floor)));
        Path token = Files.createFile(temporary.resolve("cellar-token"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(token, edge.text("enrolmentToken"));
        Properties alone = cellar("alone", token);
        assertThat(Integer.parseInt(alone.getProperty("waiting"))).as("entries that nobody has heard").isPositive();

        owner.post("/api/v1/edges/" + edge.text("edgeId") + "/replace", Map.of("name", "Cellar's next agent", "force", true));
        Properties heard = cellar("heard", token);

        assertThat(heard.getProperty("waiting")).isEqualTo("0");
        assertThat(owner.get("/api/v1/bookings/" + alone.getProperty("booking") + "/explain").toString()).contains("late-word");
        assertThat(heard.getProperty("told")).as("to a technician").contains("another edge has this floor");
        assertThat(heard.getProperty("shown")).as("to people at the door").isEqualTo("out-of-service");
        assertThat(heard.getProperty("touch")).isEqualTo("floor-stopped");
    }

    @Test
    @Order(11)
    void aRoomNobodyComesToIsGivenBackAndOneWithoutSensorsIsNot() throws Exception {
        nobodyComes.get(12, TimeUnit.MINUTES);
    }

    private static Properties cellar(String story, Path token) throws Exception {
        return EdgeProgram.run("dev.lintel.edge.Replaced", "edge: ", story, temporary.resolve("cellar").toString(),
                "https://localhost:" + (8443 + SHIFT), token.toString());
    }

    private static Properties attic(String story, Path token) throws Exception {
        return EdgeProgram.run("dev.lintel.edge.Renewing", "edge: ", story, temporary.resolve("attic").toString(),
                "https://localhost:" + (8443 + SHIFT), token.toString());
    }

    /// A person books the room for a quarter of an hour at its door and ends it: two touches, both acknowledged.
    private static Answer walkUpAt(String room, String page) throws IOException {
        browser.open(page, demo.door(room), 800, 480);
        browser.waitFor(page, "[data-screen='free'][data-link='live']", RECOVERS_WITHIN);
        browser.click(page, "button", "Book 15 min");
        browser.waitFor(page, "[data-screen='in-use']", SOON);
        await().atMost(SOON).until(() -> rooms.bookings(room).stream().anyMatch(Rooms::isRunning));
        Answer running = rooms.running(room);
        browser.click(page, "button", "End meeting");
        browser.click(page, "button", "End now");
        browser.waitFor(page, "[data-screen='free']", SOON);
        return running;
    }
}
