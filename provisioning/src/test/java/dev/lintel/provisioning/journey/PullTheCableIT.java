package dev.lintel.provisioning.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lintel.provisioning.Repository;
import dev.lintel.provisioning.cloud.Answer;
import dev.lintel.provisioning.cloud.CloudClient;
import dev.lintel.provisioning.cloud.CloudRefused;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What the README's "pull the cable" promises, and more of what can happen to a cable: a floor cut off by the demo's own
/// command decides alone, and when the cable is in again, everybody holds the same and was told once.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(TellsWhatWasSaid.class)
class PullTheCableIT {

    private static final int SHIFT = 21_000;
    private static final int FLAPS = 5;
    private static final Duration SOON = Duration.ofSeconds(30);
    /// The supervisor lets a moment pass before it starts what ended, and the machine may be busy.
    private static final Duration RECOVERS_WITHIN = Duration.ofSeconds(100);

    @TempDir
    private static Path temporary;
    private static DemoRun demo;
    private static Browser browser;
    private static Rooms rooms;
    private static Outage floor1;
    private static Outage floor2;

    @BeforeAll
    static void theDemoIsUp() throws IOException {
        demo = DemoRun.up(temporary.resolve("demo"), SHIFT);
        browser = new Browser(Repository.root());
        rooms = new Rooms(demo);
        floor1 = new Outage(demo, 1);
        floor2 = new Outage(demo, 2);
    }

    @AfterAll
    static void allIsEnded() throws IOException {
        try (DemoRun _ = demo; Browser _ = browser) {
            // Each is ended whatever becomes of the other, and what never began needs no end.
        }
    }

    /// The first, for the meeting it tells of waits for its check-in as long as the demo is young.
    @Test
    @Order(0)
    void aRoomClosedFromAfarKeepsThoseWhoCameBeforeItsDoorKnew() throws Exception {
        Answer meeting = rooms.bookings("Hazel").getFirst();
        browser.open("hazel", demo.door("Hazel"), 800, 480);
        browser.waitFor("hazel", "[data-screen='check-in-due'][data-link='live']", SOON);
        cut(floor2, "hazel");
        assertThat(demo.asked("PATCH", "/api/v1/spaces/" + rooms.id("Hazel"), Map.of("closed", "water-damage"))).isEqualTo(200);
        assertThatThrownBy(() -> requested("Hazel", Duration.ofHours(6), "After the water")).isInstanceOf(CloudRefused.class)
                .hasMessageContaining("water-damage");
        browser.click("hazel", "button", "Check in");
        browser.waitFor("hazel", "[data-screen='in-use'][data-link='local']", SOON);

        heal(floor2, "hazel");

        assertThat(rooms.phase(meeting)).isEqualTo("checked-in");
    }

    @Test
    @Order(1)
    void aWalkUpMadeWhileCutOffStandsAgainstARemoteRequest() throws IOException {
        browser.open("cedar", demo.door("Cedar"), 800, 480);
        browser.waitFor("cedar", "[data-screen='free'][data-link='live']", SOON);
        cut(floor1, "cedar");
        browser.click("cedar", "button", "Book 30 min");
        browser.waitFor("cedar", "[data-screen='in-use'][data-link='local']", SOON);
        browser.open("passer-by", demo.door("Cedar"), 800, 480);
        browser.waitFor("passer-by", "[data-screen='in-use'][data-link='local']", SOON);
        assertThat(browser.text("passer-by", "body")).contains("saved here");
        Screenshots.take(browser, "passer-by", "cut-off");
        assertThat(rooms.bookings("Cedar")).as("the cloud cannot know of the walk-up yet").noneMatch(Rooms::isRunning);
        Answer remote = requested("Cedar", Duration.ofMinutes(5), "From afar");
        assertThat(remote.text("phase")).isEqualTo("requested");

        heal(floor1, "cedar");

        await().atMost(SOON).untilAsserted(() -> assertThat(rooms.phase(remote)).isEqualTo("declined"));
        await().atMost(SOON).untilAsserted(() -> assertThat(rooms.bookings("Cedar")).anyMatch(Rooms::isRunning));
        CloudClient owner = demo.as("owner@demo.example");
        assertThat(owner.get("/api/v1/bookings/" + remote.text("id")).list("alternatives")).as("free instead").isNotEmpty();
        await().atMost(SOON).untilAsserted(() -> assertThat(told(owner, remote)).containsExactly("declined"));
    }

    @Test
    @Order(2)
    void aCheckInMadeWhileCutOffBeatsACancellationFromAfar() throws IOException {
        CloudClient owner = demo.as("owner@demo.example");
        Answer meeting = requested("Rowan", Duration.ZERO, "Running when it was cancelled");
        browser.open("rowan", demo.door("Rowan"), 800, 480);
        browser.waitFor("rowan", "[data-screen='check-in-due'][data-link='live']", SOON);
        // The door may know before the cloud has heard of it.
        await().atMost(SOON).untilAsserted(() -> assertThat(rooms.phase(meeting)).isEqualTo("confirmed"));
        cut(floor2, "rowan");
        owner.post("/api/v1/bookings/" + meeting.text("id") + "/cancel", Map.of());
        assertThat(rooms.phase(meeting)).as("the cancellation waits for the door").isEqualTo("confirmed");
        browser.click("rowan", "button", "Check in");
        browser.waitFor("rowan", "[data-screen='in-use'][data-link='local']", SOON);

        heal(floor2, "rowan");

        assertThat(rooms.phase(meeting)).isEqualTo("checked-in");
        browser.waitFor("rowan", "[data-screen='in-use'][data-link='live']", SOON);
    }

    @Test
    @Order(3)
    void aTouchThatOnlyTheDoorsDiskHoldsOutlivesThePowerOfTheDoor() throws IOException {
        browser.open("elm", demo.door("Elm"), 800, 480);
        browser.waitFor("elm", "[data-screen='free'][data-link='live']", SOON);
        cut(floor1, "elm");
        browser.click("elm", "button", "Book 30 min");
        browser.waitFor("elm", "[data-screen='in-use'][data-link='local']", SOON);
        ProcessHandle agent = demo.program("edge-floor-1");
        agent.destroyForcibly();
        agent.onExit().join();
        await().atMost(RECOVERS_WITHIN)
                .ignoreExceptions()
                .until(() -> demo.program("edge-floor-1").pid() != agent.pid() && demo.isHealthy());
        browser.open("next person", demo.door("Elm"), 800, 480);
        browser.waitFor("next person", "[data-screen='in-use'][data-link='local']", SOON);
        assertThat(rooms.bookings("Elm")).noneMatch(Rooms::isRunning);

        heal(floor1, "next person");

        assertThat(rooms.bookings("Elm")).filteredOn(Rooms::isRunning).hasSize(1);
    }

    /// What was connected stays connected, so neither side can know; a door must not wait until somebody finds out.
    @Test
    @Order(4)
    void aDoorWhoseCableCarriesNothingAnswersAtOnce() throws IOException {
        browser.open("maple", demo.door("Maple"), 800, 480);
        browser.waitFor("maple", "[data-screen='free'][data-link='live']", SOON);
        floor2.freeze();
        browser.click("maple", "button", "Book 15 min");
        browser.waitFor("maple", "[data-screen='in-use']", SOON);
        Answer remote = requested("Maple", Duration.ofMinutes(5), "Into the silence");
        assertThat(remote.text("phase")).as("the door cannot be asked").isEqualTo("requested");

        floor2.heal();

        await().atMost(SOON).untilAsserted(() -> assertThat(rooms.phase(remote)).isEqualTo("declined"));
        assertThat(rooms.bookings("Maple")).filteredOn(Rooms::isRunning).hasSize(1);
    }

    /// The cable comes and goes faster than a link is made, while people touch the door and others ask from afar.
    @Test
    @Order(6)
    void aFlappingCableLosesNothingAndDoublesNothing() throws IOException {
        List<Answer> asked = new ArrayList<>();
        end("cedar");
        long before = walkUps("Cedar");
        for (int flap = 0; flap < FLAPS; flap++) {
            floor1.cut();
            asked.add(requested("Elm", Duration.ofHours(6 + flap), "While cut off, " + flap));
            browser.click("cedar", "button", "Book 15 min");
            browser.waitFor("cedar", "[data-screen='in-use']", SOON);
            floor1.plugIn();
            asked.add(requested("Alder", Duration.ofHours(6 + flap), "While it comes back, " + flap));
            end("cedar");
        }

        heal(floor1, "cedar");

        for (Answer each : asked) {
            await().atMost(SOON).untilAsserted(() -> assertThat(rooms.phase(each)).isEqualTo("confirmed"));
        }
        assertThat(walkUps("Cedar") - before).isEqualTo(FLAPS);
    }

    @Test
    @Order(7)
    void nobodyWasToldTheSameTwice() throws IOException {
        for (String person : List.of("owner@demo.example", "design@demo.example", "sales@demo.example")) {
            assertThat(demo.as(person).get("/api/v1/notices").list("items"))
                    .extracting(notice -> notice.text("booking") + " " + notice.text("kind"))
                    .as("what %s was told", person)
                    .doesNotHaveDuplicates();
        }
    }

    private static void cut(Outage floor, String page) throws IOException {
        floor.cut();
        browser.waitFor(page, "[data-link='local']", SOON);
    }

    private static void heal(Outage floor, String page) throws IOException {
        floor.heal();
        browser.waitFor(page, "[data-link='live']", SOON);
    }

    private static void end(String page) {
        browser.click(page, "button", "End meeting");
        browser.click(page, "button", "End now");
        browser.waitFor(page, "[data-screen='free']", SOON);
    }

    /// A quarter of an hour, asked for by somebody who is not there.
    private static Answer requested(String room, Duration ahead, String title) throws IOException {
        Instant start = Instant.now().plus(ahead);
        return demo.as("owner@demo.example")
                .post("/api/v1/bookings", Map.of("space", rooms.id(room), "start", start.toString(), "end",
                        start.plusSeconds(900).toString(), "title", title));
    }

    private static List<String> told(CloudClient person, Answer booking) {
        return person.get("/api/v1/notices")
                .list("items")
                .stream()
                .filter(notice -> notice.text("booking").equals(booking.text("id")))
                .map(notice -> notice.text("kind"))
                .toList();
    }

    private static long walkUps(String room) throws IOException {
        return rooms.bookings(room).stream().filter(booking -> booking.text("origin").equals("door")).count();
    }
}
