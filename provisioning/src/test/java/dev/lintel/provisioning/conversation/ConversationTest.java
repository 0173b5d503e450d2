package dev.lintel.provisioning.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@SuppressWarnings("NullAway.Init")
class ConversationTest {

    private static final String TOUCH = "01890000-0000-7000-8000-000000000001";
    private static final String REQUEST = "01890000-0000-7000-8000-000000000002";
    private static final String BOOKING = "01890000-0000-7000-8000-00000000b001";

    @TempDir
    Path logs;

    private final List<String> door = new ArrayList<>();
    private final List<String> cloud = new ArrayList<>();

    private static String door(String time, String logger, String operation, String message) {
        return """
                {"time":"2026-03-02T09:00:%sZ","level":"INFO","logger":"dev.lintel.edge.%s","thread":"door","node":"abc",\
                "op":"%s","message":"%s"}""".formatted(time, logger, operation, message);
    }

    private static String cloud(String time, String logger, String operation, String message, String facts) {
        return """
                {"time":"2026-03-02T09:00:%sZ","level":"INFO","logger":"dev.lintel.cloud.%s","message":"%s","node":"cloud",\
                "op":"%s"%s}""".formatted(time, logger, message, operation, facts);
    }

    @BeforeEach
    void aCheckInAndTheRequestBeforeIt() {
        cloud.add("The server starts, which is no record");
        cloud.add(cloud("01.000", "booking.LineDesk", REQUEST, "requested booking " + BOOKING, ",\"floor\":\"f\""));
        cloud.add(cloud("01.010", "floor.FeedPump", REQUEST, "feed entry sent", ",\"floor\":\"f\",\"seq\":\"7\""));
        door.add(door("01.020", "door.Deciding", REQUEST, "feed entry 7 applied"));
        door.add(door("01.021", "sync.Pump", REQUEST, "door log entry 3 sent"));
        cloud.add(cloud("01.034", "floor.FloorListener", REQUEST, "door log entry received",
                ",\"floor\":\"f\",\"seq\":\"3\",\"outcome\":\"Applied\""));
        door.add(door("20.000", "panel.PanelSocket", TOUCH, "panel 0189 asks: CheckIn"));
        door.add(door("20.004", "door.Deciding", TOUCH, "check-in of booking " + BOOKING + ": Done"));
        door.add(door("20.005", "sync.Pump", TOUCH, "door log entry 4 sent"));
        cloud.add(cloud("20.011", "floor.FloorListener", TOUCH, "door log entry received",
                ",\"floor\":\"f\",\"seq\":\"4\",\"outcome\":\"Applied\""));
        cloud.add(cloud("20.012", "live.LiveBoard", TOUCH, "event told to 2 watchers", ""));
    }

    private Records records() throws IOException {
        Files.write(logs.resolve("edge-floor-1.log"), door);
        Files.write(logs.resolve("cloud.log"), cloud);
        return Records.in(List.of(logs));
    }

    @Test
    void aTouchIsToldFromTheFingerToTheScreensOfOthers() throws IOException {
        assertThat(Conversation.about(TOUCH, records()).orElseThrow().text()).isEqualTo("""
                01890000-0000-7000-8000-000000000001, since 2026-03-02T09:00:20Z
                    +0.000  panel -> edge-floor-1         check in
                    +0.004  edge-floor-1                  check-in of booking 01890000-0000-7000-8000-00000000b001: Done
                    +0.005  edge-floor-1 -> broker        door log entry 4
                    +0.011  broker -> cloud               door log entry 4, applied
                    +0.012  cloud -> listeners            told to 2
                """);
    }

    @Test
    void aBookingIsAllOfItsOperations() throws IOException {
        Conversation life = Conversation.about(BOOKING, records()).orElseThrow();
        assertThat(life.operations()).containsExactlyInAnyOrder(REQUEST, TOUCH);
        assertThat(life.said()).hasSize(10);
        assertThat(life.text()).startsWith(BOOKING + ": 2 operations, since 2026-03-02T09:00:01Z");
        assertThat(life.unheard()).isEmpty();
    }

    @Test
    void whatWasSentAndNeverHeardIsNamed() throws IOException {
        cloud.removeIf(line -> line.contains("\"seq\":\"4\""));
        door.add(door("25.000", "sync.Pump", TOUCH, "door log entry 4 sent"));
        Conversation lost = Conversation.about(TOUCH, records()).orElseThrow();
        assertThat(lost.text()).endsWith("            door log entry 4 of edge-floor-1 was not heard\n");
        assertThat(lost.mermaid()).endsWith("Note over p2: door log entry 4 was not heard\n");
    }

    /// The cloud's clock is three seconds behind the door's.
    @Test
    void whatIsHeardStandsBehindWhatWasSentThoughTheClocksDiffer() throws IOException {
        cloud.replaceAll(line -> line.replace("09:00:20.011Z", "09:00:17.011Z").replace("09:00:20.012Z", "09:00:17.012Z"));
        assertThat(Conversation.about(TOUCH, records()).orElseThrow().said().stream().map(Said::words))
                .containsSubsequence("check in", "door log entry 4", "door log entry 4, applied");
    }

    @Test
    void whatWasDecidedStandsBehindWhatWasHeard() throws IOException {
        cloud.add(cloud("20.010", "booking.LineDesk", TOUCH, "checked-in booking " + BOOKING, ",\"floor\":\"f\""));
        assertThat(Conversation.about(TOUCH, records()).orElseThrow().said().stream().map(Said::words))
                .containsSubsequence("door log entry 4", "door log entry 4, applied", "checked-in booking " + BOOKING,
                        "told to 2");
    }

    @Test
    void aDiagramNamesEveryPartyOnceAndInTheOrderOfATouch() throws IOException {
        assertThat(Conversation.about(TOUCH, records()).orElseThrow().mermaid()).isEqualTo("""
                sequenceDiagram
                    participant p0 as panel
                    participant p1 as edge-floor-1
                    participant p2 as broker
                    participant p3 as cloud
                    participant p4 as listeners
                    p0->>p1: check in
                    Note over p1: check-in of booking 01890000-0000-7000-8000-00000000b001  Done
                    p1->>p2: door log entry 4
                    p2->>p3: door log entry 4, applied
                    p3->>p4: told to 2
                """);
    }

    @Test
    void withoutAnIdTheLatestAreListed() throws IOException {
        records();
        assertThat(typed("--logs=" + logs)).isEqualTo("""
                0 2026-03-02T09:00:01Z  %s  cloud         requested booking %s
                2026-03-02T09:00:20Z  %s  panel         check in
                """.formatted(REQUEST, BOOKING, TOUCH));
    }

    @Test
    void whatCannotBeToldIsSaid() throws IOException {
        records();
        assertThat(typed("--logs=" + logs.resolve("none"))).startsWith("2 There are no records at ")
                .contains("Name their file or folder with --logs.");
        assertThat(typed("--logs=" + logs, "yesterday")).startsWith("2 \"yesterday\" is not the id of");
        assertThat(typed("--logs=" + logs, "01890000-0000-7000-8000-00000000ffff"))
                .isEqualTo("1 No record speaks of 01890000-0000-7000-8000-00000000ffff.\n");
        Path empty = Files.createDirectory(logs.resolve("empty"));
        assertThat(typed("--logs=" + empty)).startsWith("2 There is no file that ends in .log in ");
    }

    /// The exit code and what was printed.
    private static String typed(String... words) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream both = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(both);
            System.setErr(both);
            int code = new CommandLine(new ConversationCommand()).execute(words);
            return code + " " + printed.toString(StandardCharsets.UTF_8);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
