package dev.lintel.edge.hardware;

import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.door.Pulse;
import dev.lintel.edge.door.Watcher;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.Effect;
import dev.lintel.protocol.time.Moment;
import io.micronaut.context.annotation.Context;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sets the lights of the floor: after each change those of the rooms it touched, and all of them as time passes. Both on the
/// door's thread, so that what was true before a touch is never shown after it.
@Context
public final class LightPainter implements Watcher, Pulse {

    private final StatusLights lights;
    private final InstantSource clock;
    /// Of the door's thread.
    private @Nullable DoorState shown;

    LightPainter(StatusLights lights, InstantSource clock, DoorDesk desk) {
        this.lights = lights;
        this.clock = clock;
        desk.watch(this);
        desk.pulse(this);
    }

    /// Whoever touched a door waits for this: a room that is as it was is not looked at.
    @Override
    public void changed(DoorState state, List<Effect> effects) {
        DoorState before = shown;
        shown = state;
        state.spaces()
                .filter(space -> before == null || state.differs(space.id(), before))
                .forEach(space -> show(state, space));
    }

    /// What a light says also changes as time passes.
    @Override
    public void beat(DoorState state, Moment moment) {
        state.spaces().forEach(space -> show(state, space));
    }

    private void show(DoorState state, Space space) {
        lights.show(space.id(), Signal.of(state, space, clock.instant()));
    }
}
