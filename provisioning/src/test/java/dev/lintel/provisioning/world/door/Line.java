package dev.lintel.provisioning.world.door;

import dev.lintel.edge.sync.Listening;
import dev.lintel.edge.sync.Talk;
import dev.lintel.protocol.line.Body;
import dev.lintel.protocol.line.DoorPosition;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.Greeting;
import dev.lintel.protocol.time.Moment;
import dev.lintel.protocol.wire.Codec;
import dev.lintel.protocol.wire.Decoded;
import dev.lintel.protocol.wire.Envelope;
import dev.lintel.protocol.wire.Message;
import dev.lintel.provisioning.world.ground.Chance;
import dev.lintel.provisioning.world.ground.Timeline;
import dev.lintel.provisioning.world.ground.Wire;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A door's way to the cloud: connects whenever it can, greets, and talks for as long as the connection lasts, as `CloudLink` and `Conversation` do with the same [Talk].
public final class Line {

    private static final Duration WELCOME_WITHIN = Duration.ofSeconds(15);
    private static final long BUSY_MILLIS = 1_000;
    private static final long IDLE_MILLIS = 600_000;
    private static final long LONGEST_PAUSE_MILLIS = 300_000;
    /// The cloud grants each quarter of an hour; who hears nothing for longer is not connected to anybody.
    private static final Duration SILENCE = Duration.ofMinutes(25);

    private final Timeline time;
    private final Chance chance;
    private final DoorHost host;
    private final Wire wire;
    private final Runnable gone;
    private final Codec codec = new Codec();
    private Optional<Talk> talk = Optional.empty();
    private long connection;
    private long heardAt;
    private long tickAt = Long.MAX_VALUE;
    private int refusals;
    private boolean connecting;
    private boolean old;
    private boolean cutAtNextWord;
    private int unreadable;

    Line(Timeline time, Chance chance, DoorHost host, Consumer<byte[]> up, Runnable gone) {
        this.time = time;
        this.chance = chance;
        this.host = host;
        this.wire = new Wire(time, chance.branch("wire"), up, this::received);
        this.gone = gone;
    }

    Wire wire() {
        return wire;
    }

    public boolean isWelcomed() {
        return talk.filter(Talk::welcomed).isPresent();
    }

    /// The power goes as the next word is to leave.
    public void cutAtTheNextWord() {
        cutAtNextWord = true;
    }

    /// The next entries of the feed meet a reader that is too old for them.
    public void unreadable(int entries) {
        unreadable += entries;
    }

    void old(boolean before) {
        old = before;
    }

    /// The link is there again; a door notices at its next try.
    public void heal() {
        wire.heal();
        connectIn(chance.below(30_000));
    }

    /// The same, and the door tries this very moment.
    public void healAtOnce() {
        wire.heal();
        time.afterMillis(100, this::connect);
    }

    /// The client has noticed that nobody answers.
    public void lose() {
        drop();
        connectIn(30_000);
    }

    /// Each time in a row it waits longer: an administrator has to come.
    void turnedAway() {
        drop();
        refusals++;
        connectIn(Math.min(LONGEST_PAUSE_MILLIS, 5_000L << Math.min(refusals, 10)) + chance.below(10_000));
    }

    void drop() {
        wire.reset();
        if (talk.isPresent()) {
            talk = Optional.empty();
            connection++;
            gone.run();
        }
    }

    void connectIn(long millis) {
        if (!connecting) {
            connecting = true;
            time.afterMillis(millis, () -> {
                connecting = false;
                connect();
            });
        }
    }

    private void connect() {
        if (talk.isPresent() || wire.isCut()) {
            return;
        }
        host.guarded(running -> {
            wire.reset();
            long mine = ++connection;
            long number = running.door().connecting();
            talk = Optional.of(new Talk(running.door(), host.memory(), new QuietFleet(), running.clock(), time::nanos,
                    () -> hello(running, number), this::say, Listening.USUAL));
            heardAt = time.millis();
            say(hello(running, number));
            time.after(WELCOME_WITHIN, () -> {
                if (mine == connection && !isWelcomed()) {
                    lose();
                }
            });
        });
    }

    private Message.Hello hello(DoorHost.Running running, long number) {
        Moment moment = running.clock().moment();
        Greeting now = Greeting.of(running.door().state().orElseThrow(), moment.now().atOffset(ZoneOffset.UTC).toLocalDate());
        Greeting told = old
                ? new Greeting(now.epoch(), now.generation(), now.line(), now.log(), now.feed(), now.proven(), now.state(),
                        false)
                : now;
        return new Message.Hello(told, Envelope.OLDEST, Envelope.CURRENT, number, moment.quality(),
                Optional.of(host.boot()));
    }

    private void say(Message message) {
        if (cutAtNextWord) {
            cutAtNextWord = false;
            throw new PowerCut();
        }
        DoorPosition at = host.state().orElseThrow().at();
        wire.up(codec.encode(new Envelope(Envelope.CURRENT, at.floor(), at.epoch(), at.generation(), message)));
    }

    private void received(byte[] bytes) {
        if (talk.isEmpty() || !(codec.decode(bytes) instanceof Decoded.Read(Envelope envelope, var _))
                || !envelope.floor().equals(host.floor())) {
            return;
        }
        heardAt = time.millis();
        Envelope read = garbled(envelope);
        host.guarded(_ -> {
            talk.orElseThrow().hear(read);
            tick();
        });
    }

    private Envelope garbled(Envelope envelope) {
        if (unreadable == 0 || !(envelope.message() instanceof Message.Feed(List<Entry> entries))) {
            return envelope;
        }
        long applied = host.state().orElseThrow().at().feed().seq();
        List<Entry> read = new ArrayList<>();
        for (Entry entry : entries) {
            boolean now = unreadable > 0 && entry.seq() > applied;
            read.add(now
                    ? new Entry(entry.seq(), entry.previous(), entry.hash(), entry.head(), new Body.Unreadable("later", "{}"))
                    : entry);
            unreadable -= now ? 1 : 0;
        }
        return new Envelope(envelope.version(), envelope.floor(), envelope.epoch(), envelope.generation(),
                new Message.Feed(read));
    }

    /// Sends what is due, and looks again when something could be.
    void tick() throws IOException, SQLException, InterruptedException {
        if (!isWelcomed()) {
            return;
        }
        refusals = 0;
        talk.orElseThrow().tick();
        DoorState state = host.state().orElseThrow();
        boolean busy = !state.at().log().equals(state.at().logAcked()) || !state.proven();
        tickBy(time.millis() + (busy ? BUSY_MILLIS : IDLE_MILLIS));
    }

    private void tickBy(long at) {
        if (tickAt > at || tickAt <= time.millis()) {
            tickAt = at;
            time.at(at, () -> {
                if (tickAt == at) {
                    tickAt = Long.MAX_VALUE;
                    ticked();
                }
            });
        }
    }

    private void ticked() {
        host.remember();
        if (isWelcomed() && time.millis() - heardAt > SILENCE.toMillis()) {
            lose();
        } else {
            host.guarded(_ -> tick());
        }
    }
}
