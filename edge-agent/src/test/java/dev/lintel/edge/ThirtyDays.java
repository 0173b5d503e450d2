package dev.lintel.edge;

import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.door.DoorDesks;
import dev.lintel.edge.door.TouchReply;
import dev.lintel.edge.sync.CloudLink;
import dev.lintel.edge.sync.LinkStatus;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.TimeOrdered;
import dev.lintel.protocol.line.Answer;
import dev.lintel.protocol.line.DoorState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;

/// A month of a floor that is cut off, in minutes: the real agent with a clock that is told the time, started by the
/// journey that has the real cloud. Arguments: data folder, address of the cloud, file of the enrolment token,
/// how many operations.
@NullMarked
public final class ThirtyDays {

    private static final int DAYS = 30;
    private static final int DAYS_BETWEEN_REBOOTS = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private volatile Instant now = Instant.now();
    private final SplittableRandom chance = new SplittableRandom(30);
    private final TimeOrdered ids = new TimeOrdered(() -> now, chance);
    private final List<OperationId> operations = new ArrayList<>();
    private final List<String> arguments;
    private final int wanted;
    private Agent agent;

    private ThirtyDays(String data, String cloud, String token, int wanted) throws Exception {
        this.wanted = wanted;
        arguments = List.of("--lintel.data=" + data, "--lintel.panel.port=0", "--lintel.cloud.url=" + cloud,
                "--lintel.enrolment.token-file=" + token);
        agent = start(true);
    }

    public static void main(String[] args) throws Exception {
        ThirtyDays month = new ThirtyDays(args[0], args[1], args[2], Integer.parseInt(args[3]));
        try {
            month.linked();
            month.alone();
            month.home();
        } finally {
            month.agent.close();
        }
        System.exit(0);
    }

    private Agent start(boolean reachable) throws Exception {
        List<String> all = new ArrayList<>(arguments);
        if (!reachable) {
            // Neither the broker nor the cloud's HTTPS address is there.
            all.removeIf(argument -> argument.startsWith("--lintel.cloud.url="));
            all.addAll(List.of("--lintel.broker.address=127.0.0.1:1", "--lintel.cloud.url=https://127.0.0.1:1"));
        }
        return Agent.start(new Roots(() -> now, DoorDesks.synchronised(() -> now), chance, ids), all.toArray(String[]::new));
    }

    private DoorDesk desk() {
        return agent.part(DoorDesk.class);
    }

    private DoorState state() {
        return desk().state().orElseThrow();
    }

    private static void say(String what, Object value) {
        System.out.println("month: " + what + "=" + value);
    }

    private void await(String what, Predicate<Agent> condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.test(agent)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("still not: " + what);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private void linked() throws Exception {
        await("linked, with rooms and a line", here -> here.part(CloudLink.class).status() instanceof LinkStatus.Live
                && desk().state().filter(state -> state.spaces().count() >= 12 && state.at().line().doorOwns(now)).isPresent());
        say("line", state().at().line().at());
        agent.close();
    }

    /// Walk-ups that are checked in at once, ended or extended; now and then somebody asks for what is not to be had.
    private void alone() throws Exception {
        agent = start(false);
        int perDay = wanted / DAYS + 1;
        Instant begun = now;
        for (int day = 0; day < DAYS && operations.size() < wanted; day++) {
            if (day > 0 && day % DAYS_BETWEEN_REBOOTS == 0) {
                agent.close();
                agent = start(false);
            }
            List<Space> rooms = state().spaces().sorted(Comparator.comparing(Space::name)).toList();
            Duration step = Duration.ofHours(10).dividedBy(perDay / 2);
            now = begun.plus(Duration.ofDays(day));
            for (int i = 0; i < perDay && operations.size() < wanted; i += 2) {
                BookingId meeting = ids.booking();
                touch(new BookingCommand.Book(meeting, rooms.get(chance.nextInt(rooms.size())).id(),
                        Slot.of(now, Duration.ofMinutes(30)), Optional.empty(), Optional.empty(), Origin.DOOR));
                now = now.plus(step);
                touch(chance.nextInt(4) == 0 ? new BookingCommand.CheckIn(meeting) : new BookingCommand.End(meeting));
            }
        }
        say("operations", operations.size());
        say("waiting-when-cut-off", state().requests().count());
        agent.close();
        now = begun.plus(Duration.ofDays(DAYS));
    }

    private void touch(BookingCommand command) throws Exception {
        OperationId operation = ids.operation();
        TouchReply reply = desk().touch(operation, command).get(20, TimeUnit.SECONDS);
        if (!(reply instanceof TouchReply.Answered)) {
            throw new IllegalStateException("not answered: " + reply);
        }
        operations.add(operation);
    }

    private void home() throws Exception {
        long started = System.nanoTime();
        agent = start(true);
        await("welcomed", here -> here.part(CloudLink.class).status() instanceof LinkStatus.Live);
        long welcomed = System.nanoTime();
        await("everything acknowledged", here -> state().at().logAcked().equals(state().at().log()));
        say("acknowledged-after-ms", (System.nanoTime() - welcomed) / 1_000_000);
        await("everything answered", here -> state().requests().findAny().isEmpty());
        say("answered-after-ms", (System.nanoTime() - welcomed) / 1_000_000);
        say("linked-after-ms", (welcomed - started) / 1_000_000);
        Map<String, Integer> outcomes = new TreeMap<>();
        for (OperationId operation : operations) {
            outcomes.merge(state().answer(operation).map(ThirtyDays::word).orElse("none"), 1, Integer::sum);
        }
        say("outcomes", outcomes);
        say("without-outcome", outcomes.getOrDefault("none", 0) + outcomes.getOrDefault("waiting", 0));
        say("overlaps", overlaps());
        say("log", state().at().log().seq());
    }

    private static String word(Answer answer) {
        return switch (answer) {
            case Answer.Done(var event, var _) -> event.slug();
            case Answer.Refused(var why) -> "refused " + why.slug();
            case Answer.Waiting _ -> "waiting";
        };
    }

    private long overlaps() {
        Set<Booking> held = Set
                .copyOf(state().bookings().filter(booking -> booking.phase().decided() && booking.phase().holds()).toList());
        return held.stream()
                .filter(one -> held.stream()
                        .anyMatch(other -> !other.id().equals(one.id()) && other.space().equals(one.space())
                                && other.slot().overlaps(one.slot())))
                .count();
    }
}
