package dev.lintel.edge.pairing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// Codes and limits while the machine's clock is set right.
@NullMarked
class PairingBookTest {

    private static final Instant NINE = Instant.parse("2026-03-03T09:00:00Z");
    private static final Instant NEXT_YEAR = NINE.plus(Duration.ofDays(365));

    private static PairingBook.Opening open(PairingBook book, int screen, Instant now) {
        Stream<String> codes = IntStream.iterate(100_000 + screen, code -> code + 1).mapToObj(Integer::toString);
        return book.opened("screen " + screen, Optional.empty(), Optional.empty(), "10.0.0.7", codes, now);
    }

    private static PairingBook opened(int screens, Instant now) {
        PairingBook book = PairingBook.EMPTY;
        for (int screen = 0; screen < screens; screen++) {
            if (open(book, screen, now) instanceof PairingBook.Opening.Opened(PairingBook next, var _)) {
                book = next;
            }
        }
        return book;
    }

    @Test
    void anAddressGetsFiveCodesAnHour() {
        PairingBook book = opened(5, NINE);
        assertThat(open(book, 6, NINE)).isInstanceOf(PairingBook.Opening.TooMany.class);
        assertThat(open(book, 6, NINE.plus(Duration.ofMinutes(61)))).isInstanceOf(PairingBook.Opening.Opened.class);
    }

    @Test
    void whatAClockThatWasAheadCountedIsForgottenWhenItIsSetRight() {
        PairingBook book = opened(5, NEXT_YEAR);
        assertThat(open(book, 6, NINE)).isInstanceOf(PairingBook.Opening.Opened.class);
    }

    @Test
    void aCodeThatWasShownByAClockThatWasAheadIsNotGoodForAYear() {
        PairingBook book = opened(1, NEXT_YEAR);
        assertThat(book.looked("100000", NEXT_YEAR)).isInstanceOf(PairingBook.Look.Found.class);
        assertThat(book.looked("100000", NINE)).isInstanceOf(PairingBook.Look.Unknown.class);
    }
}
