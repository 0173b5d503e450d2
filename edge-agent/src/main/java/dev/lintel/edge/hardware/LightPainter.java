package dev.lintel.edge.hardware;

import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.door.Watcher;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.Effect;
import io.micronaut.context.annotation.Context;
import java.time.InstantSource;
import java.util.List;

/// Sets every light of the floor after each change, and when told that time has passed.
@Context
public final class LightPainter implements Watcher {

    private final StatusLights lights;
    private final InstantSource clock;
    private final DoorDesk desk;

    LightPainter(StatusLights lights, InstantSource clock, DoorDesk desk) {
        this.lights = lights;
        this.clock = clock;
        this.desk = desk;
        desk.watch(this);
    }

    @Override
    public void changed(DoorState state, List<Effect> effects) {
        for (Space space : state.spaces().toList()) {
            lights.show(space.id(), Signal.of(state, space, clock.instant()));
        }
    }

    /// What a light says also changes as time passes.
    public void tick() {
        desk.state().ifPresent(state -> changed(state, List.of()));
    }
}
