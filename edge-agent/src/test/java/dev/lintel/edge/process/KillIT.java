package dev.lintel.edge.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.process.PanelClient.Answered;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.wire.PanelMessage.PanelAction;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The packaged agent is killed while people touch its doors, again and again: what was answered is there afterwards with
/// the same answer, and nothing is there twice.
@SuppressWarnings("NullAway.Init")
class KillIT {

    private static final int ROOMS = 12;
    private static final int BUCKET_MILLIS = 25;
    /// A panel has ten touches at once. The kill comes by the count of answers and not by the clock, so that on no machine,
    /// however fast, all of them are answered before it.
    private static final int KILLED_WITHIN = ROOMS * 10 - 3 * ROOMS;
    /// A panel whose allowance is spent has another touch within half a second.
    private static final long TOUCHES_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    /// Touches that are asked for again after each start; a panel has ten at once.
    private static final int ASKED_AGAIN = 24;

    @TempDir
    Path folder;

    private final Map<OperationId, Answered> answers = new ConcurrentHashMap<>();
    private final Map<OperationId, Integer> roomOf = new ConcurrentHashMap<>();
    /// Touches that were on the way at a kill: done or not, nobody knows.
    private final Map<OperationId, PanelAction> unanswered = new ConcurrentHashMap<>();
    private final AtomicLong hadHappened = new AtomicLong();
    private long askedTwice;
    private final AtomicLong operations = new AtomicLong();
    private final Map<Integer, Integer> killPoints = new TreeMap<>();
    private final Map<Integer, Integer> flying = new TreeMap<>();
    private final List<Long> firstAnswers = new ArrayList<>();

    @Test
    void twelveKillsLoseNothingAndDoubleNothing() throws Exception {
        killed(12, 21);
    }

    @Test
    @Tag("deep")
    void twoHundredKillsLoseNothingAndDoubleNothing() throws Exception {
        killed(200, 22);
    }

    private void killed(int times, long seed) throws Exception {
        SplittableRandom chance = new SplittableRandom(seed);
        House house = House.build(folder.resolve("data"), ROOMS, Instant.now());
        for (int kill = 0; kill < times; kill++) {
            PackagedAgent agent = PackagedAgent.start(house.data());
            try {
                oneLife(agent, chance);
            } finally {
                agent.kill();
                agent.http.shutdownNow();
            }
        }
        try (PackagedAgent agent = PackagedAgent.start(house.data())) {
            askUnanswered(agent);
            askAgain(agent, chance);
        }
        int doubled = judge(house);
        print(times, doubled);
    }

    private void oneLife(PackagedAgent agent, SplittableRandom chance) throws Exception {
        PanelClient first = agent.panel(0);
        OperationId touch = operation(0);
        answers.put(touch, first.touch(touch, book()).get(60, TimeUnit.SECONDS));
        firstAnswers.add((System.nanoTime() - agent.startedAtNanos) / 1_000_000);
        first.close();
        askUnanswered(agent);
        askAgain(agent, chance);
        List<PanelClient> panels = new ArrayList<>();
        for (int room = 0; room < ROOMS; room++) {
            panels.add(agent.panel(room));
        }
        long answeredBefore = answers.size();
        long begun = System.nanoTime();
        AtomicInteger inFlight = new AtomicInteger();
        List<Thread> fingers = new ArrayList<>();
        for (int room = 0; room < ROOMS; room++) {
            PanelClient panel = panels.get(room);
            int here = room;
            fingers.add(Thread.ofVirtual().start(() -> touchOn(panel, here, inFlight)));
        }
        int point = chance.nextInt(KILLED_WITHIN);
        // Looked at once, for whoever looks twice may have waited for the processor between, and all were answered meanwhile.
        int flown = inFlight.get();
        while ((answers.size() - answeredBefore < point || flown == 0)
                && System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(20)) {
            Thread.onSpinWait();
            flown = inFlight.get();
        }
        long killedAt = System.nanoTime();
        agent.kill();
        for (Thread finger : fingers) {
            finger.join();
        }
        killPoints.merge((int) ((killedAt - begun) / 1_000_000 / BUCKET_MILLIS), 1, Integer::sum);
        flying.merge(flown, 1, Integer::sum);
        assertThat(flown).as("touches on the way at the kill").isPositive();
    }

    /// Books and cancels until the agent's life is over, as fast as the panel's allowance lets it: however late the kill comes,
    /// somebody touches.
    private void touchOn(PanelClient panel, int room, AtomicInteger inFlight) {
        try {
            while (true) {
                Answered booked = ask(panel, room, book(), inFlight);
                if (booked.outcome().equals("done")) {
                    ask(panel, room, new PanelAction.Cancel(BookingId.of(booked.about())), inFlight);
                } else if (booked.about().equals("too-many-requests")) {
                    LockSupport.parkNanos(TOUCHES_AGAIN_NANOS);
                }
            }
        } catch (CompletionException killed) {
            // What was on the way has no answer; it is asked for again after the next start.
        }
    }

    private Answered ask(PanelClient panel, int room, PanelAction action, AtomicInteger inFlight) {
        OperationId operation = operation(room);
        unanswered.put(operation, action);
        inFlight.incrementAndGet();
        try {
            Answered answer = panel.touch(operation, action).orTimeout(10, TimeUnit.SECONDS).join();
            unanswered.remove(operation);
            if (!answer.about().equals("too-many-requests")) {
                answers.put(operation, answer);
            }
            return answer;
        } finally {
            inFlight.decrementAndGet();
        }
    }

    /// What was on the way is asked for again under its name, twice, as a panel does whose answer does not come. It may have
    /// been decided before the kill or be decided now: once in either case, and with one answer.
    private void askUnanswered(PackagedAgent agent) throws Exception {
        List<OperationId> before = recorded();
        for (Map.Entry<OperationId, PanelAction> one : Map.copyOf(unanswered).entrySet()) {
            PanelClient panel = agent.panel(roomOf.getOrDefault(one.getKey(), 0));
            Answered first = panel.touch(one.getKey(), one.getValue()).get(60, TimeUnit.SECONDS);
            Answered second = panel.touch(one.getKey(), one.getValue()).get(60, TimeUnit.SECONDS);
            panel.close();
            if (Stream.of(first, second).noneMatch(answer -> answer.about().equals("too-many-requests"))) {
                assertThat(second).as("the answer to " + one.getKey()).isEqualTo(first);
                answers.put(one.getKey(), first);
                askedTwice++;
                hadHappened.addAndGet(before.contains(one.getKey()) ? 1 : 0);
            }
        }
        unanswered.clear();
    }

    private List<OperationId> recorded() throws Exception {
        List<OperationId> kept = new ArrayList<>();
        try (Connection file = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("data/floor.db"));
                Statement statement = file.createStatement();
                ResultSet row = statement.executeQuery("SELECT id FROM operation")) {
            while (row.next()) {
                kept.add(OperationId.of(row.getString(1)));
            }
        }
        return kept;
    }

    /// A panel that forgot its answer asks again under the same name: it gets the first answer.
    private void askAgain(PackagedAgent agent, SplittableRandom chance) throws Exception {
        List<Map.Entry<OperationId, Answered>> known = new ArrayList<>(answers.entrySet());
        Map<Integer, PanelClient> panels = new TreeMap<>();
        for (int i = 0; i < Math.min(ASKED_AGAIN, known.size()); i++) {
            Map.Entry<OperationId, Answered> one = known.get(chance.nextInt(known.size()));
            int room = roomOf.getOrDefault(one.getKey(), 0);
            PanelClient panel = panels.get(room);
            if (panel == null) {
                panel = agent.panel(room);
                panels.put(room, panel);
            }
            Answered again = panel.touch(one.getKey(), book()).get(60, TimeUnit.SECONDS);
            if (!again.about().equals("too-many-requests")) {
                assertThat(again).as("the answer to " + one.getKey()).isEqualTo(one.getValue());
            }
        }
        panels.values().forEach(PanelClient::close);
    }

    private OperationId operation(int room) {
        OperationId operation = new OperationId(
                new UUID(0x0189_0000_0000_7000L, 0x8000_0000_0100_0000L + operations.incrementAndGet()));
        roomOf.put(operation, room);
        return operation;
    }

    /// Another quarter of an hour each time, so that few are in each other's way.
    private PanelAction.Book book() {
        Instant start = Instant.now()
                .truncatedTo(ChronoUnit.HOURS)
                .plus(Duration.ofMinutes(60 + 15 * (operations.get() % 300)));
        return new PanelAction.Book(Optional.of(start), 15);
    }

    /// Looks at the file itself: each answered operation is in it, and each is in the log at most once.
    private int judge(House house) throws Exception {
        try (Connection file = DriverManager.getConnection("jdbc:sqlite:" + house.data().resolve("floor.db"));
                Statement statement = file.createStatement()) {
            List<String> kept = new ArrayList<>();
            try (ResultSet row = statement.executeQuery("SELECT id FROM operation")) {
                while (row.next()) {
                    kept.add(row.getString(1));
                }
            }
            assertThat(answers.keySet().stream().map(OperationId::toString)).as("acknowledged and lost").isSubsetOf(kept);
            assertThat(one(statement, "SELECT count(*) = max(seq) AND min(seq) = 1 FROM door_log")).as("log without gaps")
                    .isEqualTo(1);
            int doubled = one(statement,
                    "SELECT count(*) FROM (SELECT operation_id FROM door_log GROUP BY operation_id HAVING count(*) > 1)");
            assertThat(doubled).as("doubled").isZero();
            assertThat(one(statement, "SELECT count(*) FROM booking a JOIN booking b ON a.space_id = b.space_id AND a.id < b.id"
                    + " AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at"
                    + " WHERE a.phase IN ('confirmed', 'checked-in') AND b.phase IN ('confirmed', 'checked-in')"))
                    .as("two confirmed at once")
                    .isZero();
            return doubled;
        }
    }

    private static int one(Statement statement, String question) throws Exception {
        try (ResultSet row = statement.executeQuery(question)) {
            row.next();
            return row.getInt(1);
        }
    }

    private void print(int times, int doubled) {
        System.out.printf("kills: %d, touches answered: %d, lost: 0, doubled: %d%n", times, answers.size(), doubled);
        System.out.println("  kill point after the first touch   kills");
        killPoints.forEach((bucket, count) -> System.out.printf("  %4d to %4d ms %18s %6d %s%n", bucket * BUCKET_MILLIS,
                (bucket + 1) * BUCKET_MILLIS, "", count, "*".repeat(count)));
        System.out.println("  touches on the way at the kill: " + flying);
        System.out.printf("  asked again after the start, twice each: %d; of these the kill came after the commit: %d%n",
                askedTwice, hadHappened.get());
        List<Long> sorted = firstAnswers.stream().sorted().toList();
        System.out.printf("  start to first durable answer: median %d ms, nine in ten within %d ms, longest %d ms; each: %s%n",
                sorted.get(sorted.size() / 2), sorted.get(sorted.size() * 9 / 10), sorted.getLast(), firstAnswers);
    }
}
