package dev.lintel.edge.hardware;

import dev.lintel.protocol.presence.Technology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One sensor on its way from levels to what the rules are told. Used by the sensors' thread alone.
final class SensorTrack {

    /// A door is open or closed for hours, but somebody comes or goes only as it moves.
    static final Duration CONTACT_SPEAKS = Duration.ofSeconds(1);

    /// Something the rules are to be told: what the sensor saw, and how long ago.
    record Said(boolean active, long atNanos) {}

    /// Where a sensor is, and what it measures.
    ///
    /// @param space name or id of its room
    record Place(String space, String sensor, Technology technology) {}

    private final Place place;
    private final PresenceSensor sensor;
    private final long repeatedNanos;
    private final Debounce debounce = new Debounce();
    private boolean active;
    private boolean known;
    private volatile boolean heard;
    private boolean failing;
    private long saidAtNanos;
    /// When a contact has said long enough that the door moved.
    private Optional<Long> contactQuietAtNanos = Optional.empty();

    /// @param repeated how often it says again what it says
    SensorTrack(Place place, PresenceSensor sensor, Duration repeated) {
        this.place = place;
        this.sensor = sensor;
        this.repeatedNanos = repeated.toNanos();
    }

    Place place() {
        return place;
    }

    PresenceSensor sensor() {
        return sensor;
    }

    /// Whether it has ever said anything. Safe for all threads.
    boolean heard() {
        return heard;
    }

    /// An edge was noticed.
    List<Said> edge(boolean level, long nanos) {
        List<Said> said = new ArrayList<>();
        debounce.level(level, nanos).ifPresent(change -> changed(change, said));
        return said;
    }

    /// Time has passed: asks the sensor, in case an edge went by unnoticed, and repeats what it says as a sign of life.
    List<Said> look(long nanos) {
        List<Said> said = new ArrayList<>();
        Optional<Boolean> level = sensor.sees();
        failing = false;
        if (level.isEmpty()) {
            silent();
            return said;
        }
        debounce.level(level.get(), nanos).ifPresent(change -> changed(change, said));
        settle(nanos, said);
        return said;
    }

    /// The sensor failed in a way that nobody foresaw. What it said last must not be repeated in its name.
    ///
    /// @return whether it did not fail before
    boolean lost() {
        boolean before = failing;
        failing = true;
        silent();
        return !before;
    }

    private void silent() {
        debounce.lost();
        known = false;
        contactQuietAtNanos = Optional.empty();
    }

    /// Time has passed, and only what waits to come to rest is looked at.
    List<Said> settle(long nanos) {
        List<Said> said = new ArrayList<>();
        settle(nanos, said);
        return said;
    }

    private void settle(long nanos, List<Said> said) {
        debounce.at(nanos).ifPresent(change -> changed(change, said));
        if (contactQuietAtNanos.filter(at -> nanos - at >= 0).isPresent()) {
            contactQuietAtNanos = Optional.empty();
            say(false, nanos, said);
        }
        if (known && nanos - saidAtNanos >= repeatedNanos) {
            say(active, nanos, said);
        }
    }

    private void changed(Debounce.Change change, List<Said> said) {
        if (place.technology() != Technology.DOOR_CONTACT) {
            say(change.active(), change.sinceNanos(), said);
        } else if (known) {
            say(true, change.sinceNanos(), said);
            contactQuietAtNanos = Optional.of(change.sinceNanos() + CONTACT_SPEAKS.toNanos());
        } else {
            say(false, change.sinceNanos(), said);
        }
    }

    private void say(boolean now, long nanos, List<Said> said) {
        known = true;
        heard = true;
        active = now;
        saidAtNanos = nanos;
        said.add(new Said(now, nanos));
    }
}
