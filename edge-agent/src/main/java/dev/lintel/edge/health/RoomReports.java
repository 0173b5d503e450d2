package dev.lintel.edge.health;

import dev.lintel.edge.door.DoorClock;
import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.door.NoShowWatch;
import dev.lintel.edge.door.ShadowReleases;
import dev.lintel.edge.presence.PresenceFeed;
import dev.lintel.edge.wiring.ReleaseMode;
import dev.lintel.edge.wiring.Wiring;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.presence.Doubt;
import dev.lintel.protocol.presence.Presence;
import dev.lintel.protocol.presence.Reading;
import dev.lintel.protocol.presence.SensorHealth;
import dev.lintel.protocol.presence.Technology;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is sensed in each room that has sensors, and how these are. Safe for all threads.
@Singleton
final class RoomReports {

    /// A report to the cloud is a message of 64 KiB with other things in it.
    private static final int ROOMS_TOLD = 40;
    private static final DateTimeFormatter HOUR_AND_MINUTE = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    /// @param space its name
    /// @param presence `present`, `absent` or `unknown`
    /// @param sensors by their names
    /// @param doubts why some of them are doubted that look healthy by themselves
    /// @param contacts of these, at the door: whether they are heard is no matter of a release
    /// @param release whether it is given back when nobody comes
    /// @param kept why its running booking is not given back although nobody checked in
    /// @param tally what was counted while it was only tried out
    record Room(String space, String presence, SortedMap<String, SensorHealth> sensors, Map<String, Doubt> doubts,
            Set<String> contacts,
            ReleaseMode release, Optional<String> kept, ShadowReleases.Tally tally) {}

    private final DoorDesk desk;
    private final DoorClock clock;
    private final PresenceFeed feed;
    private final Wiring wiring;
    private final ShadowReleases shadow;
    private final NoShowWatch watch;

    RoomReports(DoorDesk desk, DoorClock clock, PresenceFeed feed, Wiring wiring, ShadowReleases shadow, NoShowWatch watch) {
        this.desk = desk;
        this.clock = clock;
        this.feed = feed;
        this.wiring = wiring;
        this.shadow = shadow;
        this.watch = watch;
    }

    /// By their names.
    List<Room> all() {
        Instant now = clock.moment().now();
        return desk.state()
                .map(state -> state.spaces()
                        .sorted(Comparator.comparing(Space::name))
                        .flatMap(space -> feed.presence(space.id(), now).map(seen -> room(space, seen, now)).stream())
                        .toList())
                .orElse(List.of());
    }

    private Room room(Space space, Presence seen, Instant now) {
        Set<String> contacts = feed.readings(space.id())
                .stream()
                .filter(reading -> reading.technology() == Technology.DOOR_CONTACT)
                .map(Reading::sensor)
                .collect(Collectors.toSet());
        return new Room(space.name(), seen.word(), new TreeMap<>(seen.health()), feed.doubts(space.id(), now), contacts,
                wiring.release(space),
                Optional.ofNullable(watch.kept().get(space.id())).map(reason -> because(space, seen, reason)),
                shadow.tally(space.id()));
    }

    /// Sensors whose silence means nothing at present, as sentences.
    List<String> doubtful() {
        return all().stream()
                .flatMap(room -> room.sensors()
                        .entrySet()
                        .stream()
                        .filter(sensor -> sensor.getValue() != SensorHealth.HEALTHY
                                && !room.contacts().contains(sensor.getKey()))
                        .map(sensor -> room.space() + " is not given back: its sensor " + sensor.getKey() + " "
                                + is(sensor.getValue(), room.doubts().get(sensor.getKey()))))
                .toList();
    }

    /// Rooms whose running booking nobody checked in to is kept for a doubt that is over by now, as sentences: nothing else
    /// would show why.
    List<String> kept() {
        Map<SpaceId, String> reasons = watch.kept();
        return desk.state()
                .map(state -> state.spaces()
                        .sorted(Comparator.comparing(Space::name))
                        .flatMap(space -> Optional.ofNullable(reasons.get(space.id()))
                                .flatMap(RoomReports::doubt)
                                .map(doubt -> space.name() + " is not given back before its booking ends: " + doubt)
                                .stream())
                        .toList())
                .orElse(List.of());
    }

    private static Optional<String> doubt(String reason) {
        return switch (reason) {
            case "sensors-doubtful" -> Optional.of("its sensors could not be believed all the time since that began.");
            case "clock-uncertain" -> Optional.of("the clock of this machine was in doubt since that began.");
            default -> Optional.empty();
        };
    }

    private static String because(Space space, Presence seen, String reason) {
        return switch (reason) {
            case "somebody-was-there" -> "somebody was sensed" + seen.lastSignAt()
                    .map(at -> ", last at " + HOUR_AND_MINUTE.format(at.atZone(space.zone())))
                    .orElse("") + ".";
            case "long-booking" -> "it is too long to be given back.";
            case NoShowWatch.ENOUGH -> "enough rooms of this floor were given back lately; it waits for its turn.";
            default -> doubt(reason).orElse(reason);
        };
    }

    private static String is(SensorHealth health, @Nullable Doubt doubt) {
        return health != SensorHealth.CONTRADICTED || doubt == null ? "is " + health.word() + "." : switch (doubt) {
            case SEES_ALONE -> "saw somebody many times in a row, or for hours, whom no other kind of sensor saw: a"
                    + " neighbour through the wall, a fan or a heater, or the others see nothing.";
            case SEES_NOTHING -> "saw nobody many times in a row, or for hours, while another kind of sensor saw somebody.";
            case MISSES_PEOPLE -> "saw none of the people who touched the screen at the door, three times in a row.";
            case SEES_NOBODY -> "has seen nobody for days.";
        };
    }

    /// What rooms that are only tried out have shown in the last 90 days, as sentences; as many as fit into a report. What
    /// was counted stands whether or not their sensors speak.
    List<String> tried() {
        List<String> all = desk.state()
                .map(state -> state.spaces()
                        .filter(space -> wiring.release(space) == ReleaseMode.SHADOW)
                        .sorted(Comparator.comparing(Space::name))
                        .map(space -> tried(space, shadow.tally(space.id())))
                        .toList())
                .orElse(List.of());
        if (all.size() <= ROOMS_TOLD) {
            return all;
        }
        List<String> told = new ArrayList<>(all.subList(0, ROOMS_TOLD));
        told.add("Of " + (all.size() - ROOMS_TOLD) + " more, /health on this machine tells.");
        return told;
    }

    /// What a caretaker makes of it.
    private static String tried(Space space, ShadowReleases.Tally tally) {
        String bookings = tally.released() == 1 ? "1 booking" : tally.released() + " bookings";
        String all = space.name() + ": " + bookings + " would have been given back as a no-show";
        if (tally.released() == 0) {
            return all + ".";
        }
        return all + "; to " + tally.wrong() + " somebody came after all, " + tally.right() + " stayed empty, of "
                + tally.unknown() + " nobody can tell" + (tally.open() == 0 ? "." : ", " + tally.open() + " not over yet.");
    }
}
