package dev.lintel.edge.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.hardware.SensorTrack.Said;
import dev.lintel.protocol.presence.Technology;
import dev.lintel.protocol.presence.Thresholds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class SensorTrackTest {

    private static final class Wire implements PresenceSensor {

        private Optional<Boolean> level = Optional.of(false);

        @Override
        public Optional<Boolean> sees() {
            return level;
        }

        @Override
        public void listen(Edges edges) {
            // These stories hand edges over by themselves.
        }

        @Override
        public void close() {
            level = Optional.empty();
        }
    }

    private final Wire wire = new Wire();

    /// What is told in the time, looked at every quarter of a second.
    private List<String> told(Technology technology, double untilSeconds, String... levels) {
        SensorTrack track = new SensorTrack(new SensorTrack.Place("Aspen", "x", technology), wire,
                Thresholds.USUAL.repeated());
        List<String> told = new ArrayList<>();
        for (long milli = 0; milli <= untilSeconds * 1_000; milli += 250) {
            for (String level : levels) {
                if (level.startsWith(milli + " ")) {
                    String word = level.substring(level.indexOf(' ') + 1);
                    wire.level = word.equals("none") ? Optional.empty() : Optional.of(word.equals("on"));
                }
            }
            for (Said said : track.look(TimeUnit.MILLISECONDS.toNanos(milli))) {
                told.add(TimeUnit.NANOSECONDS.toMillis(said.atNanos()) + " " + (said.active() ? "on" : "off"));
            }
        }
        return told;
    }

    @Test
    void aSensorRepeatsWhatItSaysAsASignOfLife() {
        assertThat(told(Technology.PIR, 45)).containsExactly("0 off", "20000 off", "40000 off");
        wire.level = Optional.of(true);
        assertThat(told(Technology.RADAR, 25)).containsExactly("0 on", "20000 on");
    }

    @Test
    void aSensorWithoutPowerSaysNothingUntilItIsBack() {
        assertThat(told(Technology.PIR, 100, "1000 none", "90000 off")).containsExactly("0 off", "90000 off");
    }

    /// A door that stands open is nobody; that it was opened is somebody.
    @Test
    void aContactSpeaksAsTheDoorMoves() {
        assertThat(told(Technology.DOOR_CONTACT, 12, "2000 on", "10000 off"))
                .containsExactly("0 off", "2000 on", "3000 off", "10000 on", "11000 off");
    }

    /// Between two looks it would go on saying what it said last: nobody, to a room full of people.
    @Test
    void aSensorThatFailsSaysNothingUntilItIsBackAndIsReportedOnce() {
        SensorTrack track = new SensorTrack(new SensorTrack.Place("Aspen", "x", Technology.PIR), wire,
                Thresholds.USUAL.repeated());
        assertThat(track.look(0)).isEmpty();
        assertThat(track.look(TimeUnit.SECONDS.toNanos(1))).containsExactly(new Said(false, 0));
        assertThat(track.lost()).as("fails for the first time").isTrue();
        assertThat(track.lost()).isFalse();
        assertThat(track.settle(TimeUnit.MINUTES.toNanos(5))).isEmpty();
        track.look(TimeUnit.MINUTES.toNanos(6));
        assertThat(track.settle(TimeUnit.SECONDS.toNanos(361))).containsExactly(new Said(false, TimeUnit.MINUTES.toNanos(6)));
        assertThat(track.lost()).as("fails anew").isTrue();
    }
}
