package dev.lintel.protocol.identity;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// UUIDs of version 7: the time in front, chance behind, so that database indexes grow at one end.
///
/// The generator must be a secure one where ids are handed to people; it is used under this object's monitor.
public final class TimeOrdered implements IdSource {

    private final InstantSource time;
    private final RandomGenerator chance;

    public TimeOrdered(InstantSource time, RandomGenerator chance) {
        this.time = time;
        this.chance = chance;
    }

    @Override
    public synchronized UUID next() {
        long high = (time.millis() << 16) | 0x7000L | (chance.nextLong() & 0x0FFFL);
        long low = 0x8000000000000000L | (chance.nextLong() & 0x3FFFFFFFFFFFFFFFL);
        return new UUID(high, low);
    }
}
