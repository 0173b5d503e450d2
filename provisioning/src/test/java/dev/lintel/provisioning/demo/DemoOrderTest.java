package dev.lintel.provisioning.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.provisioning.cable.Weather;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoOrderTest {

    @ParameterizedTest
    @CsvSource({"cut 1, 0", "cut floor-2, 1", "CUT Floor 1, 0", "'  cut   2 ', 1"})
    void aFloorIsCalledByNumberKeyOrName(String typed, int floor) {
        assertThat(DemoOrder.of(typed)).isEqualTo(new DemoOrder.Turn(floor, new Weather.Cut()));
    }

    @Test
    void healingPlugsTheCableIn() {
        assertThat(DemoOrder.of("heal 2")).isEqualTo(new DemoOrder.Turn(1, new Weather.Clear()));
    }

    @Test
    void aFrozenCableStandsAndCarriesNothing() {
        assertThat(DemoOrder.of("freeze 1")).isEqualTo(new DemoOrder.Turn(0, new Weather.Silent()));
    }

    @ParameterizedTest
    @CsvSource({"people alder, 0, Alder, occupied", "empty Rowan, 1, Rowan, empty", "STILL Elm, 0, Elm, still"})
    void aRoomsSensorsAreToldWhatToSee(String typed, int floor, String room, String scene) {
        assertThat(DemoOrder.of(typed)).isEqualTo(new DemoOrder.Scene(floor, room, scene));
    }

    @Test
    void aRoomIsBookedForPeopleWhoDoNotCome() {
        assertThat(DemoOrder.of("noshow maple")).isEqualTo(new DemoOrder.NoShow("Maple"));
    }

    @ParameterizedTest
    @CsvSource({"cut, Name a floor", "cut 3, Name a floor", "heal roof, Name a floor", "pull 1, is not one of",
            "empty attic, Name a room", "noshow attic, Name a room"})
    void whatIsNotUnderstoodIsAnsweredWithWhatWouldBe(String typed, String words) {
        assertThat(DemoOrder.of(typed)).isInstanceOfSatisfying(DemoOrder.Unclear.class,
                unclear -> assertThat(unclear.sentence()).contains(words));
    }
}
