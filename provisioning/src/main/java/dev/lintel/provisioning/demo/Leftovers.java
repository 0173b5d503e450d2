package dev.lintel.provisioning.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The processes of a demo, written down while they run, so that a later run can end what a killed one left behind.
///
/// A process is known by its id and its start time together: an id alone may by then belong to somebody else's program.
final class Leftovers {

    private static final int SECONDS_TO_END = 20;

    private final Path folder;

    Leftovers(DemoFolder demo) {
        this.folder = demo.root().resolve("processes");
    }

    void remember(String name, ProcessHandle process) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(name), process.pid() + " " + startedAt(process).orElse(Instant.EPOCH) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void forget(String name) {
        try {
            Files.deleteIfExists(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Ends every process of an earlier run that is still alive and returns their names, with ids, in words.
    List<String> end() {
        List<String> ended = new ArrayList<>();
        for (String name : names()) {
            alive(name).ifPresent(process -> {
                endGently(process);
                ended.add(name + " (process " + process.pid() + ")");
            });
            forget(name);
        }
        return ended;
    }

    /// Ends the database that a killed cloud left behind; the cloud would do it itself, but not once its folder is gone.
    void endDatabase(Path cloud) {
        Path file = cloud.resolve("postgres/postmaster.pid");
        try {
            if (Files.exists(file)) {
                ProcessHandle.of(Long.parseLong(Files.readAllLines(file).getFirst().strip()))
                        .filter(process -> process.info()
                                .command()
                                .filter(command -> command.startsWith(cloud.toString()))
                                .isPresent())
                        .ifPresent(Leftovers::endGently);
            }
        } catch (IOException | NumberFormatException | NoSuchElementException e) {
            throw new DemoFailure("The file " + file + " cannot be read, so a database may still run there: " + e.getMessage());
        }
    }

    private List<String> names() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<ProcessHandle> alive(String name) {
        try {
            String[] words = Files.readString(folder.resolve(name)).strip().split(" ");
            return ProcessHandle.of(Long.parseLong(words[0]))
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> startedAt(process).map(Instant::toString).equals(Optional.of(words[1])));
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return Optional.empty(); // written half by a run that was killed meanwhile: it names nobody
        }
    }

    private static Optional<Instant> startedAt(ProcessHandle process) {
        return process.info().startInstant();
    }

    private static void endGently(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().get(SECONDS_TO_END, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            process.destroyForcibly();
            process.onExit().join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
