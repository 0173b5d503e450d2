package dev.lintel.edge.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.copy.Floor2;
import dev.lintel.edge.wiring.WiringReading.Fault;
import dev.lintel.protocol.presence.Technology;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.List;
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

    @ParameterizedTest
    @CsvSource({"on, ON", "off, OFF", "shadow, SHADOW", "true, ON", "false, OFF"})
    void aRoomSaysWhatBecomesOfItAlsoAsAFileSaysIt(String word, ReleaseMode mode) {
        WiringReading.Outcome outcome = read("aspen.sensors.a = pir gpio17", "aspen.release = " + word);
        assertThat(outcome.faults()).isEmpty();
        assertThat(outcome.wiring().rooms().getFirst().release()).isEqualTo(mode);
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

    /// What is given back within seconds must not be a room that people can sit in.
    @Test
    void onlySimulatedSensorsAreRehearsedWith() {
        Map<String, String> settings = new LinkedHashMap<>(Map.of("lintel.presence.rehearsal", "true",
                "lintel.rooms.aspen.sensors.ceiling", "pir simulated"));
        assertThat(WiringReading.read(settings.keySet(), name -> Optional.ofNullable(settings.get(name))).wiring().rehearsal())
                .isTrue();
        settings.put("lintel.rooms.birch.sensors.table", "radar gpio27");
        assertThat(WiringReading.read(settings.keySet(), name -> Optional.ofNullable(settings.get(name))).faults())
                .extracting(Fault::reason)
                .containsExactly("is for simulated sensors, and lintel.rooms.birch.sensors.table is none.");
        settings.put("lintel.presence.rehearsal", "yes");
        assertThat(WiringReading.read(settings.keySet(), name -> Optional.ofNullable(settings.get(name))).faults())
                .extracting(Fault::reason)
                .containsExactly("\"yes\" is neither true nor false.");
    }

    /// A sensor that exists in memory sees nobody: it must not agree with one that watches people.
    @Test
    void whatIsSimulatedIsNoWitnessWherePeopleMeet() {
        assertThat(read("aspen.sensors.a = pir simulated", "aspen.sensors.b = radar gpio27", "birch.sensors.a = pir simulated")
                .faults()).containsExactly(
                        new Fault("lintel.rooms.aspen.sensors.a", "is simulated, and lintel.rooms.aspen.sensors.b is not.",
                                "Simulate all sensors of a room, or none."));
        assertThat(screen(Map.of("lintel.presence.simulated", "true", "lintel.rooms.aspen.sensors.b", "radar gpio27")).faults())
                .singleElement()
                .isEqualTo(new Fault("lintel.presence.simulated",
                        "gives rooms sensors that see nobody, and lintel.rooms.aspen.sensors.b is real.",
                        "Leave it out: it is for machines on which nothing is real."));
        assertThat(screen(Map.of("lintel.presence.simulated", "true", "lintel.rooms.aspen.sensors.b", "radar simulated"))
                .faults()).isEmpty();
    }

    @Test
    void ofTwoRoomsThatAreOneSpaceTheMoreCautiousCounts() {
        Wiring wiring = read("aspen.space = Aspen", "corner.space = " + Floor2.ASPEN, "corner.release = off").wiring();
        assertThat(wiring.release(Floor2.space(Floor2.ASPEN, "Aspen"))).isEqualTo(ReleaseMode.OFF);
        assertThat(wiring.release(Floor2.space(Floor2.BIRCH, "Birch"))).isEqualTo(ReleaseMode.ON);
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

    private static WiringReading.Outcome onExpanders(String line) {
        return screen(Map.of("lintel.expanders.main", "mcp23017 i2c1 0x20", "lintel.rooms.aspen.sensors.x", line));
    }

    @Test
    void aSensorHangsOnAnExpander() {
        assertThat(onExpanders("pir main.13").wiring().rooms().getFirst().sensors()).singleElement()
                .extracting(SensorWire::source)
                .isEqualTo(new Source.Expander(1, 0x20, 13, Pull.UP));
        assertThat(onExpanders("pir main.13 active-low pull-off").faults()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            pir spare.3            | there is no expander "spare".
            pir main.16            | an expander has no input 16.
            pir main.3 pull-down   | an MCP23017 cannot pull an input down.
            pir main.3 active-low  | a broken wire would look like nobody, because an MCP23017 can only pull up.
            """)
    void whatCannotBeOnAnExpanderIsSaid(String line, String reason) {
        assertThat(onExpanders(line).faults()).extracting(Fault::reason).containsExactly(reason);
    }

    @Test
    void expandersAreMcp23017OfEightAddresses() {
        assertThat(screen(Map.of("lintel.expanders.a", "mcp23017 i2c1 0x28")).faults()).extracting(Fault::reason)
                .containsExactly("is not an expander.");
        assertThat(screen(Map.of("lintel.expanders.a", "mcp23017 i2c1 0x20", "lintel.expanders.b", "mcp23017 i2c1 0x20"))
                .faults()).singleElement()
                .extracting(Fault::reason)
                .asString()
                .startsWith("address 0x20 of bus 1 is taken by");
    }

    @Test
    void aRoomHasALight() {
        WiringReading.Outcome outcome = read("aspen.light = rgb gpio12 gpio13", "birch.light = ws2812 1-8",
                "cedar.light = ws2812 9-16", "fir.light = simulated");
        assertThat(outcome.faults()).isEmpty();
        assertThat(outcome.wiring().rooms()).extracting(Wiring.Room::light)
                .containsExactly(Optional.of(new LightWire.Pwm(List.of(12, 13))), Optional.of(new LightWire.Chain(1, 8)),
                        Optional.of(new LightWire.Chain(9, 16)), Optional.of(new LightWire.Simulated()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bulb                 | "bulb" is not a kind of light.
            rgb gpio12           | does not name a pin for each colour.
            rgb gpio12 gpio12    | does not name a pin for each colour.
            rgb gpio12 gpio17    | the brightness of GPIO17 cannot be set.
            rgb gpio12 pin13     | "pin13" is not a pin.
            ws2812               | does not say which LEDs of the chain.
            ws2812 8-1           | "8-1" is no stretch of the chain.
            ws2812 430-441       | "430-441" is no stretch of the chain.
            """)
    void whatIsWrongWithALightIsSaid(String line, String reason) {
        assertThat(read("aspen.light = " + line).faults()).extracting(Fault::reason).contains(reason);
    }

    @Test
    void lightsTakePinsAndStretchesAsSensorsDo() {
        assertThat(read("aspen.sensors.a = pir gpio10", "aspen.light = ws2812 1-8", "birch.light = rgb gpio12 gpio13",
                "cedar.sensors.a = pir gpio12").faults()).extracting(Fault::reason)
                .containsExactlyInAnyOrder("GPIO10 is taken by lintel.rooms.aspen.sensors.a.",
                        "GPIO12 is taken by lintel.rooms.birch.light.");
        assertThat(read("aspen.sensors.a = pir gpio8", "aspen.sensors.b = pir gpio9", "birch.light = ws2812 1-8",
                "cedar.sensors.a = pir gpio11").faults()).extracting(Fault::reason)
                .containsExactly("GPIO8 is taken by lintel.rooms.aspen.sensors.a.",
                        "GPIO9 is taken by lintel.rooms.aspen.sensors.b.", "GPIO11 is taken by the WS2812 chain.");
        assertThat(read("aspen.light = ws2812 1-8", "birch.light = ws2812 8-12").faults()).singleElement()
                .extracting(Fault::reason)
                .isEqualTo("LED 8 of the chain is taken by lintel.rooms.aspen.light.");
    }

    private static WiringReading.Outcome screen(Map<String, String> settings) {
        return WiringReading.read(settings.keySet(), name -> Optional.ofNullable(settings.get(name)));
    }

    @Test
    void aScreenIsDimmedAtNight() {
        assertThat(screen(Map.of("lintel.backlight.device", "10-0045")).wiring().screen())
                .contains(new ScreenWire("10-0045", Optional.empty(), LocalTime.of(22, 0), LocalTime.of(6, 0), 15));
        assertThat(screen(Map.of("lintel.backlight.device", "10-0045", "lintel.backlight.night", "20:30-07:00 5%")).wiring()
                .screen())
                .contains(new ScreenWire("10-0045", Optional.empty(), LocalTime.of(20, 30), LocalTime.of(7, 0), 5));
        assertThat(screen(Map.of()).wiring().screen()).isEmpty();
    }

    @Test
    void whatIsWrongWithAScreenIsSaid() {
        assertThat(screen(Map.of("lintel.backlight.device", "../leds", "lintel.backlight.night", "25:00-07:00 5%")).faults())
                .extracting(Fault::reason)
                .containsExactlyInAnyOrder("\"../leds\" is no name of a device.", "\"25:00-07:00 5%\" is no night.");
        assertThat(screen(Map.of("lintel.backlight.device", "10-0045", "lintel.backlight.night", "22:00-06:00 0%")).faults())
                .singleElement()
                .extracting(WiringReading.Fault::reason)
                .isEqualTo("leaves the screen dark until morning: nothing wakes it.");
        assertThat(screen(Map.of("lintel.backlight.device", "10-0045", "lintel.backlight.night", "22:00-06:00 0%",
                "lintel.backlight.touch", "/dev/input/event0")).faults()).isEmpty();
        assertThat(screen(Map.of("lintel.backlight.touch", "/dev/input/event0")).faults()).singleElement()
                .extracting(Fault::property)
                .isEqualTo("lintel.backlight.device");
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
