package dev.lintel.edge.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.time.ClockReading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// What this machine says, beside what its own files and programs say.
@NullMarked
@EnabledOnOs(OS.LINUX)
class MachineTimeTest {

    private static final Instant NINE = Instant.parse("2026-03-03T09:00:00Z");

    @Test
    void theRunOfTheMachineAndItsLengthAreTheKernels() throws Exception {
        double before = uptime();
        ClockReading reading = MachineTime.watched(InstantSource.fixed(NINE)).read();
        double after = uptime();
        assertThat(reading.wall()).isEqualTo(NINE);
        assertThat(reading.boot()).isEqualTo(Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip());
        // The kernel cuts its file to hundredths.
        assertThat(reading.running()).isBetween(Duration.ofMillis((long) ((before - 1) * 1_000)),
                Duration.ofMillis((long) ((after + 1) * 1_000)));
    }

    private static double uptime() throws Exception {
        return Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ", -1)[0]);
    }

    @Test
    void runningOnlyEverGrows() {
        MachineTime time = MachineTime.watched(InstantSource.fixed(NINE));
        Duration before = time.read().running();
        for (int i = 0; i < 100_000; i++) {
            Duration next = time.read().running();
            assertThat(next.compareTo(before)).isNotNegative();
            before = next;
        }
    }

    @Test
    void theKernelAnswersWhetherATimeServerKeepsItsClock() {
        assertThat(KernelClock.synchronised()).as("asked of the kernel itself").isPresent();
    }

    @Test
    void aClockThatABatteryCouldKeepIsBelievedWhenItShowsTheTimeThatTheMachineHas() {
        String now = Long.toString(NINE.getEpochSecond());
        assertThat(MachineTime.battery(now, "Raspberry Pi 5 Model B Rev 1.0", NINE.plusSeconds(3))).isTrue();
        assertThat(MachineTime.battery("37", "Raspberry Pi 5 Model B Rev 1.0", NINE)).as("no battery: it began at nothing")
                .isFalse();
        assertThat(MachineTime.battery("", "Raspberry Pi 4 Model B Rev 1.5", NINE)).as("no such clock").isFalse();
        assertThat(MachineTime.battery("", "", NINE)).as("a machine whose host has one").isTrue();
    }
}
