package dev.lintel.provisioning.journey;

import dev.lintel.provisioning.Repository;
import dev.lintel.provisioning.cloud.Answer;
import dev.lintel.provisioning.cloud.CloudClient;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/// The demo command as a process of its own, with a folder and ports of its own.
final class DemoRun implements AutoCloseable {

    static final Duration STARTS_WITHIN = Duration.ofMinutes(3);

    /// The bit of signal 2 in what Linux tells of a process.
    private static final long SIGINT = 0b10;

    private static final List<DemoRun> RUNNING = new CopyOnWriteArrayList<>();

    private final Path folder;
    private final int shift;
    private final Path output;
    private final Process process;

    private DemoRun(Path folder, int shift, Path output, Process process) {
        this.folder = folder;
        this.shift = shift;
        this.output = output;
        this.process = process;
        RUNNING.add(this);
    }

    /// Those that are not closed yet.
    static List<DemoRun> running() {
        return List.copyOf(RUNNING);
    }

    /// Starts it and returns at once.
    static DemoRun start(Path folder, int shift) throws IOException {
        Files.createDirectories(folder);
        Path repository = Repository.root();
        Path output = Files.createTempFile(folder.toAbsolutePath().getParent(), "demo-", ".txt");
        Process process = new ProcessBuilder(java(), "-jar",
                repository.resolve("provisioning/target/provisioning.jar").toString(), "demo",
                "--programs=" + repository, "--data=" + folder, "--shift=" + shift).redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new DemoRun(folder, shift, output, process);
    }

    /// Starts it and waits until it says that it is up.
    static DemoRun up(Path folder, int shift) throws IOException {
        DemoRun run = start(folder, shift);
        Awaitility.await().atMost(STARTS_WITHIN).until(() -> run.says("The demo is up.") || !run.process.isAlive());
        if (!run.says("The demo is up.")) {
            throw new AssertionError("the demo did not come up:\n" + run.output());
        }
        return run;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /// Types a line into the demo's terminal.
    void type(String order) throws IOException {
        process.outputWriter(StandardCharsets.UTF_8).append(order).append('\n').flush();
    }

    boolean says(String sentence) {
        return output().contains(sentence);
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What the command line tells of an operation or a booking; without one, of the latest operations.
    String conversation(String... id) throws IOException {
        List<String> words = new ArrayList<>(List.of(java(), "-Dstdout.encoding=UTF-8", "-jar",
                Repository.root().resolve("provisioning/target/provisioning.jar").toString(), "conversation",
                "--logs=" + folder.resolve("logs")));
        words.addAll(List.of(id));
        Process told = new ProcessBuilder(words).redirectErrorStream(true).start();
        return new String(told.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    String door(String room) {
        Matcher line = Pattern.compile("door: (\\S+)\\s+" + room + ",").matcher(output());
        if (!line.find()) {
            throw new AssertionError("no door of " + room + " in\n" + output());
        }
        return line.group(1);
    }

    CloudClient cloud() {
        return new CloudClient(URI.create("http://localhost:" + (8080 + shift)));
    }

    /// True when the cloud and both doors answer.
    boolean isHealthy() {
        return List.of(8080, 7101, 7102)
                .stream()
                .allMatch(port -> new CloudClient(URI.create("http://localhost:" + (port + shift))).isHealthy());
    }

    /// What the door agent of a floor says about itself.
    String health(int floor) {
        return new CloudClient(URI.create("http://localhost:" + (7100 + floor + shift))).ask("/health")
                .map(Answer::toString)
                .orElse("");
    }

    CloudClient as(String email) throws IOException {
        return cloud().bearing(accessToken(email));
    }

    /// Signs in the way a client does, with what the credentials file says.
    String accessToken(String email) throws IOException {
        return cloud()
                .post("/api/v1/sessions",
                        Map.of("tenant", "demo", "email", email, "password", credentials().getProperty("password." + email)))
                .text("accessToken");
    }

    /// The status of the cloud's answer to its owner.
    int asked(String method, String path, Map<String, ?> body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(cloud().base().resolve(path))
                .header("Authorization", "Bearer " + accessToken("owner@demo.example"))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(Answer.json(body)))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    Properties credentials() throws IOException {
        Properties credentials = new Properties();
        try (Reader reader = Files.newBufferedReader(folder.resolve("credentials.properties"))) {
            credentials.load(reader);
        }
        return credentials;
    }

    /// The process the demo remembers under this name, which is how a later run finds what a killed one left.
    ProcessHandle program(String name) throws IOException {
        String pid = List.of(Files.readString(folder.resolve("processes").resolve(name)).split(" ")).getFirst();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow(() -> new AssertionError(name + " does not run"));
    }

    Process process() {
        return process;
    }

    /// What Ctrl-C does: everything ends, in order.
    void interrupt() throws IOException {
        // A process started in the background of a script ignores Ctrl-C from birth; it is ended as a service is.
        String signal = ignoresInterrupts() ? "-TERM" : "-INT";
        new ProcessBuilder("kill", signal, Long.toString(process.pid())).inheritIO().start().onExit().join();
        process.onExit().completeOnTimeout(process, 1, TimeUnit.MINUTES).join();
        if (process.isAlive()) {
            throw new AssertionError("the demo did not end within a minute of Ctrl-C:\n" + output());
        }
    }

    private boolean ignoresInterrupts() throws IOException {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        if (!Files.exists(status)) {
            return false;
        }
        return Files.readAllLines(status)
                .stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring("SigIgn:".length()).strip(), 16) & SIGINT) != 0);
    }

    @Override
    public void close() throws IOException {
        RUNNING.remove(this);
        if (process.isAlive()) {
            interrupt();
        }
    }
}
