package dev.lintel.provisioning.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lintel.provisioning.Repository;
import dev.lintel.provisioning.cloud.Answer;
import dev.lintel.provisioning.cloud.CloudClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What the README's "pull the cable" promises: a floor cut off by the demo's own command decides alone, and when the
/// cable is in again, everybody holds the same.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(TellsWhatWasSaid.class)
class PullTheCableIT {

    private static final int SHIFT = 21_000;
    private static final Duration SOON = Duration.ofSeconds(30);
    /// The pause between two attempts of a door's link grows to a minute while nobody is there.
    private static final Duration RECONNECTS_WITHIN = Duration.ofSeconds(100);

    @TempDir
    private static Path temporary;
    private static DemoRun demo;
    private static Browser browser;
    private static Rooms rooms;

    @BeforeAll
    static void theDemoIsUp() throws IOException {
        demo = DemoRun.up(temporary.resolve("demo"), SHIFT);
        browser = new Browser(Repository.root());
        rooms = new Rooms(demo);
    }

    @AfterAll
    static void allIsEnded() throws IOException {
        browser.close();
        demo.close();
    }

    @Test
    @Order(1)
    void aWalkUpMadeWhileCutOffStandsAgainstARemoteRequest() throws IOException {
        browser.open("cedar", demo.door("Cedar"), 800, 480);
        browser.waitFor("cedar", "[data-screen='free'][data-link='live']", SOON);
        cut("1", "cedar");
        browser.click("cedar", "button", "Book 30 min");
        browser.waitFor("cedar", "[data-screen='in-use'][data-link='local']", SOON);
        browser.open("passer-by", demo.door("Cedar"), 800, 480);
        browser.waitFor("passer-by", "[data-screen='in-use'][data-link='local']", SOON);
        assertThat(browser.text("passer-by", "body")).contains("saved here");
        Screenshots.take(browser, "passer-by", "cut-off");
        Instant now = Instant.now();
        CloudClient owner = demo.as("owner@demo.example");
        assertThat(rooms.bookings("Cedar")).as("the cloud cannot know of the walk-up yet").noneMatch(Rooms::isRunning);
        Answer remote = owner.post("/api/v1/bookings", Map.of("space", rooms.id("Cedar"), "start",
                now.plusSeconds(300).toString(), "end", now.plusSeconds(1_200).toString(), "title", "From afar"));
        assertThat(remote.text("phase")).isEqualTo("requested");

        heal("1", "cedar");

        await().atMost(SOON).untilAsserted(() -> assertThat(rooms.phase(remote)).isEqualTo("declined"));
        await().atMost(SOON).untilAsserted(() -> assertThat(rooms.bookings("Cedar")).anyMatch(Rooms::isRunning));
    }

    @Test
    @Order(2)
    void aCheckInMadeWhileCutOffBeatsACancellationFromAfar() throws IOException {
        CloudClient owner = demo.as("owner@demo.example");
        Instant now = Instant.now();
        Answer meeting = owner.post("/api/v1/bookings", Map.of("space", rooms.id("Rowan"), "start", now.toString(), "end",
                now.plusSeconds(1_200).toString(), "title", "Running when it was cancelled"));
        browser.open("rowan", demo.door("Rowan"), 800, 480);
        browser.waitFor("rowan", "[data-screen='check-in-due'][data-link='live']", SOON);
        cut("2", "rowan");
        owner.post("/api/v1/bookings/" + meeting.text("id") + "/cancel", Map.of());
        assertThat(rooms.phase(meeting)).as("the cancellation waits for the door").isEqualTo("confirmed");
        browser.click("rowan", "button", "Check in");
        browser.waitFor("rowan", "[data-screen='in-use'][data-link='local']", SOON);

        heal("2", "rowan");

        assertThat(rooms.phase(meeting)).isEqualTo("checked-in");
        browser.waitFor("rowan", "[data-screen='in-use'][data-link='live']", SOON);
    }

    private static void cut(String floor, String page) throws IOException {
        demo.type("cut " + floor);
        await().atMost(SOON).until(() -> demo.says("Floor " + floor + ": the cable is PULLED"));
        browser.waitFor(page, "[data-link='local']", SOON);
    }

    private static void heal(String floor, String page) throws IOException {
        demo.type("heal " + floor);
        await().atMost(RECONNECTS_WITHIN)
                .until(() -> demo.says("Floor " + floor + ": the cable is in; both sides hold the same"));
        browser.waitFor(page, "[data-link='live']", SOON);
    }
}
