package dev.lintel.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lintel.edge.copy.Floor2;
import dev.lintel.edge.unlock.People;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.Guard;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.line.Body;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Each thing a finger can ask for at a door, in a real browser before a real agent. The stand-up is booked in Aspen from
/// 09:05 to 09:35, which the clocks of Berlin call 10:05 to 10:35; Birch is free.
@NullMarked
@ExtendWith(OneBrowser.class)
@SuppressWarnings("NullAway.Init")
class DoorPageActionsTest {

    private final TestBrowser browser;

    @TempDir
    Path folder;

    private TestAgent agent;

    DoorPageActionsTest(TestBrowser browser) {
        this.browser = browser;
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private void aspen(String link) throws Exception {
        browser.opens(agent.door(TestAgent.ASPEN_KEY));
        browser.waits("main[data-link='" + link + "']");
    }

    private static Instant at(String time) {
        return Instant.parse("2026-03-03T" + time + "Z");
    }

    private Booking standup() {
        return agent.bookings(Floor2.ASPEN).stream().filter(b -> b.id().equals(Floor2.STANDUP)).findFirst().orElseThrow();
    }

    @Test
    void aMeetingThatRunsIsExtended() throws Exception {
        agent = TestAgent.onFloor2(folder);
        aspen("local");
        browser.touches("Check in");
        browser.sees("in-use", "local");
        browser.touches("Extend");
        browser.touches("Extend to 10:50");
        browser.waits("[data-notice=done]");
        assertThat(browser.reads(".line")).isEqualTo("until 10:50");
        assertThat(standup().slot().end()).isEqualTo(at("09:50:00"));
    }

    @Test
    void whoComesEarlyStartsEarly() throws Exception {
        agent = TestAgent.onFloor2(folder);
        agent.now.set(at("08:52:00"));
        aspen("local");
        browser.sees("free-soon", "local");
        browser.touches("Start 10:05 now");
        browser.sees("in-use", "local");
        assertThat(standup().phase()).isInstanceOf(Phase.CheckedIn.class);
        assertThat(standup().slot().start()).isEqualTo(at("08:52:00"));
    }

    @Test
    void aRoomIsBookedForLaterToday() throws Exception {
        agent = TestAgent.onFloor2(folder);
        browser.opens(agent.door(TestAgent.BIRCH_KEY));
        browser.sees("free", "local");
        browser.touches("Book for later");
        browser.touches("60 min");
        assertThat(browser.touchesAndReads("Book 11:30", "[data-notice=done] p")).isEqualTo("Booked for 11:30.");
        assertThat(agent.bookings(Floor2.BIRCH)).singleElement()
                .satisfies(booking -> assertThat(booking.slot()).isEqualTo(Slot.of(at("10:30:00"), Duration.ofHours(1))));
    }

    @Test
    void aWalkUpIsTakenBackWithinItsSeconds() throws Exception {
        agent = TestAgent.onFloor2(folder);
        browser.opens(agent.door(TestAgent.BIRCH_KEY));
        browser.sees("free", "local");
        browser.touches("Book 30 min");
        // At once: it is offered for five seconds.
        browser.touches("Undo");
        browser.sees("free", "local");
        assertThat(agent.bookings(Floor2.BIRCH)).noneMatch(booking -> booking.phase().holds());
    }

    @Test
    void aReleaseIsPutOffByWhoIsThereAndTakenBackByWhoComesLate() throws Exception {
        agent = TestAgent.onFloor2(folder);
        TestSensors sensors = new TestSensors(agent, Floor2.ASPEN);
        agent.now.set(at("08:58:00"));
        sensors.quietUntil(at("09:01:00"));
        aspen("local");
        sensors.quietUntil(at("09:12:00"));
        browser.sees("release", "local");
        browser.touches("We are here");
        browser.waits("[data-notice=done]");
        sensors.quietUntil(at("09:14:00"));
        browser.sees("release", "local");
        sensors.quietUntil(at("09:17:00"));
        browser.sees("released", "local");
        browser.touches("Undo");
        browser.sees("in-use", "local");
        assertThat(standup().phase()).isInstanceOf(Phase.CheckedIn.class);
    }

    @Test
    void theNearestFreeRoomIsFound() throws Exception {
        Files.writeString(folder.resolve("floor-map.json"), "{\"doors\":[{\"space\":\"" + Floor2.ASPEN
                + "\",\"x\":0,\"y\":0,\"looking\":90},{\"space\":\"" + Floor2.BIRCH + "\",\"x\":12,\"y\":0,\"looking\":90}]}");
        agent = TestAgent.onFloor2(folder);
        aspen("local");
        browser.touches("Find a free room");
        browser.waits("[data-sheet=rooms] .found");
        assertThat(browser.reads("[data-sheet=rooms] .found")).contains("Birch", "12 m", "to the right");
        browser.touches("Close");
    }

    @Test
    void whatIsBrokenIsReportedOnce() throws Exception {
        agent = TestAgent.onFloor2(folder);
        aspen("local");
        browser.touches("Report a problem");
        browser.touches("Screen");
        browser.waits("[data-notice=reported]");
        browser.touches("Close");
        browser.touches("Report a problem");
        browser.waits("[data-sheet=report]");
        assertThat(browser.reads("[data-sheet=report]")).contains("Screen (reported)");
        browser.touches("Close");
    }

    @Test
    void aGuardedRoomAsksForThePinAndThenDoesWhatWasAsked() throws Exception {
        agent = TestAgent.onFloor2(folder);
        Space aspen = Floor2.space(Floor2.ASPEN, "Aspen");
        agent.told(
                new Body.SpaceSet(new Space(aspen.id(), aspen.name(), aspen.capacity(), aspen.floorName(), aspen.zone(),
                        aspen.policy(), aspen.privacy(), Optional.empty(),
                        new Guard(new TreeMap<>(Map.of("check-in", List.of("pin")))))),
                new Body.VerifiersSet(true, List.of(), List.of(People.pin(Floor2.ADA, "0420", "271828"))));
        aspen("local");
        browser.touches("Check in");
        browser.waits("[data-sheet=unlock]");
        type("0420271829");
        browser.waits("[data-sheet=unlock] .text:not(.secret)");
        assertThat(browser.reads("[data-sheet=unlock] .text")).contains("not valid");
        assertThat(standup().phase()).isInstanceOf(Phase.Confirmed.class);
        type("0420271828");
        browser.sees("in-use", "local");
        assertThat(standup().phase()).isInstanceOf(Phase.CheckedIn.class);
    }

    private void type(String digits) throws IOException {
        for (String digit : digits.split("")) {
            browser.touches(digit);
        }
        browser.touches("OK");
    }

    @Test
    void pastTheLineABookingWaitsForTheCloudAndSaysSo() throws Exception {
        agent = TestAgent.onFloor2(folder);
        agent.now.set(Floor2.NINE.plus(Duration.ofHours(25)));
        browser.opens(agent.door(TestAgent.BIRCH_KEY));
        browser.sees("free", "stale");
        assertThat(browser.reads(".link")).contains("provisional");
        browser.touches("Book 30 min");
        browser.sees("in-use", "stale");
        assertThat(browser.reads(".about")).contains("waits for confirmation");
    }

    @Test
    void aDoorThatDoesNotKnowTheTimeStillTakesACheckIn() throws Exception {
        agent = TestAgent.onFloor2(folder);
        await().untilAsserted(() -> assertThat(agent.get("/metrics").body()).contains("lintel_clock_kept_total 1.0"));
        agent.close();
        agent = TestAgent.again(folder, machine -> {
            machine.synchronised = false;
            machine.wrongBy.set(Duration.between(Floor2.NINE, Instant.EPOCH));
        });
        aspen("local");
        browser.sees("time-unknown", "local");
        assertThat(browser.named(".act button")).startsWith("Check in").contains("Stand-up", "Ada");
        browser.touches(browser.named(".act button"));
        browser.waits("[data-notice=done]");
        assertThat(standup().phase()).isInstanceOf(Phase.CheckedIn.class);
    }

    @Test
    void aSiteWithTwelveHoursReadsThem() throws Exception {
        agent = TestAgent.onFloor2(folder, "--lintel.panel.locale=en-US", "--lintel.panel.clock=12h");
        aspen("local");
        assertThat(browser.reads(".line")).contains("10:05 AM");
    }
}
