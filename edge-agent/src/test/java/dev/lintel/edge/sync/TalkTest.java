package dev.lintel.edge.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.copy.DoorStore;
import dev.lintel.edge.copy.DoorWriting;
import dev.lintel.edge.door.DoorClock;
import dev.lintel.edge.door.StillDoor;
import dev.lintel.protocol.identity.BootId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.line.Coming;
import dev.lintel.protocol.line.DoorPosition;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.DoorStep;
import dev.lintel.protocol.line.Greeting;
import dev.lintel.protocol.line.InMemoryDoor;
import dev.lintel.protocol.line.Mark;
import dev.lintel.protocol.time.ClockQuality;
import dev.lintel.protocol.time.ClockReading;
import dev.lintel.protocol.wire.EdgeHealth;
import dev.lintel.protocol.wire.Envelope;
import dev.lintel.protocol.wire.Message;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a door says on its connection, word by word and without one: the cloud is whoever writes the test.
class TalkTest {

    private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");
    private static final FloorId FLOOR = new FloorId(new UUID(11, 1));
    private static final Generation GENERATION = new Generation(new UUID(3, 3));

    private final InMemoryDoor<SQLException> memory = InMemoryDoor.blank();
    private final List<Message> said = new ArrayList<>();
    private long nanos;
    private StillDoor door;
    private Talk talk;

    @BeforeEach
    void connected() throws Exception {
        DoorClock clock = new DoorClock(
                () -> new ClockReading(NOW.plusNanos(nanos), "boot", Duration.ofNanos(nanos), true, true),
                Optional.empty());
        door = new StillDoor(memory, new InMemory(memory), clock, _ -> Set.of(), (_, _) -> {});
        door.begin(FLOOR, 1);
        door.notice(new OperationId(new UUID(5, 1)), "issue", Optional.empty());
        door.notice(new OperationId(new UUID(5, 2)), "issue", Optional.empty());
        talk = new Talk(door, memory, new NoFleet(), clock, () -> nanos, this::hello, said::add, Listening.USUAL);
    }

    /// The cloud of seed 107 of the whole worlds could not read the first entry of a long log, and asked with each batch behind it.
    @Test
    void aCopyThatIsUnderWayIsNotSentAgain() throws Exception {
        cloudSays(welcome(1, Coming.COPY));
        cloudSays(acknowledged(1));
        cloudSays(welcome(2, Coming.COPY));
        cloudSays(acknowledged(2));
        assertThat(copies()).isOne();
        cloudSays(welcome(3, Coming.COPY));
        cloudSays(welcome(3, Coming.COPY));
        assertThat(copies()).isOne();
    }

    @Test
    void aCopyThatIsOvertakenByTheLogIsSentAgain() throws Exception {
        cloudSays(welcome(1, Coming.COPY));
        cloudSays(acknowledged(2));
        assertThat(copies()).isOne();
        door.notice(new OperationId(new UUID(5, 3)), "issue", Optional.empty());
        cloudSays(welcome(3, Coming.COPY));
        cloudSays(acknowledged(3));
        assertThat(copies()).isEqualTo(2);
    }

    /// A part of it may have been lost, and then nobody but the door can know that something is missing.
    @Test
    void aCopyThatNobodyAnswersIsOfferedAgain() throws Exception {
        cloudSays(welcome(1, Coming.COPY));
        cloudSays(acknowledged(2));
        nanos += Listening.USUAL.askAgain().plusSeconds(1).toNanos();
        talk.tick();
        assertThat(said).hasAtLeastOneElementOfType(Message.Hello.class);
        cloudSays(welcome(3, Coming.COPY));
        assertThat(copies()).isEqualTo(2);
    }

    @Test
    void aCopyThatWasAnsweredIsOfferedAgainWhenItIsWantedAgain() throws Exception {
        cloudSays(welcome(1, Coming.COPY));
        cloudSays(acknowledged(2));
        cloudSays(welcome(3, Coming.FEED));
        cloudSays(welcome(3, Coming.COPY));
        assertThat(copies()).isEqualTo(2);
    }

    /// Seed 2084 of the small worlds: the link ended between the cloud's commit and its word, and nothing more was ever written at that door.
    @Test
    void aCopyIsOfferedAlsoWhereTheLastAcknowledgementWasLost() throws Exception {
        cloudSays(welcome(3, Coming.COPY));
        assertThat(copies()).isOne();
    }

    /// R16: what it had once acknowledged, a cloud from a backup has no more. A copy that overtook the log would be taken for all that is left of it.
    @Test
    void aCopyWaitsUntilARestoredCloudHasTheLogAgain() throws Exception {
        cloudSays(welcome(1, Coming.FEED));
        cloudSays(acknowledged(2));
        cloudSays(welcome(1, Coming.COPY));
        assertThat(copies()).isZero();
        cloudSays(acknowledged(2));
        assertThat(copies()).isOne();
    }

    private long copies() {
        return said.stream().filter(message -> message instanceof Message.Copy(var part) && part.number() == 1).count();
    }

    private void cloudSays(Message message) throws Exception {
        talk.hear(new Envelope(Envelope.CURRENT, FLOOR, 1, Optional.of(GENERATION), message));
        talk.tick();
    }

    private static Message welcome(long logFrom, Coming coming) {
        return new Message.Welcome(Envelope.CURRENT, logFrom, 1, coming);
    }

    private Message acknowledged(long seq) {
        return new Message.Ack(new Mark(seq, memory.logHash(1, seq).orElseThrow()));
    }

    private Message.Hello hello() {
        DoorState state = door.state().orElseThrow();
        return new Message.Hello(Greeting.of(state, LocalDate.parse("2026-03-02")), Envelope.OLDEST, Envelope.CURRENT, 1,
                new ClockQuality.Synchronised(), Optional.empty());
    }

    /// The memory as a disk.
    private record InMemory(InMemoryDoor<SQLException> memory) implements DoorWriting {

        @Override
        public void begin(DoorPosition fresh, Instant at) {
            memory.begin(fresh, at);
        }

        @Override
        public void write(List<DoorStep> steps, Instant at) {
            memory.write(steps, at);
        }

        @Override
        public void write(List<DoorStep> steps, List<DoorStore.Writing> besides, Instant at) {
            memory.write(steps, at);
        }

        @Override
        public void keep(DoorStore.Writing writing) {
            throw new UnsupportedOperationException("nothing but the calendar is kept here");
        }

        @Override
        public void synced(Instant at) {}

        @Override
        public long connection() {
            return 1;
        }

        @Override
        public void trial() {}
    }

    private static final class NoFleet implements FleetTalk {

        @Override
        public Optional<Message.Reply> order(Message.Order order) {
            return Optional.empty();
        }

        @Override
        public Message.Reported desired(Message.Desired desired) {
            return reported();
        }

        @Override
        public Message.Reported reported() {
            return new Message.Reported(List.of());
        }

        @Override
        public Message.Panels panels() {
            return new Message.Panels(List.of());
        }

        @Override
        public Message.Health health() {
            return new Message.Health(
                    new EdgeHealth("test", NOW, new BootId(new UUID(7, 7)), "synchronised", 1, 2, List.of()));
        }
    }
}
