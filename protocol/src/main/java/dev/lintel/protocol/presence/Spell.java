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
/// @param unsound sensors that were stuck or chattering in it, and so agree with nobody
record Spell(Instant from, Instant until, Instant endsAt, boolean certain, boolean moved, Set<String> saw,
        Set<String> watched, Set<String> unsound) {

    Spell {
        saw = Set.copyOf(saw);
        watched = Set.copyOf(watched);
        unsound = Set.copyOf(unsound);
    }

    Spell seenBy(String sensor, Instant at, Duration apart) {
        return new Spell(from, later(until, at), later(endsAt, at.plus(apart)), certain, moved, with(saw, sensor), watched,
                unsound);
    }

    Spell certainUntil(Instant at) {
        return new Spell(from, until, later(endsAt, at), true, moved, saw, watched, unsound);
    }

    Spell doorMoved() {
        return new Spell(from, until, endsAt, certain, true, saw, watched, unsound);
    }

    Spell watchedNoMoreBy(String sensor) {
        return new Spell(from, until, endsAt, certain, moved, saw, without(watched, sensor), unsound);
    }

    /// It sees without an end: what it saw may be contradicted, and confirms nothing.
    Spell stuckAt(String sensor) {
        return new Spell(from, until, endsAt, certain, moved, saw, watched, with(unsound, sensor));
    }

    /// It says one thing and the other: neither what it saw nor what it did not see means anything.
    Spell chatteredBy(String sensor) {
        return new Spell(from, until, endsAt, certain, moved, without(saw, sensor), without(watched, sensor),
                with(unsound, sensor));
    }

    private static Set<String> with(Set<String> names, String name) {
        Set<String> all = new HashSet<>(names);
        all.add(name);
        return all;
    }

    private static Set<String> without(Set<String> names, String name) {
        Set<String> all = new HashSet<>(names);
        all.remove(name);
        return all;
    }

    /// Up to when a sensor has to be heard for its silence in it to mean anything.
    Instant through() {
        return certain ? endsAt : until;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
