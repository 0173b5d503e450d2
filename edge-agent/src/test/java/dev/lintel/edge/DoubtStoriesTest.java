package dev.lintel.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.copy.CopyFile;
import dev.lintel.edge.copy.Floor2;
import dev.lintel.edge.door.NoShowWatch;
import dev.lintel.edge.presence.PresenceFeed;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.presence.Reading;
import dev.lintel.protocol.presence.Technology;
import dev.lintel.protocol.wire.PanelMessage.Done;
import dev.lintel.protocol.wire.PanelMessage.PanelAction;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A PIR and a radar in Aspen that do not agree. The stand-up is booked there from 09:05 to 09:35, and the grace is ten minutes.
@NullMarked
@SuppressWarnings("NullAway.Init")
class DoubtStoriesTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String ALONE = "Aspen is not given back: its sensor PIR saw somebody many times in a row";
    private static final String UNSEEN = "Aspen is not given back: its sensor RADAR saw nobody many times in a row";
    private static final String MISSED = "Aspen is not given back: its sensor RADAR saw none of the people who touched the"
            + " screen at the door";

    @TempDir
    Path folder;

    private TestAgent agent;

    @BeforeEach
    void start() throws Exception {
        agent = TestAgent.onFloor2(folder);
        agent.now.set(Instant.parse("2026-03-03T05:00:00Z"));
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private TestSensors sensors() {
        return new TestSensors(agent, Floor2.ASPEN);
    }

    private void quietUntil(String time) {
        sensors().quietUntil(Instant.parse("2026-03-03T" + time + "Z"));
    }

    private void quietFor(int minutes) {
        sensors().quietUntil(agent.time().plus(Duration.ofMinutes(minutes)));
    }

    /// Warm air, six times: only the PIR takes it for somebody.
    private void heaterOfANight() {
        quietFor(1);
        for (int i = 0; i < 6; i++) {
            sensors().sees(Technology.PIR);
            quietFor(10);
        }
    }

    private String health() throws Exception {
        return agent.get("/health").body();
    }

    private double beats() {
        return agent.part(MeterRegistry.class).counter("lintel.noshow.beats").count();
    }

    /// The door has looked at the room as it is now.
    private void looked() {
        double before = beats();
        Awaitility.await().atMost(SOON).until(() -> beats() > before + 1);
    }

    @Test
    void aRoomWhoseSensorsContradictEachOtherIsNotGivenBackAndHealthSaysWhy() throws Exception {
        heaterOfANight();
        assertThat(health()).contains(ALONE, UNSEEN, "\"sensors\":{\"PIR\":\"contradicted\",\"RADAR\":\"contradicted\"}");
        quietUntil("09:13:00");
        looked();
        assertThat(agent.part(NoShowWatch.class).announced(Floor2.ASPEN)).isEmpty();
        assertThat(agent.bookings(Floor2.ASPEN)).allSatisfy(each -> assertThat(each.phase().slug()).isEqualTo("confirmed"));
    }

    @Test
    void onceBothHaveSeenSomebodyItIsGivenBackAgain() throws Exception {
        heaterOfANight();
        sensors().sees(Technology.PIR);
        sensors().sees(Technology.RADAR);
        quietFor(10);
        assertThat(health()).doesNotContain("is not given back");
        quietUntil("09:13:00");
        Awaitility.await().atMost(SOON).until(() -> agent.part(NoShowWatch.class).announced(Floor2.ASPEN).isPresent());
    }

    @Test
    void aBlipOfALooseWireEndsNoDoubt() throws Exception {
        heaterOfANight();
        sensors().say(Technology.PIR, true);
        sensors().say(Technology.RADAR, true);
        agent.pass(Duration.ofMillis(60));
        sensors().say(Technology.RADAR, false);
        agent.pass(Duration.ofSeconds(1));
        sensors().say(Technology.PIR, false);
        quietFor(10);
        assertThat(health()).contains(ALONE, UNSEEN);
    }

    @Test
    void aRadarThatMissesThePeopleWhoTouchTheDoorIsDoubted() throws Exception {
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            for (int i = 0; i < 3; i++) {
                quietFor(5);
                assertThat(health()).doesNotContain(MISSED);
                aspen.act(OperationId.of("01890000-0000-7000-8000-00000000700" + i),
                        new PanelAction.Book(Optional.empty(), 15));
                assertThat(aspen.next(Done.class).event()).isEqualTo("booked");
                sensors().sees(Technology.PIR);
                quietFor(20);
            }
        }
        assertThat(health()).contains(MISSED).doesNotContain("its sensor PIR");
    }

    /// Whoever sits in a meeting and has it go on longer has been in the room all along, and touches a phone as likely as the door.
    @Test
    void goingOnLongerIsNoArrival() throws Exception {
        try (TestPanel aspen = agent.panel(TestAgent.ASPEN_KEY)) {
            quietFor(5);
            aspen.act(OperationId.of("01890000-0000-7000-8000-000000008000"), new PanelAction.Book(Optional.empty(), 30));
            Done booked = aspen.next(Done.class);
            sensors().sees(Technology.PIR);
            sensors().sees(Technology.RADAR);
            for (int i = 1; i <= 4; i++) {
                quietFor(20);
                aspen.act(OperationId.of("01890000-0000-7000-8000-00000000800" + i),
                        new PanelAction.Extend(booked.booking(), 20));
                assertThat(aspen.next(Done.class).event()).isEqualTo("extended");
            }
            quietFor(20);
        }
        assertThat(health()).doesNotContain("who touched the screen at the door");
    }

    private int alone() throws Exception {
        return agent.part(CopyFile.class).read(reader -> {
            try (PreparedStatement select = reader
                    .prepareStatement("SELECT alone FROM sensor_memory WHERE sensor = 'PIR'");
                    ResultSet row = select.executeQuery()) {
                return row.next() ? row.getInt(1) : 0;
            }
        });
    }

    @Test
    void whatWasThoughtOfASensorIsRememberedOverARestart() throws Exception {
        heaterOfANight();
        Awaitility.await().atMost(SOON).until(() -> {
            quietFor(2);
            return alone() >= 6;
        });
        Instant now = agent.time();
        agent.close();
        agent = TestAgent.again(folder);
        agent.now.set(now);
        assertThat(health()).as("before it is heard").doesNotContain(ALONE);
        quietFor(1);
        assertThat(health()).contains(ALONE, UNSEEN);
    }

    /// Satellites that were renamed leave their names behind; the ninth is heard once one of them is forgotten.
    @Test
    void aNewSensorIsHeardAfterEightThatHaveGone() throws Exception {
        PresenceFeed feed = agent.part(PresenceFeed.class);
        for (int i = 1; i <= 9; i++) {
            feed.report(Floor2.ASPEN, new Reading("satellite.old-" + i, Technology.RADAR, agent.time(), false));
        }
        assertThat(feed.readings(Floor2.ASPEN)).extracting(Reading::sensor).hasSize(8).doesNotContain("satellite.old-9");
        agent.pass(Duration.ofMinutes(61));
        feed.report(Floor2.ASPEN, new Reading("satellite.new", Technology.RADAR, agent.time(), false));
        assertThat(feed.readings(Floor2.ASPEN)).extracting(Reading::sensor)
                .as("eight that are merely silent keep their room in doubt")
                .hasSize(8)
                .doesNotContain("satellite.new");
        for (int i = 1; i <= 8; i++) {
            feed.retire(Floor2.ASPEN, "satellite.old-" + i);
        }
        feed.report(Floor2.ASPEN, new Reading("satellite.new", Technology.RADAR, agent.time(), false));
        assertThat(feed.readings(Floor2.ASPEN)).extracting(Reading::sensor).containsExactly("satellite.new");
    }
}
