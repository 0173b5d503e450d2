package dev.lintel.protocol.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/// A stretch of time in which somebody was sensed in a room, or said at its door that they were there.
///
/// @param until the last sign in it
/// @param endsAt it is over unless somebody is sensed until then
/// @param certain somebody said at the door that they were there
/// @param moved the door moved in it, or just before
/// @param saw sensors that saw somebody in it
/// @param watched sensors that have been heard since before it began, without a gap
record Spell(Instant from, Instant until, Instant endsAt, boolean certain, boolean moved, Set<String> saw,
        Set<String> watched) {

    Spell {
        saw = Set.copyOf(saw);
        watched = Set.copyOf(watched);
    }

    Spell seenBy(String sensor, Instant at, Duration apart) {
        Set<String> all = new HashSet<>(saw);
        all.add(sensor);
        return new Spell(from, later(until, at), later(endsAt, at.plus(apart)), certain, moved, all, watched);
    }

    Spell certainUntil(Instant at) {
        return new Spell(from, until, later(endsAt, at), true, moved, saw, watched);
    }

    Spell doorMoved() {
        return new Spell(from, until, endsAt, certain, true, saw, watched);
    }

    Spell watchedNoMoreBy(String sensor) {
        Set<String> all = new HashSet<>(watched);
        all.remove(sensor);
        return new Spell(from, until, endsAt, certain, moved, saw, all);
    }

    /// Up to when a sensor has to be heard for its silence in it to mean anything.
    Instant through() {
        return certain ? endsAt : until;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
