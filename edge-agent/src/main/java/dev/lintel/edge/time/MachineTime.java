package dev.lintel.edge.time;

import dev.lintel.protocol.time.ClockReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// The time of the Linux machine that this agent runs on.
///
/// A Raspberry Pi without a battery clock wakes up with whatever time it last wrote down. Every other machine has a
/// battery clock, or a host that has one.
public final class MachineTime implements Timepiece {

    /// Made by systemd's time service once it has set the clock in this boot. It says so before the kernel could be asked.
    private static final Path SYNCHRONISED = Path.of("/run/systemd/timesync/synchronized");
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Path UPTIME = Path.of("/proc/uptime");
    private static final Path BOARD = Path.of("/proc/device-tree/model");
    private static final Path BATTERY_CLOCK = Path.of("/dev/rtc0");
    private static final long EACH_SECONDS = 1;

    /// @param running how long the machine had been running when it was asked
    /// @param atNanos when that was, by the clock that only this process has
    private record Asked(Duration running, long atNanos, boolean synchronised) {}

    private final InstantSource clock;
    private final String boot;
    private final boolean battery;
    private volatile Asked asked;

    private MachineTime(InstantSource clock) {
        this.clock = clock;
        this.boot = line(BOOT, "unknown");
        this.battery = !line(BOARD, "").contains("Raspberry Pi") || Files.exists(BATTERY_CLOCK);
        this.asked = new Asked(uptime(), System.nanoTime(), Files.exists(SYNCHRONISED));
    }

    /// Begins to ask. The kernel is asked by another thread from the start, because reaching the C library for the first
    /// time takes a fifth of a second, and nobody at a door should wait for that.
    public static MachineTime watched(InstantSource clock) {
        MachineTime time = new MachineTime(clock);
        ScheduledExecutorService thread = Executors
                .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("clock").daemon().factory());
        var _ = thread.scheduleWithFixedDelay(time::ask, 0, EACH_SECONDS, TimeUnit.SECONDS);
        return time;
    }

    @Override
    public ClockReading read() {
        Asked last = asked;
        return new ClockReading(clock.instant(), boot, last.running.plusNanos(System.nanoTime() - last.atNanos),
                last.synchronised, battery);
    }

    private void ask() {
        boolean synchronised = KernelClock.synchronised().orElseGet(() -> Files.exists(SYNCHRONISED));
        long now = System.nanoTime();
        Duration counted = asked.running.plusNanos(now - asked.atNanos);
        Duration running = uptime();
        // The file has hundredths of a second; a difference of more is a machine that has slept.
        boolean slept = running.minus(counted).compareTo(Duration.ofSeconds(1)) > 0;
        asked = new Asked(slept ? running : counted, now, synchronised);
    }

    private static Duration uptime() {
        String[] words = line(UPTIME, "").split(" ", -1);
        try {
            return Duration.ofMillis(Math.round(Double.parseDouble(words[0]) * 1_000));
        } catch (NumberFormatException notLinux) {
            return Duration.ofNanos(System.nanoTime());
        }
    }

    private static String line(Path file, String otherwise) {
        try {
            return Files.readString(file).strip();
        } catch (IOException notThere) {
            return otherwise;
        }
    }
}
