package dev.lintel.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.Limits;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.line.DoorCopy;
import dev.lintel.protocol.line.Hash;
import dev.lintel.protocol.line.Mark;
import dev.lintel.protocol.line.Snapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Snapshots and copies travel in parts that fit a packet, and arrive whole or not at all.
class PartsTest {

    private static final Mark FEED = new Mark(7, new Hash("ab".repeat(32)));
    private static final Mark LOG = new Mark(12, new Hash("cd".repeat(32)));

    private static Snapshot fullFloor() {
        Snapshot small = Samples.snapshot(FEED, LOG);
        List<Booking> bookings = IntStream.range(0, 10_000)
                .mapToObj(i -> new Booking(new BookingId(new UUID(3, i)), Samples.ASPEN, Samples.SLOT, 1,
                        Optional.of(Samples.PERSON), Optional.of("Meeting number " + i),
                        Samples.booking(new Phase.Confirmed()).origin(),
                        Samples.NINE, new Phase.Confirmed()))
                .toList();
        return new Snapshot(small.epoch(), small.generation(), small.line(), FEED, LOG, small.before(), small.spaces(),
                small.names(), bookings, small.requests());
    }

    private static List<Part> parts(Snapshot snapshot) {
        return Parts.of(snapshot).stream().map(Message.Snapshot::part).toList();
    }

    @Test
    void aFloorOfTenThousandBookingsArrivesWholeInPacketsOfTheAllowedSize() {
        Snapshot floor = fullFloor();
        Staging staging = Staging.empty();
        List<Message.Snapshot> sent = new ArrayList<>(Parts.of(floor));
        assertThat(sent.size()).isLessThan(Limits.STREAM_PARTS);
        Collections.reverse(sent);
        for (Message.Snapshot part : sent) {
            byte[] packet = new Codec().encode(new Envelope(1, Samples.FLOOR, 2, Optional.empty(), part));
            assertThat(packet.length).isLessThanOrEqualTo(Limits.PACKET_BYTES);
            assertThat(new Codec().decode(packet)).isInstanceOf(Decoded.Read.class);
            assertThat(Parts.snapshot(staging.parts())).isInstanceOf(Assembled.Incomplete.class);
            staging = staging.with(part.part());
        }
        assertThat(Parts.snapshot(staging.parts())).isEqualTo(new Assembled.Whole<>(floor));
    }

    @Test
    void aSnapshotTellsWhatTheDoorsWishesWereAnswered() {
        Snapshot small = Samples.snapshot(FEED, LOG);
        Snapshot answering = new Snapshot(small.epoch(), small.generation(), small.line(), FEED, LOG, small.before(),
                small.spaces(), small.names(), List.of(), small.bookings(), small.requests(),
                Samples.copy(FEED, LOG).answers());
        assertThat(answering.answers()).isNotEmpty();
        assertThat(Parts.snapshot(parts(answering))).isEqualTo(new Assembled.Whole<>(answering));
    }

    @Test
    void aCopyArrivesAsItWasSent() {
        DoorCopy copy = Samples.copy(FEED, LOG);
        List<Part> parts = Parts.of(copy).stream().map(Message.Copy::part).toList();
        assertThat(Parts.copy(parts)).isEqualTo(new Assembled.Whole<>(copy));
        assertThat(Parts.snapshot(parts)).isInstanceOf(Assembled.Broken.class);
    }

    @Test
    void aRowThatWasTouchedBreaksTheWhole() {
        List<Part> parts = parts(Samples.snapshot(FEED, LOG));
        Part first = parts.getFirst();
        List<Json> rows = new ArrayList<>(first.rows());
        rows.removeLast();
        assertThat(Parts.snapshot(List.of(new Part(first.whole(), 1, 1, rows)))).isInstanceOf(Assembled.Broken.class);
    }

    @Test
    void aPartOfAnotherWholeBeginsAnew() {
        List<Part> floor = parts(fullFloor());
        Staging staging = Staging.empty().with(floor.get(0)).with(floor.get(1));
        assertThat(staging.parts()).hasSize(2);
        assertThat(Parts.snapshot(staging.with(parts(Samples.snapshot(FEED, LOG)).getFirst()).parts()))
                .isInstanceOf(Assembled.Whole.class);
    }
}
