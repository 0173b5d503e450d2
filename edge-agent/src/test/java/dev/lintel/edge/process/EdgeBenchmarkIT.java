package dev.lintel.edge.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.copy.CopyFile;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.wire.PanelMessage.PanelAction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The figures of the edge in docs/performance.md, on the machine it runs on: printed, never judged.
@Tag("benchmark")
@SuppressWarnings("NullAway.Init")
class EdgeBenchmarkIT {

    private static final int STARTS = 3;
    private static final int ROOMS = 20;
    private static final int RAW = 2_000;
    /// What one socket may send at once; the next ten come from a new one.
    private static final int AT_ONCE = 9;

    @TempDir
    Path folder;

    private final AtomicLong operations = new AtomicLong();
    private final List<String> table = new ArrayList<>();

    @Test
    void figures() throws Exception {
        raw("before");
        Path cache = train();
        starts("plain JVM, no flags of ours", List.of("-Xmx256m", "-XX:TieredStopAtLevel=4"));
        starts("deploy/edge/jvm.options", List.of());
        starts("the same with the AOT cache", List.of("-XX:AOTCache=" + cache));
        touches(cache);
        memory(cache);
        raw("after");
        System.out.println("edge, " + Runtime.getRuntime().availableProcessors() + " processors, Java "
                + System.getProperty("java.version") + ":");
        table.forEach(System.out::println);
        assertThat(table).isNotEmpty();
    }

    private void row(String what, String figures) {
        table.add(String.format("| %s | %s |", what, figures));
    }

    /// One durable transaction of about the size of a touch: what the disk takes for it, whoever asks.
    private void raw(String when) throws Exception {
        Path file = folder.resolve("raw-" + when + ".db");
        List<Long> nanos = new ArrayList<>();
        try (CopyFile copy = CopyFile.open(file)) {
            Connection writer = copy.writer();
            try (PreparedStatement insert = writer
                    .prepareStatement("INSERT INTO operation (id, answered_at, body) VALUES (?, ?, ?)")) {
                for (int i = 0; i < RAW; i++) {
                    insert.setString(1, Integer.toString(i));
                    insert.setLong(2, i);
                    insert.setString(3, "{\"event\":\"booked\"}");
                    long begun = System.nanoTime();
                    insert.executeUpdate();
                    nanos.add(System.nanoTime() - begun);
                }
            }
        }
        row("raw SQLite, one row, WAL, FULL, " + when, percentiles(nanos));
    }

    private static String percentiles(List<Long> nanos) {
        List<Long> sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        return String.format("p50 %.2f ms, p99 %.2f ms, n %d", sorted.get(sorted.size() / 2) / 1e6,
                sorted.get((int) (sorted.size() * 0.99)) / 1e6, sorted.size());
    }

    private Path train() throws Exception {
        Path cache = folder.resolve("edge.aot");
        House house = House.build(folder.resolve("training"), 2, Instant.now());
        try (PackagedAgent agent = PackagedAgent.start(house.data(), "-XX:AOTCacheOutput=" + cache)) {
            PanelClient panel = agent.panel(0);
            panel.touch(operation(), book()).get(30, TimeUnit.SECONDS);
            panel.close();
        }
        row("AOT cache", Files.size(cache) / 1024 / 1024 + " MB");
        return cache;
    }

    private void starts(String what, List<String> options) throws Exception {
        List<Long> answers = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            House house = House.build(folder.resolve("start-" + operations.incrementAndGet()), 12, Instant.now());
            try (PackagedAgent agent = PackagedAgent.start(house.data(), options.toArray(String[]::new))) {
                PanelClient panel = agent.panel(0);
                panel.touch(operation(), book()).get(30, TimeUnit.SECONDS);
                answers.add((System.nanoTime() - agent.startedAtNanos) / 1_000_000);
                panel.close();
            }
        }
        Collections.sort(answers);
        row("start to first durable answer, " + what,
                "median " + answers.get(STARTS / 2) + " ms, best " + answers.getFirst() + ", worst " + answers.getLast());
    }

    private void touches(Path cache) throws Exception {
        House house = House.build(folder.resolve("touches"), ROOMS, Instant.now());
        try (PackagedAgent agent = PackagedAgent.start(house.data(), "-XX:AOTCache=" + cache)) {
            load(agent, 1, 20, this::usual);
            row("touch to durable answer, 1 panel, a usual day", percentiles(load(agent, 1, 40, this::usual)));
            row("touch to durable answer, 20 panels at once, a usual day", percentiles(load(agent, ROOMS, 4, this::usual)));
            load(agent, ROOMS, 6, this::full);
            row("touch to durable answer, 1 panel, booked full", percentiles(load(agent, 1, 40, this::beyond)));
            long written = agent.written();
            List<Long> twenty = load(agent, ROOMS, 4, this::beyond);
            row("touch to durable answer, 20 panels at once, booked full", percentiles(twenty));
            row("written to disk per 500 operations",
                    String.format("%.1f MB", (agent.written() - written) / 1e6 * 500 / twenty.size()));
        }
    }

    /// Each panel touches as soon as it has its answer; a handful of touches to a socket, because no panel may send more at once.
    private List<Long> load(PackagedAgent agent, int panels, int rounds, IntFunction<PanelAction> touches) throws Exception {
        List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
        for (int round = 0; round < rounds; round++) {
            List<PanelClient> open = new ArrayList<>();
            for (int room = 0; room < panels; room++) {
                PanelClient panel = agent.panel(room);
                panel.state();
                open.add(panel);
            }
            List<Thread> fingers = new ArrayList<>();
            for (PanelClient panel : open) {
                int from = round * AT_ONCE;
                fingers.add(Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < AT_ONCE; i++) {
                        PanelAction action = touches.apply(from + i);
                        long begun = System.nanoTime();
                        panel.touch(operation(), action).orTimeout(20, TimeUnit.SECONDS).join();
                        nanos.add(System.nanoTime() - begun);
                    }
                }));
            }
            for (Thread finger : fingers) {
                finger.join();
            }
            open.forEach(PanelClient::close);
        }
        return nanos;
    }

    private void memory(Path cache) throws Exception {
        House house = House.build(folder.resolve("memory"), 12, Instant.now());
        try (PackagedAgent agent = PackagedAgent.start(house.data(), "-XX:AOTCache=" + cache)) {
            load(agent, 12, 3, this::full);
            List<PanelClient> open = new ArrayList<>();
            for (int room = 0; room < 12; room++) {
                open.add(agent.panel(room));
            }
            open.getLast().state();
            row("resident memory, 12 rooms and 12 panels, after 324 touches", rss(agent));
            open.forEach(PanelClient::close);
        }
    }

    private static String rss(PackagedAgent agent) throws IOException {
        return agent.status("VmRSS") / 1024 + " MB (highest " + agent.status("VmHWM") / 1024 + " MB)";
    }

    private OperationId operation() {
        return new OperationId(new UUID(0x0189_0000_0000_7000L, 0x8000_0000_0200_0000L + operations.incrementAndGet()));
    }

    private PanelAction.Book book() {
        return beyond(0);
    }

    /// Every quarter of an hour of what a screen shows, by each panel for its own room; then beyond.
    private PanelAction.Book full(int touch) {
        return touch < 48 ? book(60 + 15 * touch) : beyond(touch);
    }

    /// Eight meetings are shown.
    private PanelAction.Book usual(int touch) {
        return touch < 8 ? book(60 + 75 * touch) : beyond(touch);
    }

    /// Further ahead than a screen shows, and rarely in each other's way; a refusal is written as durably as a booking.
    private PanelAction.Book beyond(int touch) {
        return book(15 * 60 + 15 * (int) (operations.get() % 1_200));
    }

    private static PanelAction.Book book(int minutesAhead) {
        Instant start = Instant.now().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofMinutes(minutesAhead));
        return new PanelAction.Book(Optional.of(start), 15);
    }
}
