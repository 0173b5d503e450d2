package dev.lintel.protocol.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Ten thousand meetings to which nobody checks in, twice: with an infrared sensor alone, and with a radar beside it.
class MeetingsTest {

    private static final long SEED = 20_260_302;
    private static final int MEETINGS = 10_000;

    @Test
    void aRadarBesideTheInfraredSensorKeepsMeetingsThatAreHeld() throws IOException {
        Meetings.Count alone = new Meetings(SEED, false).hold(MEETINGS);
        Meetings.Count both = new Meetings(SEED, true).hold(MEETINGS);
        assertThat(both.attended()).as("the same people meet in both worlds").isEqualTo(alone.attended());
        assertThat(both.wrong() * 20).isLessThan(alone.wrong());
        String table = alone.line("PIR alone (refused by the rules)") + "\n" + both.line("PIR and radar");
        assertThat(Files.readString(Path.of("..", "docs", "presence.md"))).as("%s", table).contains(table);
    }
}
