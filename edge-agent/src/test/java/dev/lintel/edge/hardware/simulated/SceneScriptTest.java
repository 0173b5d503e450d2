package dev.lintel.edge.hardware.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.hardware.simulated.SceneScript.Bad;
import dev.lintel.edge.hardware.simulated.SceneScript.Cue;
import dev.lintel.edge.hardware.simulated.SceneScript.Good;
import dev.lintel.edge.hardware.simulated.SimulatedSensors.Scene;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class SceneScriptTest {

    @Test
    void aScriptIsOneSceneALine() {
        assertThat(SceneScript.read(List.of("# a day", "", "00:00:30 occupied Board Room", "00:05:00 still Aspen # reads",
                "00:06:00 empty Room #4")))
                .isEqualTo(new Good(List.of(new Cue(Duration.ofSeconds(30), Scene.OCCUPIED, "Board Room"),
                        new Cue(Duration.ofMinutes(5), Scene.STILL, "Aspen"),
                        new Cue(Duration.ofMinutes(6), Scene.EMPTY, "Room #4"))));
    }

    @Test
    void whatIsWrongHasALine() {
        assertThat(SceneScript.read(List.of("00:00:30 occupied Aspen", "soon empty Aspen")))
                .isEqualTo(new Bad(2, "\"soon empty Aspen\" is not a scene, as 00:05:00 empty Aspen is."));
        assertThat(SceneScript.read(List.of("00:00:30 dancing Aspen"))).isInstanceOf(Bad.class);
        assertThat(SceneScript.read(List.of("00:05:00 empty Aspen", "00:00:30 occupied Aspen")))
                .isEqualTo(new Bad(2, "it comes before the line above."));
    }
}
