package dev.lintel.edge.door;

import dev.lintel.edge.copy.DoorStore;
import dev.lintel.edge.presence.PresenceFeed;
import dev.lintel.edge.presence.ReputeStore;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.presence.Accord;
import dev.lintel.protocol.presence.Repute;
import dev.lintel.protocol.presence.Technology;
import dev.lintel.protocol.time.Moment;
import io.micronaut.context.annotation.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes down what is thought of each sensor, so that a blind one is found out behind an agent that is restarted every night.
///
/// Looks once a minute on the door's thread, and writes little: a card bears only so many writes. What is lost with the power
/// is an hour of a sensor's silence and the last minute of everything else.
@Context
final class SensorMemory implements Pulse {

    private static final Duration LOOKED_EVERY = Duration.ofMinutes(1);
    private static final Duration SILENCE_SAVED_EVERY = Duration.ofHours(1);
    private static final Duration SAVED_EVERY = Duration.ofDays(1);
    /// As long as what sensors said may be kept.
    private static final Duration KEPT = Duration.ofDays(90);

    private record Sensor(SpaceId space, String name) {}

    private record Saved(Repute repute, Instant at) {}

    private final DoorDesk desk;
    private final PresenceFeed feed;
    private final Map<Sensor, Saved> saved = new HashMap<>();
    private Instant lookedAt = Instant.MIN;
    private Instant tidiedAt = Instant.MIN;

    SensorMemory(DoorDesk desk, PresenceFeed feed) {
        this.desk = desk;
        this.feed = feed;
        desk.pulse(this);
    }

    @Override
    public void beat(DoorState state, Moment moment) {
        Instant now = moment.now();
        if (Duration.between(lookedAt, now).abs().compareTo(LOOKED_EVERY) < 0) {
            return;
        }
        lookedAt = now;
        Map<Sensor, Saved> news = new HashMap<>();
        Map<SpaceId, Accord> accords = feed.accords();
        saved.keySet()
                .removeIf(sensor -> !accords.getOrDefault(sensor.space(), Accord.NOTHING).sensors().containsKey(sensor.name()));
        accords.forEach((space, accord) -> accord.sensors().forEach((name, repute) -> {
            Sensor sensor = new Sensor(space, name);
            if (repute.technology() != Technology.DOOR_CONTACT && repute.heardAt().isPresent()
                    && worthWriting(saved.get(sensor), repute, now)) {
                news.put(sensor, new Saved(repute, now));
            }
        }));
        write(news, now);
    }

    private static boolean worthWriting(@Nullable Saved before, Repute repute, Instant now) {
        if (before == null) {
            return true;
        }
        Repute known = before.repute();
        boolean counted = known.technology() != repute.technology() || known.alone() != repute.alone()
                || known.unseen() != repute.unseen() || known.missed() != repute.missed();
        return counted || known.silent().minus(repute.silent()).abs().compareTo(SILENCE_SAVED_EVERY) >= 0
                || !now.isBefore(before.at().plus(SAVED_EVERY));
    }

    private void write(Map<Sensor, Saved> news, Instant now) {
        List<DoorStore.Writing> writings = new ArrayList<>();
        news.forEach((sensor, what) -> writings.add(ReputeStore.saved(sensor.space(), sensor.name(), what.repute(), now)));
        if (Duration.between(tidiedAt, now).abs().compareTo(SAVED_EVERY) >= 0) {
            tidiedAt = now;
            writings.add(ReputeStore.forgotten(now.minus(KEPT)));
        }
        if (!writings.isEmpty()) {
            // What could not be written is found again a day later, or as soon as it changes.
            saved.putAll(news);
            var _ = desk.keep(connection -> {
                for (DoorStore.Writing writing : writings) {
                    writing.to(connection);
                }
            });
        }
    }
}
