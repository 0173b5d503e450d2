package dev.lintel.provisioning.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Starts the programs of the demo, starts one again that ended by itself, and ends all of them together.
///
/// A program that ends five times is left alone: whatever ails it, a sixth start would not mend it.
final class Supervisor implements AutoCloseable {

    private static final int STARTS_AT_MOST = 5;
    private static final int SECONDS_TO_END = 20;

    private final DemoFolder folder;
    private final Leftovers leftovers;
    private final PrintStream out;
    private final Map<String, Process> running = new LinkedHashMap<>();
    private final Map<String, Integer> starts = new LinkedHashMap<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean ending;
    private boolean gaveUp;

    Supervisor(DemoFolder folder, Leftovers leftovers, PrintStream out) {
        this.folder = folder;
        this.leftovers = leftovers;
        this.out = out;
    }

    synchronized void start(String name, List<String> command) {
        if (ending) {
            return;
        }
        try {
            Files.createDirectories(folder.log(name).getParent());
            Process process = new ProcessBuilder(command).directory(folder.root().toFile())
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.log(name).toFile()))
                    .start();
            leftovers.remember(name, process.toHandle());
            running.put(name, process);
            starts.merge(name, 1, Integer::sum);
            var _ = process.onExit().thenAccept(gone -> onEnd(name, command, gone));
        } catch (IOException e) {
            throw new DemoFailure("The program " + name + " could not be started: " + e.getMessage());
        }
    }

    private synchronized void onEnd(String name, List<String> command, Process gone) {
        if (ending || running.get(name) != gone) {
            return;
        }
        if (starts.getOrDefault(name, 0) >= STARTS_AT_MOST) {
            out.println(
                    name + " has ended " + STARTS_AT_MOST + " times and is not started again; why is in " + folder.log(name));
            gaveUp = true;
            ended.countDown();
            return;
        }
        out.println(name + " ended unexpectedly (exit code " + gone.exitValue() + "); starting it again.");
        start(name, command);
    }

    /// True while none of the programs has been given up.
    synchronized boolean isAlive(String name) {
        Process process = running.get(name);
        return process != null && process.isAlive();
    }

    /// True when a program ended so often that it was left alone.
    synchronized boolean gaveUp() {
        return gaveUp;
    }

    /// Waits until a program has been given up, or for ever.
    void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /// Ends the doors before the cloud, so that what they still have to say is heard.
    @Override
    public void close() {
        List<Map.Entry<String, Process>> processes;
        synchronized (this) {
            if (ending) {
                return;
            }
            ending = true;
            processes = List.copyOf(running.entrySet()).reversed();
        }
        for (Map.Entry<String, Process> each : processes) {
            end(each.getValue());
            leftovers.forget(each.getKey());
        }
        ended.countDown();
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    static void requireFile(java.nio.file.Path file) {
        if (!Files.isRegularFile(file)) {
            throw new DemoFailure(
                    "The program " + file + " is not built yet; run ./mvnw -Pdemo, which builds what is missing.");
        }
    }

    static String read(java.nio.file.Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
