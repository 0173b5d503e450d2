package dev.lintel.cloud.device;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullMarked;

/// Mosquitto as the machine has it, run from the folder that the cloud writes. Where there is none the test is left out
/// with a message, and fails where continuous integration promised one.
@NullMarked
public final class MosquittoProcess implements AutoCloseable {

    private final Path folder;
    private final int port;
    private Process process;

    private MosquittoProcess(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /// The program, or the end of the test.
    public static Path program() {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "") + File.pathSeparator + "/usr/sbin"
                + File.pathSeparator
                + "/usr/local/sbin";
        return Stream.of(path.split(File.pathSeparator))
                .map(folder -> Path.of(folder, "mosquitto"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> {
                    String message = "there is no mosquitto on this machine (apt-get install mosquitto)";
                    return System.getenv("LINTEL_CI") == null ? abort(message) : fail(message);
                });
    }

    /// Starts it and waits until it listens.
    public static MosquittoProcess start(Path folder, int port) {
        var mosquitto = new MosquittoProcess(folder, port, launch(folder));
        mosquitto.await();
        return mosquitto;
    }

    /// The command that the product is given to make this broker read its files again.
    public static String[] reload(Path folder) {
        return new String[]{"/bin/sh", "-c", "kill -HUP $(cat " + folder.resolve(MosquittoText.PID) + ")"};
    }

    private static Process launch(Path folder) {
        try {
            return new ProcessBuilder(program().toString(), "-c", folder.resolve("mosquitto.conf").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("mosquitto.log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void await() {
        Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20)).until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError("mosquitto ended: " + Files.readString(folder.resolve("mosquitto.log")));
            }
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
                return true;
            } catch (IOException e) {
                return false;
            }
        });
    }

    public void restart() {
        close();
        process = launch(folder);
        await();
    }

    /// As a machine ends that loses its power.
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().onExit().join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
