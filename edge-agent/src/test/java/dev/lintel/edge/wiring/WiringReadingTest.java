package dev.lintel.edge.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.wiring.WiringReading.Fault;
import dev.lintel.protocol.presence.Technology;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullMarked
class WiringReadingTest {

    private static WiringReading.Outcome read(String... lines) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String line : lines) {
            settings.put("lintel.rooms." + line.split("=", 2)[0].strip(), line.split("=", 2)[1].strip());
        }
        return WiringReading.read(settings.keySet(), name -> Optional.ofNullable(settings.get(name)));
    }

    @Test
    void aRoomHasSensorsOnPins() {
        WiringReading.Outcome outcome = read("aspen.space = Aspen", "aspen.sensors.ceiling = pir gpio17",
                "aspen.sensors.table = radar gpio27 pull-down", "aspen.sensors.door = door-contact gpio22 active-low",
                "birch.sensors.wall = pir simulated");
        assertThat(outcome.faults()).isEmpty();
        assertThat(outcome.wiring().rooms()).extracting(Wiring.Room::space).containsExactly("Aspen", "birch");
        assertThat(outcome.wiring().rooms().getFirst().sensors()).containsExactly(
                new SensorWire("ceiling", Technology.PIR, new Source.Gpio(17, Pull.UP), false),
                new SensorWire("table", Technology.RADAR, new Source.Gpio(27, Pull.DOWN), false),
                new SensorWire("door", Technology.DOOR_CONTACT, new Source.Gpio(22, Pull.DOWN), true));
    }

    /// A broken wire must say that somebody is there: then it costs a release, and never a meeting.
    @Test
    void whatIsNotSaidAboutTheResistorMakesABrokenWireLookLikeSomebody() {
        WiringReading.Outcome outcome = read("aspen.sensors.a = pir gpio17", "aspen.sensors.b = pir gpio18 active-low");
        assertThat(outcome.wiring().rooms().getFirst().sensors()).extracting(SensorWire::source)
                .containsExactly(new Source.Gpio(17, Pull.UP), new Source.Gpio(18, Pull.DOWN));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            pir gpio2                      | GPIO2 is the I2C bus and has a resistor of its own.
            pir gpio1                      | GPIO1 belongs to the memory that describes add-on boards.
            pir gpio14                     | GPIO14 is the serial console.
            pir gpio28                     | there is no GPIO28.
            pir pin11                      | "pin11" is no place to connect a sensor to.
            pir                            | does not say where the sensor is connected.
            camera gpio17                  | "camera" is not a kind of sensor.
            pir gpio17 pull-sideways       | "pull-sideways" is not understood.
            pir gpio17 pull-up pull-down   | "pull-down" is not understood.
            """)
    void whatIsWrongIsSaid(String line, String reason) {
        assertThat(read("aspen.sensors.x = " + line).faults()).extracting(Fault::reason).containsExactly(reason);
    }

    @Test
    void everyFaultOfEveryRoomIsInTheList() {
        assertThat(read("aspen.sensors.a = pir gpio17", "aspen.sensors.b = radar gpio17", "birch.sensors.a = lidar gpio3",
                "birch.colour = green", "Oak.space = Oak", "fir.space = ASPEN").faults()).extracting(Fault::property)
                .containsExactlyInAnyOrder("lintel.rooms.aspen.sensors.b", "lintel.rooms.birch.sensors.a",
                        "lintel.rooms.birch.sensors.a", "lintel.rooms.birch.colour", "lintel.rooms.Oak.space",
                        "lintel.rooms.fir.space");
    }

    @Test
    void aClashNamesTheOther() {
        assertThat(read("aspen.sensors.a = pir gpio17", "birch.sensors.a = pir gpio17").faults()).singleElement()
                .extracting(Fault::reason)
                .isEqualTo("GPIO17 is taken by lintel.rooms.aspen.sensors.a.");
    }

    @Test
    void aRoomHasEightSensorsAtMost() {
        String[] lines = new String[9];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = "aspen.sensors.s" + i + " = pir gpio" + (4 + i);
        }
        assertThat(read(lines).faults()).singleElement().extracting(Fault::property).isEqualTo("lintel.rooms.aspen.sensors");
    }
}
