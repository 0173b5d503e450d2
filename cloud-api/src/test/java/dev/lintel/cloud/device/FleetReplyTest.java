package dev.lintel.cloud.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.cloud.device.FleetDesk.Progress;
import dev.lintel.cloud.device.OrderStore.Answered;
import dev.lintel.protocol.Limits;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.wire.Codec;
import dev.lintel.protocol.wire.Envelope;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.Message;
import dev.lintel.protocol.wire.Setting;
import dev.lintel.protocol.wire.Thing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What several floors of one edge answered, taken together; and what fits into one message to it.
class FleetReplyTest {

    private static final Instant NOW = Instant.parse("2026-05-04T09:00:00Z");
    private static final Answered OPEN = new Answered(NOW.plusSeconds(60), Optional.empty());
    private static final Answered MISSED = new Answered(NOW, Optional.empty());
    private static final Answered DONE = new Answered(NOW, Optional.of(Json.object().with("facts", Json.object())));
    private static final Answered REFUSED = new Answered(NOW,
            Optional.of(Json.object().with("slug", "busy").with("facts", Json.object())));

    @Test
    void itIsDoneWhenEveryFloorHasDoneIt() {
        assertThat(FleetDesk.progress(List.of(DONE, OPEN), NOW)).isEmpty();
        assertThat(FleetDesk.progress(List.of(DONE, DONE), NOW)).contains(new Progress.Done(Json.object()));
    }

    @Test
    void oneFloorThatRefusesRefusesForAll() {
        var refused = Optional.<Progress>of(new Progress.Refused("busy", Json.object()));
        assertThat(FleetDesk.progress(List.of(DONE, REFUSED), NOW)).isEqualTo(refused);
        assertThat(FleetDesk.progress(List.of(OPEN, REFUSED), NOW)).isEqualTo(refused);
    }

    @Test
    void whatOneFloorDidNotHearInTimeIsExpired() {
        assertThat(FleetDesk.progress(List.of(DONE, MISSED), NOW)).contains(new Progress.Expired());
    }

    @Test
    void settingsThatAreAsLargeAsTheyMayBeAreSentInMessagesThatAreNotTooLarge() {
        var codec = new Codec();
        var text = "ü".repeat(240);
        var settings = IntStream.range(0, 100)
                .mapToObj(i -> new Setting(Thing.of("sensor:s" + i), Long.MAX_VALUE,
                        Optional.of(Json.object().with("one", text).with("two", text).with("three", text))))
                .toList();
        var batches = FleetStore.batches(settings);
        assertThat(batches.stream().flatMap(List::stream).toList()).isEqualTo(settings);
        assertThat(batches).allSatisfy(batch -> assertThat(codec.encode(new Envelope(1, new FloorId(new UUID(1, 1)), 1,
                Optional.empty(), new Message.Desired(batch)))).hasSizeLessThan(Limits.PACKET_BYTES * 6 / 10));
        assertThat(batches.size()).isLessThan(10);
    }
}
