package dev.lintel.edge.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The agent as it is installed: its jar, its options, a process of its own.
final class PackagedAgent implements AutoCloseable {

    static final Path JAR = Path.of("target/edge-agent.jar");
    static final Path DEPLOY = Path.of("../deploy/edge");
    private static final Pattern READY = Pattern.compile("ready: doors at (http://[^\"\\s]+)");

    final Process process;
    final long startedAtNanos;
    final HttpClient http = HttpClient.newHttpClient();
    private final CompletableFuture<URI> address = new CompletableFuture<>();
    private final StringBuilder said = new StringBuilder();

    private PackagedAgent(Process process, long startedAtNanos) {
        this.process = process;
        this.startedAtNanos = startedAtNanos;
        Thread.ofVirtual().start(this::listen);
    }

    static PackagedAgent start(Path data, String... extraOptions) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + DEPLOY.resolve("jvm.options")));
        command.addAll(List.of(extraOptions));
        command.addAll(List.of("-jar", JAR.toString(), "--lintel.data=" + data, "--lintel.panel.port=0"));
        return start(command);
    }

    /// An agent none of whose files may become larger than this, until the limit of the process is lifted.
    static PackagedAgent limited(Path data, int kilobytes) throws IOException {
        // In blocks of 512 bytes; only what the process may not exceed by itself, so that it can be lifted later.
        return start(List.of("sh", "-c", "ulimit -S -f " + kilobytes * 2 + "; exec \"$@\"", "limited",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "@" + DEPLOY.resolve("jvm.options"), "-jar",
                JAR.toString(), "--lintel.data=" + data, "--lintel.panel.port=0"));
    }

    private static PackagedAgent start(List<String> command) throws IOException {
        long now = System.nanoTime();
        return new PackagedAgent(new ProcessBuilder(command).redirectErrorStream(true).start(), now);
    }

    private void listen() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                say(line);
                Matcher ready = READY.matcher(line);
                if (ready.find()) {
                    address.complete(URI.create(ready.group(1)));
                }
            }
        } catch (IOException e) {
            say(e.toString());
        }
        address.completeExceptionally(new IOException("the agent ended:\n" + said()));
    }

    URI address() throws Exception {
        return address.get(60, TimeUnit.SECONDS);
    }

    private synchronized void say(String line) {
        said.append(line).append('\n');
    }

    synchronized String said() {
        return said.toString();
    }

    /// The agent lets one address open ten sockets a second; whoever comes sooner is turned away, and comes again.
    PanelClient panel(int room) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (true) {
            try {
                return PanelClient.open(http, address(), House.key(room));
            } catch (ExecutionException | TimeoutException turnedAway) {
                if (System.nanoTime() > deadline) {
                    throw turnedAway;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(120));
            }
        }
    }

    /// Kilobytes, by the name that Linux gives them.
    long status(String name) throws IOException {
        return number(Path.of("/proc/" + process.pid() + "/status"), name);
    }

    /// Bytes that this process has had written to disk.
    long written() throws IOException {
        return number(Path.of("/proc/" + process.pid() + "/io"), "write_bytes");
    }

    private static long number(Path file, String name) throws IOException {
        return Files.readAllLines(file)
                .stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> Long.parseLong(line.replaceAll("\\D+", " ").strip().split(" ")[0]))
                .findFirst()
                .orElseThrow();
    }

    /// The power switch of a process: it learns nothing of it.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        // Through the handle: what the process still says is heard to the end, and its start-up cache is written after that.
        process.toHandle().destroy();
        process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
        http.shutdownNow();
    }
}
