package dev.lintel.edge;

import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.TimeOrdered;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// Where time, chance and new ids come from. The only place of the agent that asks the machine for them, so that a test
/// hands in its own and replays a day in a second.
public record Roots(InstantSource clock, RandomGenerator chance, IdSource ids) {

    /// What a real agent runs on.
    public static Roots ofThisMachine() {
        InstantSource clock = InstantSource.system();
        SecureRandom random = new SecureRandom();
        return new Roots(clock, random, new TimeOrdered(clock, random));
    }
}
