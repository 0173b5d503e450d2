package dev.lintel.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lintel.edge.copy.Floor2;
import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.pairing.TechnicianKey;
import dev.lintel.protocol.booking.Phase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The page in a real browser before a real agent: what a finger does, and what a pulled cable between the two does.
/// The floor is cut off from the cloud all the time, so every link here is local.
@NullMarked
@ExtendWith(OneBrowser.class)
class DoorPageStoriesTest {

    private final TestBrowser browser;

    @TempDir
    Path folder;

    private TestAgent agent;

    DoorPageStoriesTest(TestBrowser browser) {
        this.browser = browser;
    }

    @BeforeEach
    void start() throws Exception {
        agent = TestAgent.onFloor2(folder);
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    /// Pulls the cable between panel and agent; putting it in again is another life of the agent at the same address.
    private int cut() {
        int port = agent.at("/").getPort();
        agent.close();
        return port;
    }

    private void heal(int port) throws Exception {
        agent = TestAgent.again(folder, "--lintel.panel.port=" + port);
    }

    @Test
    void oneTouchChecksIn() throws Exception {
        browser.opens(agent.door(TestAgent.ASPEN_KEY));
        browser.sees("check-in-due", "local");
        assertThat(browser.reads("h1")).isEqualTo("Aspen");
        assertThat(browser.touchesAndReads("Check in", "[data-notice=done] p")).contains("Checked in");
        browser.sees("in-use", "local");
        assertThat(agent.bookings(Floor2.ASPEN)).singleElement()
                .satisfies(booking -> assertThat(booking.phase()).isInstanceOf(Phase.CheckedIn.class));
    }

    @Test
    void aWalkUpIsBookedWithOneTouchAndEndedWithTwo() throws Exception {
        browser.opens(agent.door(TestAgent.BIRCH_KEY));
        browser.sees("free", "local");
        browser.touches("Book 30 min");
        browser.sees("in-use", "local");
        browser.touches("End meeting");
        browser.touches("Go on");
        browser.touches("End meeting");
        browser.touches("End now");
        browser.sees("free", "local");
    }

    @Test
    void thePersonBeforeTheDoorChoosesTheLanguage() throws Exception {
        browser.opens(agent.door(TestAgent.BIRCH_KEY));
        browser.sees("free", "local");
        browser.touches("Language");
        browser.touches("Polski");
        browser.waits("html[lang=pl]");
        assertThat(browser.reads(".word")).isEqualTo("Wolna");
    }

    @Test
    void aTabletIsPairedByTheCodeItShowsAndStaysPaired() throws Exception {
        browser.opens(agent.door(""));
        browser.waits("svg.code");
        String code = browser.reads(".word");
        assertThat(code).matches("[0-9]{6}");
        assertThat(browser.reads(".line")).matches("[a-z]+ [a-z]+ [a-z]+");
        assertThat(agent.post("/technician/pairings", "{\"code\":\"" + code + "\",\"space\":\"birch\"}", "Authorization",
                "Bearer " + Files.readString(folder.resolve(TechnicianKey.FILE))).statusCode()).isBetween(200, 201);
        browser.sees("free", "local");
        assertThat(browser.reads("h1")).isEqualTo("Birch");
        browser.reloads();
        browser.sees("free", "local");
    }

    @Test
    void aPanelWhoseAgentIsAwayShowsTheLastStateAlsoAfterARestart() throws Exception {
        browser.opens(agent.door(TestAgent.ASPEN_KEY));
        browser.sees("check-in-due", "local");
        settled();
        int port = cut();
        browser.sees("check-in-due", "cut-off");
        assertThat(browser.reads(".link")).contains("As of 10:00");
        browser.reloads();
        browser.sees("check-in-due", "cut-off");
        heal(port);
        browser.sees("check-in-due", "local");
    }

    @Test
    void aCheckInKeptWhileCutOffArrivesOnceAndThePersonIsTold() throws Exception {
        browser.opens(agent.door(TestAgent.ASPEN_KEY));
        browser.sees("check-in-due", "local");
        settled();
        int port = cut();
        browser.sees("check-in-due", "cut-off");
        browser.touches("Check in");
        browser.waits("[data-notice=kept]");
        browser.reloads();
        browser.waits("[data-notice=kept]");
        heal(port);
        browser.sees("in-use", "local");
        browser.waits("[data-notice=done]");
        browser.reloads();
        browser.sees("in-use", "local");
        assertThat(agent.bookings(Floor2.ASPEN)).singleElement()
                .satisfies(booking -> assertThat(booking.phase()).isInstanceOf(Phase.CheckedIn.class));
        assertThat(agent.part(DoorDesk.class).state().orElseThrow().at().log().seq()).as("entries in the door's log")
                .isEqualTo(1);
    }

    /// The page has its service worker and has written its last state.
    private void settled() {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(browser.stored()).contains("last"));
    }
}
