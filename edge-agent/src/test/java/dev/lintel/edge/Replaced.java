package dev.lintel.edge;

import dev.lintel.edge.copy.CopyFile;
import dev.lintel.edge.copy.Stores;
import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.door.DoorDesks;
import dev.lintel.edge.door.TouchReply;
import dev.lintel.edge.sync.CloudLink;
import dev.lintel.edge.sync.LinkStatus;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PanelId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.identity.TimeOrdered;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.wire.PanelMessage;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;

/// An edge that is replaced while it is cut off: the real agent, started by the journey that has the real cloud. It is linked
/// once; run with `alone`, it decides something that nobody hears; run with `heard`, it tells that to a cloud that has given its
/// floor to another, and says what people at its door see from then on. Arguments: which of these, data folder, address of the cloud, file of the token.
@NullMarked
public final class Replaced {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /// Nobody listens there.
    private static final String NOWHERE = "127.0.0.1:9";
    private static final String PANEL_KEY = "the-panel-beside-the-vault";

    private final Path data;
    private final List<String> settings;

    private Replaced(String data, String cloud, String token) {
        this.data = Path.of(data);
        this.settings = List.of("--lintel.data=" + data, "--lintel.panel.port=0", "--lintel.cloud.url=" + cloud,
                "--lintel.enrolment.token-file=" + token);
    }

    public static void main(String[] args) throws Exception {
        Replaced edge = new Replaced(args[1], args[2], args[3]);
        switch (args[0]) {
            case "alone" -> edge.decidesAlone();
            case "heard" -> edge.isHeard();
            default -> throw new IllegalArgumentException(args[0]);
        }
        System.exit(0);
    }

    private Agent start(String... more) throws Exception {
        SplittableRandom chance = new SplittableRandom(10);
        List<String> all = new ArrayList<>(settings);
        all.addAll(List.of(more));
        return Agent.start(new Roots(Instant::now, DoorDesks.synchronised(Instant::now), chance,
                new TimeOrdered(Instant::now, chance)), all.toArray(String[]::new));
    }

    private static DoorState state(Agent agent) {
        return agent.part(DoorDesk.class).state().orElseThrow();
    }

    private void decidesAlone() throws Exception {
        try (Agent agent = start()) {
            await("its line", () -> agent.part(DoorDesk.class)
                    .state()
                    .filter(state -> state.at().line().doorOwns(Instant.now()) && state.spaces().findAny().isPresent())
                    .isPresent());
        }
        SpaceId vault;
        try (CopyFile file = CopyFile.open(data.resolve("floor.db"))) {
            vault = Stores.floor(file).load().orElseThrow().spaces().findFirst().orElseThrow().id();
        }
        TestAgent.pair(data, PanelId.of("01890000-0000-7000-8000-0000000000cc"), vault, PANEL_KEY);
        try (Agent agent = start("--lintel.broker.address=" + NOWHERE)) {
            await("alone", () -> agent.part(CloudLink.class).status() instanceof LinkStatus.Down);
            SplittableRandom chance = new SplittableRandom(11);
            TimeOrdered ids = new TimeOrdered(Instant::now, chance);
            BookingId walkUp = ids.booking();
            OperationId touch = ids.operation();
            TouchReply reply = agent.part(DoorDesk.class)
                    .touch(touch, new BookingCommand.Book(walkUp, vault, Slot.of(Instant.now(), Duration.ofMinutes(30)),
                            Optional.empty(), Optional.empty(), Origin.DOOR))
                    .get(10, TimeUnit.SECONDS);
            if (!(reply instanceof TouchReply.Answered)) {
                throw new IllegalStateException(reply.toString());
            }
            say("booking", walkUp);
            say("waiting", state(agent).at().log().seq() - state(agent).at().logAcked().seq());
        }
    }

    private void isHeard() throws Exception {
        try (Agent agent = start()) {
            await("heard out", () -> state(agent).at().logAcked().equals(state(agent).at().log()));
            await("turned away", () -> agent.part(CloudLink.class).status().toString().contains("superseded-epoch"));
            say("waiting", state(agent).at().log().seq() - state(agent).at().logAcked().seq());
            say("told", agent.part(CloudLink.class).status());
            try (HttpClient http = HttpClient.newHttpClient();
                    TestPanel panel = TestPanel.open(http, agent.panelAddress().getPort(), PANEL_KEY)) {
                say("shown", panel.next(PanelMessage.Standby.class).reason());
                panel.act(OperationId.of("01890000-0000-7000-8000-0000000000e1"),
                        new PanelMessage.PanelAction.Book(Optional.empty(), 30));
                say("touch", panel.next(PanelMessage.Refused.class).problem().slug());
            }
        }
    }

    private static void say(String what, Object value) {
        System.out.println("edge: " + what + "=" + value);
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("still not: " + what);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
