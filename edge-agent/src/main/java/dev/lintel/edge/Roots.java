package dev.lintel.edge;

import dev.lintel.edge.time.MachineTime;
import dev.lintel.edge.time.Rhythm;
import dev.lintel.edge.time.Timepiece;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.TimeOrdered;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// Where time, chance and new ids come from. The only place of the agent that asks the machine for them, so that a test
/// hands in its own and replays a day in a second.
///
/// @param clock what the machine's clock shows
/// @param machine the same, with what tells how far it may be believed; the door decides by this one
/// @param rhythm in which the door looks at the time
public record Roots(InstantSource clock, Timepiece machine, RandomGenerator chance, IdSource ids, Rhythm rhythm) {

    public Roots(InstantSource clock, Timepiece machine, RandomGenerator chance, IdSource ids) {
        this(clock, machine, chance, ids, Rhythm.USUAL);
    }

    /// What a real agent runs on.
    public static Roots ofThisMachine() {
        InstantSource clock = InstantSource.system();
        SecureRandom random = new SecureRandom();
        return new Roots(clock, MachineTime.watched(clock), random, new TimeOrdered(clock, random));
    }
}
