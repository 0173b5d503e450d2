package dev.lintel.edge.hardware.simulated;

import dev.lintel.edge.hardware.simulated.SimulatedSensors.Scene;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What goes on in rooms that do not exist, written down beforehand: one scene a line, with the time since the agent's start. A remark begins with `#` between spaces, for rooms may have a `#` in their names.
///
/// ```
/// # Aspen's people come after half a minute and leave after five.
/// 00:00:30 occupied Aspen
/// 00:05:00 empty Aspen
/// ```
public sealed interface SceneScript {

    /// @param cues by their time
    record Good(List<Cue> cues) implements SceneScript {

        public Good {
            cues = List.copyOf(cues);
        }
    }

    /// @param line counted from 1
    record Bad(int line, String reason) implements SceneScript {}

    /// @param after the agent's start
    record Cue(Duration after, Scene scene, String space) {}

    static SceneScript read(List<String> lines) {
        List<Cue> cues = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replaceFirst("(^|\\s)#(\\s.*|$)", "").strip();
            if (line.isEmpty()) {
                continue;
            }
            Optional<Cue> cue = cue(line);
            if (cue.isEmpty()) {
                return new Bad(i + 1, "\"" + line + "\" is not a scene, as 00:05:00 empty Aspen is.");
            }
            if (!cues.isEmpty() && cue.get().after().compareTo(cues.getLast().after()) < 0) {
                return new Bad(i + 1, "it comes before the line above.");
            }
            cues.add(cue.get());
        }
        return new Good(cues);
    }

    private static Optional<Cue> cue(String line) {
        String[] words = line.split("\\s+", 3);
        if (words.length < 3) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Cue(Duration.between(LocalTime.MIN, LocalTime.parse(words[0])),
                    Scene.valueOf(words[1].toUpperCase(Locale.ROOT)), words[2]));
        } catch (DateTimeException | IllegalArgumentException notThat) {
            return Optional.empty();
        }
    }
}
