package dev.lintel.edge.hardware.pi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.hardware.PresenceSensor;
import dev.lintel.edge.hardware.PresenceSensorContract;
import dev.lintel.edge.wiring.Pull;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The contract of sensors on registers that behave as the chip's data sheet says, and what only an expander can suffer.
@NullMarked
class Mcp23017Test {

    /// Its time stands still, so that nothing it has seen is ever old.
    private static Mcp23017 chip(Registers registers) {
        return new Mcp23017("the expander of the test", registers, () -> 0);
    }

    private record RegisterBench(FakeMcp23017 fake, ExpanderPump pump, PresenceSensor sensor, int input, boolean activeLow)
            implements
                PresenceSensorContract.Bench {

        static RegisterBench of(int input, boolean activeLow) {
            FakeMcp23017 fake = new FakeMcp23017();
            fake.drive(input, activeLow);
            Mcp23017 chip = chip(fake);
            ExpanderPump pump = new ExpanderPump();
            PresenceSensor sensor = chip.input(input, Pull.UP, activeLow);
            chip.look();
            pump.include(1, chip);
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
        Mcp23017 chip = chip(fake);
        PresenceSensor sensor = chip.input(3, Pull.UP, false);
        chip.look();
        assertThat(sensor.sees()).contains(false);
        fake.cut(3);
        chip.look();
        assertThat(sensor.sees()).contains(true);
    }

    @Test
    void aChipThatWasUnpluggedSaysNothingAndIsSetUpAnewWhenItIsBack() throws Exception {
        FakeMcp23017 fake = new FakeMcp23017();
        Mcp23017 chip = chip(fake);
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
        Mcp23017 chip = chip(hanging);
        List<PresenceSensor> sensors = new ArrayList<>();
        for (int input = 0; input < 16; input++) {
            sensors.add(chip.input(input, Pull.UP, input % 2 == 0));
        }
        chip.look();
        assertThat(sensors).allSatisfy(sensor -> assertThat(sensor.sees()).isEmpty());
    }

    /// A bus whose transfers, from some moment on, do not return until they are let go.
    private static final class Held implements Registers {

        private final FakeMcp23017 chip = new FakeMcp23017();
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch letGo = new CountDownLatch(1);
        private volatile boolean holds;

        @Override
        public int read(int register) throws IOException {
            if (holds) {
                reached.countDown();
                try {
                    letGo.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            return chip.read(register);
        }

        @Override
        public void write(int register, int bits) throws IOException {
            chip.write(register, bits);
        }
    }

    @Test
    void aLookThatDoesNotReturnIsNotTakenForNobody() throws Exception {
        AtomicLong nanos = new AtomicLong();
        Held held = new Held();
        Mcp23017 chip = new Mcp23017("the expander that hangs", held, nanos::get);
        PresenceSensor sensor = chip.input(3, Pull.UP, false);
        held.chip.drive(3, false);
        chip.look();
        assertThat(sensor.sees()).contains(false);
        held.holds = true;
        Thread looks = Thread.ofPlatform().daemon().start(chip::look);
        held.reached.await();
        assertThat(sensor.sees()).as("just now").contains(false);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(sensor.sees()).as("a second later").isEmpty();
        held.letGo.countDown();
        looks.join();
        assertThat(sensor.sees()).as("as it answers again").contains(false);
    }

    @Test
    void aBusThatHangsCostsItsOwnInputsAndAFailureIsTriedAgain() throws Exception {
        Held held = new Held();
        held.holds = true;
        FakeMcp23017 other = new FakeMcp23017();
        AtomicBoolean broken = new AtomicBoolean(true);
        Mcp23017 hangs = chip(held);
        Mcp23017 works = chip(new Registers() {

            @Override
            public int read(int register) throws IOException {
                if (broken.getAndSet(false)) {
                    throw new NoClassDefFoundError("once");
                }
                return other.read(register);
            }

            @Override
            public void write(int register, int bits) throws IOException {
                other.write(register, bits);
            }
        });
        PresenceSensor silent = hangs.input(3, Pull.UP, false);
        PresenceSensor heard = works.input(3, Pull.UP, false);
        try (ExpanderPump pump = new ExpanderPump()) {
            pump.include(1, hangs);
            held.reached.await();
            pump.include(2, works);
            Awaitility.await().until(() -> heard.sees().isPresent());
            assertThat(silent.sees()).isEmpty();
            held.letGo.countDown();
        }
    }

    @Test
    void eightChipsAreAHundredAndTwentyEightInputs() {
        List<FakeMcp23017> fakes = new ArrayList<>();
        List<Mcp23017> chips = new ArrayList<>();
        List<PresenceSensor> sensors = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            fakes.add(new FakeMcp23017());
            chips.add(chip(fakes.get(i)));
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
