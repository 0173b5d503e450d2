package dev.lintel.edge.panel;

import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.door.Pulse;
import dev.lintel.edge.hardware.simulated.SimulatedSensors;
import dev.lintel.edge.hardware.simulated.SimulatedSensors.Scene;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.time.Moment;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import java.util.Locale;
import java.util.Optional;

/// Where a demo says what goes on in its rooms. Off unless configured, and for this machine only.
@Context
@Controller("/simulated/presence")
@Requires(property = "lintel.presence.simulated", value = "true")
public final class ScenePage implements Pulse {

    private final SimulatedSensors sensors;
    private final DoorDesk desk;

    ScenePage(SimulatedSensors sensors, DoorDesk desk) {
        this.sensors = sensors;
        this.desk = desk;
        desk.pulse(this);
    }

    /// Every room of the floor has its pair of sensors, before anybody says what goes on in it.
    @Override
    public void beat(DoorState state, Moment moment) {
        state.spaces().forEach(sensors::furnish);
    }

    @Post(consumes = MediaType.APPLICATION_JSON)
    HttpResponse<?> show(HttpRequest<?> request, @Body String body) {
        if (!request.getRemoteAddress().getAddress().isLoopbackAddress()) {
            return Problems.of(HttpStatus.FORBIDDEN, "forbidden", "Only from this machine", "Ask on the machine itself.");
        }
        Optional<Scene> scene = JsonFields.text(body, "scene").flatMap(ScenePage::scene);
        Optional<Space> space = JsonFields.text(body, "space")
                .flatMap(name -> desk.state()
                        .flatMap(state -> state.spaces()
                                .filter(known -> known.name().equalsIgnoreCase(name) || known.id().toString().equals(name))
                                .findFirst()));
        if (scene.isEmpty() || space.isEmpty()) {
            return Problems.of(HttpStatus.BAD_REQUEST, "malformed", "Not a scene",
                    "Send space (its name) and scene: empty, occupied, still or silent.");
        }
        sensors.furnish(space.get());
        var _ = sensors.show(space.get(), scene.get());
        return HttpResponse.noContent();
    }

    private static Optional<Scene> scene(String word) {
        try {
            return Optional.of(Scene.valueOf(word.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException noScene) {
            return Optional.empty();
        }
    }
}
