package dev.lintel.edge.time;

import dev.lintel.protocol.time.ClockReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// The time of the Linux machine that this agent runs on.
///
/// A board without a battery wakes up with whatever time it last wrote down, also where it has a clock that a battery could
/// keep, as a Raspberry Pi 5 has. Every other machine has a battery clock, or a host that has one.
public final class MachineTime implements Timepiece {

    /// Made by systemd's time service once it has set the clock in this boot. It says so before the kernel could be asked.
    private static final Path SYNCHRONISED = Path.of("/run/systemd/timesync/synchronized");
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Path UPTIME = Path.of("/proc/uptime");
    private static final Path BOARD = Path.of("/proc/device-tree/model");
    private static final Path BATTERY_CLOCK = Path.of("/sys/class/rtc/rtc0/since_epoch");
    /// A battery clock counts whole seconds, and the machine was started from it a while ago.
    private static final Duration AGREES = Duration.ofSeconds(10);
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
        this.battery = battery(line(BATTERY_CLOCK, ""), line(BOARD, ""), clock.instant());
        this.asked = new Asked(uptime(), System.nanoTime(), Files.exists(SYNCHRONISED));
    }

    /// Whether the time that the machine shows is its battery clock's. One without a battery began at nothing, and shows
    /// another time than the machine, which goes on from what was written down.
    ///
    /// @param counted seconds since 1970 that the battery clock shows; empty where there is none
    /// @param board what the machine's board says it is; empty for anything but a board
    static boolean battery(String counted, String board, Instant wall) {
        if (counted.isEmpty()) {
            return board.isEmpty();
        }
        try {
            Duration off = Duration.between(Instant.ofEpochSecond(Long.parseLong(counted)), wall);
            return off.abs().compareTo(AGREES) <= 0;
        } catch (NumberFormatException | DateTimeException notTheTime) {
            return false;
        }
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
