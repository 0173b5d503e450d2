package dev.lintel.edge.hardware;

import dev.lintel.edge.door.DoorClock;
import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.hardware.simulated.ScenePlayer;
import dev.lintel.edge.hardware.simulated.SceneScript;
import dev.lintel.edge.hardware.simulated.SimulatedBacklight;
import dev.lintel.edge.hardware.simulated.SimulatedLight;
import dev.lintel.edge.hardware.simulated.SimulatedSensors;
import dev.lintel.edge.wiring.LightWire;
import dev.lintel.edge.wiring.SensorWire;
import dev.lintel.edge.wiring.Source;
import dev.lintel.edge.wiring.Wiring;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.line.DoorState;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything the wiring names, opened once at start. What cannot be opened costs itself alone: the doors answer without
/// sensors, and a room whose sensors are missing is never given back.
@Context
public final class Fittings implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Fittings.class);

    /// Something that is wired and does not work, in a sentence.
    public record Missing(String what, String reason) {}

    private final List<Missing> missing = new CopyOnWriteArrayList<>();
    private final Pins pins;
    private final SimulatedSensors simulated;
    private final Optional<ScreenDimmer> screen;
    private final Optional<ScenePlayer> scenes;

    Fittings(Wiring wiring, Pins pins, Backlights backlights, SimulatedSensors simulated, SensorPump pump,
            StatusLights lights, DoorDesk desk, DoorClock clock) {
        this.pins = pins;
        this.simulated = simulated;
        for (Wiring.Room room : wiring.rooms()) {
            for (SensorWire wire : room.sensors()) {
                keep("sensor " + room.key() + "." + wire.name(), sensor(room, wire)).ifPresent(
                        sensor -> pump.attach(room.space(), wire.name(), wire.technology(), sensor));
            }
            room.light()
                    .flatMap(wire -> keep("light " + room.key(), light(room, wire)))
                    .ifPresent(light -> lights.attach(room.space(), light));
        }
        this.screen = wiring.screen()
                .map(wire -> new ScreenDimmer(wire.simulated() ? new SimulatedBacklight() : backlights.named(wire.device()),
                        wire, () -> siteTime(desk, clock)));
        this.scenes = wiring.script()
                .flatMap(this::script)
                .map(script -> new ScenePlayer(script, cue -> played(cue, wiring.simulated(), desk.state())));
        // A machine without pins has the same reason for each of its sensors; once is enough.
        missing.stream().map(Missing::reason).distinct().forEach(reason -> LOG.warn("not connected: {}", reason));
    }

    private Optional<SceneScript.Good> script(Path file) {
        try {
            return switch (SceneScript.read(Files.readAllLines(file))) {
                case SceneScript.Good good -> Optional.of(good);
                case SceneScript.Bad(int line, String reason) -> {
                    missing.add(new Missing("script", file + " line " + line + ": " + reason));
                    yield Optional.empty();
                }
            };
        } catch (IOException e) {
            missing.add(new Missing("script", file + " cannot be read."));
            return Optional.empty();
        }
    }

    /// Whether there was a floor to play it on. Its room is found as people call it, whatever the settings call it.
    private boolean played(SceneScript.Cue cue, boolean everywhere, Optional<DoorState> floor) {
        if (floor.isEmpty()) {
            return false;
        }
        Optional<Space> space = floor.get()
                .spaces()
                .filter(known -> known.name().equalsIgnoreCase(cue.space()) || known.id().toString().equals(cue.space()))
                .findFirst();
        space.filter(_ -> everywhere).ifPresent(simulated::furnish);
        Optional<String> trouble = space.isEmpty()
                ? Optional.of("this floor has no space \"" + cue.space() + "\".")
                : space.filter(known -> !simulated.show(known, cue.scene()))
                        .map(known -> "nothing in \"" + known.name() + "\" is simulated.");
        trouble.map(reason -> new Missing("script", reason)).filter(each -> !missing.contains(each)).ifPresent(each -> {
            missing.add(each);
            LOG.warn("script: {}", each.reason());
        });
        return true;
    }

    private static LocalTime siteTime(DoorDesk desk, DoorClock clock) {
        ZoneId zone = desk.state().flatMap(state -> state.spaces().map(Space::zone).findFirst()).orElse(ZoneOffset.UTC);
        return LocalTime.ofInstant(clock.moment().now(), zone);
    }

    private Pins.Opened<PresenceSensor> sensor(Wiring.Room room, SensorWire wire) {
        return switch (wire.source()) {
            case Source.Wired wired -> pins.input(room.key() + "." + wire.name(), wired, wire.activeLow());
            case Source.Simulated _ -> new Pins.Opened.Open<>(simulated.input(room.space(), wire.technology()));
        };
    }

    private Pins.Opened<StatusLight> light(Wiring.Room room, LightWire wire) {
        return switch (wire) {
            case LightWire.Simulated _ -> new Pins.Opened.Open<>(new SimulatedLight());
            case LightWire.Pwm _,LightWire.Chain _ -> pins.light(room.key(), wire);
        };
    }

    private <T> Optional<T> keep(String what, Pins.Opened<T> opened) {
        return switch (opened) {
            case Pins.Opened.Open<T>(T part) -> Optional.of(part);
            case Pins.Opened.Refused<T>(String reason) -> {
                missing.add(new Missing(what, reason));
                yield Optional.empty();
            }
        };
    }

    /// What is wired and could not be opened.
    public List<Missing> missing() {
        return List.copyOf(missing);
    }

    /// Whether the light behind the screen takes what it is told; true where there is none.
    public boolean screenWorks() {
        return screen.map(ScreenDimmer::works).orElse(true);
    }

    /// Whether a touch wakes the screen; true where none is to.
    public boolean touchWorks() {
        return screen.map(ScreenDimmer::touchWorks).orElse(true);
    }

    @Override
    @PreDestroy
    public void close() {
        screen.ifPresent(ScreenDimmer::close);
        scenes.ifPresent(ScenePlayer::close);
    }
}
