package dev.lintel.edge.hardware.pi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.hardware.PresenceSensor;
import dev.lintel.edge.hardware.PresenceSensorContract;
import dev.lintel.edge.wiring.Pull;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The contract of sensors on registers that behave as the chip's data sheet says, and what only an expander can suffer.
@NullMarked
class Mcp23017Test {

    private record RegisterBench(FakeMcp23017 fake, ExpanderPump pump, PresenceSensor sensor, int input, boolean activeLow)
            implements
                PresenceSensorContract.Bench {

        static RegisterBench of(int input, boolean activeLow) {
            FakeMcp23017 fake = new FakeMcp23017();
            fake.drive(input, activeLow);
            Mcp23017 chip = new Mcp23017(fake);
            ExpanderPump pump = new ExpanderPump();
            PresenceSensor sensor = chip.input(input, Pull.UP, activeLow);
            pump.include(chip);
            return new RegisterBench(fake, pump, sensor, input, activeLow);
        }

        @Override
        public void drive(boolean active) {
            fake.drive(input, active != activeLow);
        }

        @Override
        public void close() {
            pump.close();
        }
    }

    @Nested
    class FirstPort implements PresenceSensorContract {

        @Override
        public Bench bench() {
            return RegisterBench.of(5, false);
        }
    }

    @Nested
    class SecondPortActiveLow implements PresenceSensorContract {

        @Override
        public Bench bench() {
            return RegisterBench.of(15, true);
        }
    }

    @Test
    void aCutWireSaysThatSomebodyIsThere() {
        FakeMcp23017 fake = new FakeMcp23017();
        fake.drive(3, false);
        Mcp23017 chip = new Mcp23017(fake);
        PresenceSensor sensor = chip.input(3, Pull.UP, false);
        assertThat(sensor.sees()).contains(false);
        fake.cut(3);
        chip.look();
        assertThat(sensor.sees()).contains(true);
    }

    @Test
    void aChipThatWasUnpluggedSaysNothingAndIsSetUpAnewWhenItIsBack() throws Exception {
        FakeMcp23017 fake = new FakeMcp23017();
        Mcp23017 chip = new Mcp23017(fake);
        PresenceSensor sensor = chip.input(9, Pull.UP, false);
        fake.unplug();
        chip.look();
        assertThat(sensor.sees()).isEmpty();
        fake.plugIn();
        chip.look();
        assertThat(fake.pullUps()).isEqualTo(1 << 9);
        assertThat(sensor.sees()).contains(true);
    }

    /// A torn or shorted bus answers to everything: with ones, or with zeros.
    @ParameterizedTest
    @ValueSource(ints = {0x00, 0xFF})
    void aBusThatHangsIsNotTakenForNobody(int bits) {
        Registers hanging = new Registers() {

            @Override
            public int read(int register) {
                return bits;
            }

            @Override
            public void write(int register, int written) {
                // Nothing hears it.
            }
        };
        Mcp23017 chip = new Mcp23017(hanging);
        List<PresenceSensor> sensors = new ArrayList<>();
        for (int input = 0; input < 16; input++) {
            sensors.add(chip.input(input, Pull.UP, input % 2 == 0));
        }
        assertThat(sensors).allSatisfy(sensor -> assertThat(sensor.sees()).isEmpty());
    }

    @Test
    void eightChipsAreAHundredAndTwentyEightInputs() {
        List<FakeMcp23017> fakes = new ArrayList<>();
        List<Mcp23017> chips = new ArrayList<>();
        List<PresenceSensor> sensors = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            fakes.add(new FakeMcp23017());
            chips.add(new Mcp23017(fakes.get(i)));
            for (int input = 0; input < 16; input++) {
                sensors.add(chips.get(i).input(input, Pull.OFF, false));
            }
        }
        for (int number = 0; number < 128; number++) {
            fakes.get(number / 16).drive(number % 16, true);
            chips.forEach(Mcp23017::look);
            int seen = number;
            assertThat(sensors.stream().filter(sensor -> sensor.sees().orElseThrow()).count()).isEqualTo(seen + 1L);
            assertThat(sensors.get(number).sees()).contains(true);
        }
    }
}
