package dev.lintel.edge.hardware;

import dev.lintel.edge.hardware.simulated.SimulatedSensors;
import dev.lintel.edge.wiring.SensorWire;
import dev.lintel.edge.wiring.Source;
import dev.lintel.edge.wiring.Wiring;
import io.micronaut.context.annotation.Context;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything the wiring names, opened once at start. What cannot be opened costs itself alone: the doors answer without
/// sensors, and a room whose sensors are missing is never given back.
@Context
public final class Fittings {

    private static final Logger LOG = LoggerFactory.getLogger(Fittings.class);

    /// Something that is wired and does not work, in a sentence.
    public record Missing(String what, String reason) {}

    private final List<Missing> missing;
    private final int sensors;

    Fittings(Wiring wiring, Pins pins, SimulatedSensors simulated, SensorPump pump) {
        List<Missing> failed = new ArrayList<>();
        int opened = 0;
        for (Wiring.Room room : wiring.rooms()) {
            for (SensorWire wire : room.sensors()) {
                String name = room.key() + "." + wire.name();
                switch (opened(name, wire, pins, simulated, room.space())) {
                    case Pins.Opened.Open(PresenceSensor sensor) -> {
                        pump.attach(room.space(), wire.name(), wire.technology(), sensor);
                        opened++;
                    }
                    case Pins.Opened.Refused(String reason) -> failed.add(new Missing("sensor " + name, reason));
                }
            }
        }
        this.missing = List.copyOf(failed);
        this.sensors = opened;
        // A machine without pins has the same reason for each of its sensors; once is enough.
        missing.stream().map(Missing::reason).distinct().forEach(reason -> LOG.warn("not connected: {}", reason));
    }

    private static Pins.Opened opened(String name, SensorWire wire, Pins pins, SimulatedSensors simulated, String space) {
        return switch (wire.source()) {
            case Source.Gpio gpio -> pins.input(name, gpio, wire.activeLow());
            case Source.Simulated _ -> new Pins.Opened.Open(simulated.input(space, wire.technology()));
        };
    }

    /// What is wired and could not be opened.
    public List<Missing> missing() {
        return missing;
    }

    /// How many sensors of the wiring are listened to.
    public int sensors() {
        return sensors;
    }
}
