package dev.lintel.edge.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class QuietMomentTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private final QuietMoment quiet = new QuietMoment();

    /// The times at which it came when looked at every ten minutes.
    private List<String> between(String from, String until) {
        List<String> came = new ArrayList<>();
        Instant end = Instant.parse(until);
        for (Instant now = Instant.parse(from); now.isBefore(end); now = now.plus(Duration.ofMinutes(10))) {
            if (quiet.comes(now, BERLIN)) {
                came.add(now.toString());
            }
        }
        return came;
    }

    @Test
    void itComesSoonAfterTheStartAndThenEachNightAtThree() {
        assertThat(between("2026-03-03T09:00:00Z", "2026-03-06T00:00:00Z"))
                .containsExactly("2026-03-03T09:10:00Z", "2026-03-04T02:00:00Z", "2026-03-05T02:00:00Z");
    }

    @Test
    void itComesOnceInTheNightThatLacksAnHour() {
        assertThat(between("2026-03-28T09:00:00Z", "2026-03-30T00:00:00Z")).containsExactly("2026-03-28T09:10:00Z",
                "2026-03-29T01:00:00Z");
    }

    @Test
    void aClockThatWasAYearAheadDoesNotPutItOff() {
        assertThat(between("2027-03-03T09:00:00Z", "2027-03-03T10:00:00Z")).hasSize(1);
        assertThat(between("2026-03-03T09:00:00Z", "2026-03-04T09:00:00Z")).containsExactly("2026-03-03T09:00:00Z",
                "2026-03-04T02:00:00Z");
    }
}
