package dev.lintel.edge.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.wiring.ScreenWire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullMarked
class ScreenDimmerTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final List<Integer> shone = new CopyOnWriteArrayList<>();

    private ScreenDimmer at(String time, Optional<Path> touch, boolean works) {
        ScreenWire wire = new ScreenWire("panel", touch, LocalTime.of(22, 0), LocalTime.of(6, 0), 15);
        return new ScreenDimmer(percent -> works && shone.add(percent), wire, () -> LocalTime.parse(time));
    }

    @Test
    void whatTheTouchscreenSaysIsATouch() throws Exception {
        Path device = Files.write(folder.resolve("event0"), new byte[24]);
        try (ScreenDimmer screen = at("03:00", Optional.of(device), true)) {
            Awaitility.await().until(() -> shone.contains(100));
            assertThat(screen.works()).isTrue();
        }
    }

    @Test
    void aTouchscreenThatIsPluggedInLaterIsFound() throws Exception {
        Path device = folder.resolve("event0");
        try (ScreenDimmer screen = at("03:00", Optional.of(device), true)) {
            Awaitility.await().until(() -> !screen.touchWorks());
            Awaitility.await().until(() -> shone.equals(List.of(15)));
            Files.write(device, new byte[24]);
            Awaitility.await().until(() -> shone.contains(100));
        }
    }

    @Test
    void aLightThatCannotBeSetIsSaid() {
        try (ScreenDimmer screen = at("12:00", Optional.empty(), false)) {
            Awaitility.await().until(() -> !screen.works());
        }
    }
}
