package dev.lintel.edge;

import dev.lintel.edge.presence.PresenceFeed;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.presence.Reading;
import dev.lintel.protocol.presence.Technology;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.NullMarked;

/// A PIR and a radar in one room, and the time that passes while they look.
@NullMarked
record TestSensors(TestAgent agent, SpaceId room) {

    private static final Duration LOOK = Duration.ofMinutes(1);

    void say(Technology technology, boolean active) {
        agent.part(PresenceFeed.class).report(room, new Reading(technology.name(), technology, agent.time(), active));
    }

    /// It sees somebody, for longer than noise lasts.
    void sees(Technology technology) {
        say(technology, true);
        agent.pass(Duration.ofSeconds(1));
        say(technology, false);
    }

    /// Minute by minute both say that nobody is there.
    void quietUntil(Instant until) {
        while (agent.time().isBefore(until)) {
            quiet();
            Duration left = Duration.between(agent.time(), until);
            agent.pass(left.compareTo(LOOK) < 0 ? left : LOOK);
        }
        quiet();
    }

    private void quiet() {
        say(Technology.PIR, false);
        say(Technology.RADAR, false);
    }
}
