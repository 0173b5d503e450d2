package dev.lintel.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InstantTextTest {

    /// Every text is read as the library reads it, right or wrong: digits that came at random, near and far from an instant.
    @Test
    void itReadsWhatTheLibraryReads() {
        Random chance = new Random(7);
        int read = 0;
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder("%04d-%02d-%02dT%02d:%02d:%02dZ".formatted(chance.nextInt(9_999),
                    chance.nextInt(14), chance.nextInt(33), chance.nextInt(26), chance.nextInt(62), chance.nextInt(62)));
            if (chance.nextInt(10) == 0) {
                text.setCharAt(chance.nextInt(text.length()), "0Z:-T+/ .٣".charAt(chance.nextInt(10)));
            }
            Optional<Instant> expected = library(text.toString());
            if (expected.isPresent()) {
                read++;
                assertThat(InstantText.parse(text.toString())).as(text.toString()).isEqualTo(expected.get());
            } else {
                assertThatThrownBy(() -> InstantText.parse(text.toString())).as(text.toString())
                        .isInstanceOf(DateTimeException.class);
            }
        }
        assertThat(read).isBetween(50_000, 90_000);
    }

    private static Optional<Instant> library(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException no) {
            return Optional.empty();
        }
    }

    @Test
    void fractionsAndOffsetsTakeTheLongWay() {
        for (String text : new String[]{"2026-03-02T09:00:00.123Z", "2026-03-02T24:00:00Z", "2026-03-02T09:00:00+01:00",
                "+12026-03-02T09:00:00Z", "2026-12-31T23:59:60Z"}) {
            assertThat(InstantText.parse(text)).isEqualTo(Instant.parse(text));
        }
    }
}
