package dev.lintel.edge;

import dev.lintel.edge.copy.Floor2;
import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.time.Rhythm;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PanelId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.identity.TimeOrdered;
import dev.lintel.protocol.line.Body;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.Head;
import dev.lintel.protocol.line.Mark;
import dev.lintel.protocol.time.ClockReading;
import dev.lintel.protocol.wire.Sha256Chain;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.NullMarked;

/// A whole agent on a folder of its own, with a clock that stands until it is moved, and two paired panels.
@NullMarked
final class TestAgent implements AutoCloseable {

    /// Nobody who waits for the next look at the time should wait for long.
    private static final Rhythm LIVELY = new Rhythm(Duration.ofMillis(40));
    /// A machine of two cores that builds something else meanwhile is no reason for a story to fail.
    static final Duration PATIENCE = Duration.ofSeconds(60);

    static final String ASPEN_KEY = "aspen-panel-key-of-the-stories";
    static final String BIRCH_KEY = "birch-panel-key-of-the-stories";

    final AtomicReference<Instant> now = new AtomicReference<>(Floor2.NINE);
    /// What the machine beside its clock says: by how much that is wrong, and whether a time server keeps it.
    final AtomicReference<Duration> wrongBy = new AtomicReference<>(Duration.ZERO);
    volatile boolean synchronised = true;
    private volatile Optional<Long> runsSinceNanos = Optional.empty();
    final HttpClient http = HttpClient.newHttpClient();
    private final TimeOrdered ids;
    private final Agent agent;

    private TestAgent(Path folder, Consumer<TestAgent> before, String... settings) throws Exception {
        before.accept(this);
        SplittableRandom chance = new SplittableRandom(folder.hashCode());
        List<String> all = new ArrayList<>(List.of("--lintel.data=" + folder, "--lintel.panel.port=0"));
        all.addAll(List.of(settings));
        ids = new TimeOrdered(this::time, chance);
        agent = Agent.start(new Roots(this::wall, this::machine, chance, ids, LIVELY), all.toArray(String[]::new));
    }

    /// An agent whose floor is the one of the stories.
    static TestAgent onFloor2(Path folder, String... settings) throws Exception {
        Floor2.seed(folder);
        return listed(folder, settings);
    }

    /// An agent on whatever an earlier one left in the folder, with both panels listed in files.
    static TestAgent listed(Path folder, String... settings) throws Exception {
        return listed(folder, Floor2.NINE, settings);
    }

    /// The same from another time on. What looks at the time as soon as it starts must not see it put back.
    static TestAgent onFloor2(Path folder, Instant from, String... settings) throws Exception {
        Floor2.seed(folder);
        return listed(folder, from, settings);
    }

    private static TestAgent listed(Path folder, Instant from, String... settings) throws Exception {
        pair(folder, PanelId.of("01890000-0000-7000-8000-0000000000aa"), Floor2.ASPEN, ASPEN_KEY);
        pair(folder, PanelId.of("01890000-0000-7000-8000-0000000000bb"), Floor2.BIRCH, BIRCH_KEY);
        return new TestAgent(folder, machine -> machine.now.set(from), settings);
    }

    /// An agent on whatever an earlier one left in the folder.
    static TestAgent again(Path folder, String... settings) throws Exception {
        return new TestAgent(folder, machine -> {}, settings);
    }

    /// The same on a machine of which something is to be known before its agent starts.
    static TestAgent again(Path folder, Consumer<TestAgent> machine) throws Exception {
        return new TestAgent(folder, machine);
    }

    /// Lists a panel in a file, as an installer does.
    static void pair(Path folder, PanelId panel, SpaceId space, String key) throws IOException, NoSuchAlgorithmException {
        Files.createDirectories(folder.resolve("panels"));
        String hash = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        Files.writeString(folder.resolve("panels").resolve(panel + ".json"),
                "{\"panel\":\"" + panel + "\",\"space\":\"" + space + "\",\"keySha256\":\"" + hash + "\"}");
    }

    private Instant wall() {
        return time().plus(Objects.requireNonNull(wrongBy.get()));
    }

    private ClockReading machine() {
        return new ClockReading(wall(), "this boot", Duration.between(Floor2.NOON_YESTERDAY, time()), synchronised, true);
    }

    /// The address a tablet opens; with a key behind the # it is the one of a paired panel.
    String door(String key) {
        return "http://localhost:" + agent.panelAddress().getPort() + "/door/" + (key.isEmpty() ? "" : "#" + key);
    }

    /// What the floor's copy holds for a room.
    List<Booking> bookings(SpaceId space) {
        return part(DoorDesk.class).state().orElseThrow().bookings(space).toList();
    }

    /// The cloud's feed brings this.
    void told(Body... bodies) throws Exception {
        List<Entry> entries = new ArrayList<>();
        Mark last = part(DoorDesk.class).state().orElseThrow().at().feed();
        for (Body body : bodies) {
            Head head = new Head(ids.operation(), Optional.empty(), Optional.empty(), body instanceof Body.VerifiersSet);
            entries.add(new Entry(last.seq() + 1, last.hash(), new Sha256Chain().link(last.hash(), last.seq() + 1, head, body),
                    head, body));
            last = new Mark(entries.getLast().seq(), entries.getLast().hash());
        }
        part(DoorDesk.class).feed(entries).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /// The cloud's feed brings the answer to what this door has asked for.
    void told(OperationId operation, Body answer) throws Exception {
        Mark last = part(DoorDesk.class).state().orElseThrow().at().feed();
        Head head = new Head(operation, Optional.empty(), Optional.empty(), false);
        Entry entry = new Entry(last.seq() + 1, last.hash(), new Sha256Chain().link(last.hash(), last.seq() + 1, head, answer),
                head, answer);
        part(DoorDesk.class).feed(List.of(entry)).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    URI at(String path) {
        return agent.panelAddress().resolve(path);
    }

    /// Lets time pass.
    void pass(Duration duration) {
        now.updateAndGet(before -> before.plus(duration));
    }

    /// From now on its clock runs, as clocks do.
    void run() {
        runsSinceNanos = Optional.of(System.nanoTime());
    }

    Instant time() {
        return Objects.requireNonNull(now.get()).plusNanos(runsSinceNanos.map(since -> System.nanoTime() - since).orElse(0L));
    }

    String origin() {
        return "http://127.0.0.1:" + agent.panelAddress().getPort();
    }

    <T> T part(Class<T> type) {
        return agent.part(type);
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(at(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(at(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> delete(String path, String... headers) throws Exception {
        return http.send(HttpRequest.newBuilder(at(path)).headers(headers).DELETE().build(),
                HttpResponse.BodyHandlers.ofString());
    }

    TestPanel panel(String key) throws Exception {
        return TestPanel.open(this, key);
    }

    /// Ends the agent while its panels are still there.
    void stops() {
        agent.close();
    }

    @Override
    public void close() {
        http.close();
        agent.close();
    }
}
