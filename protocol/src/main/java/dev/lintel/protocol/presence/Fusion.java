package dev.lintel.protocol.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Readings and a moment to presence, health and evidence; the same readings give the same answer, so a recording can be replayed.
public final class Fusion {

    private final Thresholds thresholds;

    public Fusion(Thresholds thresholds) {
        this.thresholds = thresholds;
    }

    /// What all readings up to now say. Readings of the future are left out; the order in which they come does not matter.
    public Presence at(Collection<Reading> readings, Instant now) {
        return at(readings, Map.of(), now);
    }

    /// The same, where more is known of some sensors than what they said.
    ///
    /// @param doubted of these, by [Plausibility#doubted]; their silence means nothing, and they confirm others only
    public Presence at(Collection<Reading> readings, Map<String, SensorHealth> doubted, Instant now) {
        Map<String, List<Reading>> sensors = bySensor(readings, now);
        Map<String, SensorHealth> health = health(sensors, doubted, now);
        List<Sign> signs = signs(sensors, now);
        Optional<Instant> last = signs.stream().map(Sign::until).max(Comparator.naturalOrder());
        boolean shown = last.filter(at -> at.plus(thresholds.shownFor()).isAfter(now)).isPresent();
        int technologies = technologies(sensors, health);
        return new Presence(shown, used(signs, health, now), last, health, technologies, since(sensors, signs, shown, now));
    }

    /// What can be said about the whole time from then until now: the last sign of anybody, and how few technologies could be believed at the worst moment of it.
    ///
    /// Where nobody watched (a reboot, a sensor plugged in later) nothing can be believed, so what was not seen is never taken for nobody.
    public Evidence evidence(Collection<Reading> readings, Instant from, Instant now) {
        return evidence(readings, Map.of(), from, now);
    }

    /// The same, where more is known of some sensors than what they said.
    ///
    /// @param doubted at any moment since then
    public Evidence evidence(Collection<Reading> readings, Map<String, SensorHealth> doubted, Instant from, Instant now) {
        Optional<Instant> last = signs(bySensor(readings, now), now).stream().map(Sign::until).max(Comparator.naturalOrder());
        int least = least(bySensor(readings, now), doubted.keySet(), turns(readings, from, now));
        return new Evidence(last, least);
    }

    /// How many technologies could be believed at the worst of these instants: a large room has two sensors of one kind
    /// because one does not see all of it, so one that is in doubt leaves its kind with nothing to say.
    private int least(Map<String, List<Reading>> sensors, Set<String> doubtful, NavigableSet<Instant> turns) {
        List<Diagnosis> all = new ArrayList<>();
        EnumSet<Technology> contradicted = EnumSet.noneOf(Technology.class);
        sensors.forEach((sensor, own) -> {
            Diagnosis one = new Diagnosis(thresholds, own);
            all.add(one);
            if (doubtful.contains(sensor)) {
                contradicted.add(one.technology());
            }
        });
        int least = Technology.values().length;
        for (Instant at : turns) {
            EnumSet<Technology> believed = EnumSet.noneOf(Technology.class);
            EnumSet<Technology> doubted = EnumSet.copyOf(contradicted);
            all.forEach(one -> (one.at(at) == SensorHealth.HEALTHY ? believed : doubted).add(one.technology()));
            believed.removeAll(doubted);
            least = Math.min(least, evident(believed));
            if (least == 0) {
                return 0;
            }
        }
        return least;
    }

    /// A contact tells that somebody came or went. That it is silent says nothing about who is inside.
    private static int evident(Set<Technology> believed) {
        return believed.size() - (believed.contains(Technology.DOOR_CONTACT) ? 1 : 0);
    }

    /// The instants at which a sensor's health can change; between two of them it cannot.
    private NavigableSet<Instant> turns(Collection<Reading> readings, Instant from, Instant now) {
        NavigableSet<Instant> turns = new TreeSet<>(List.of(from, now));
        for (Reading reading : readings) {
            turns.add(reading.at());
            turns.addAll(Diagnosis.turnsAfter(thresholds, reading.at()));
        }
        return from.isAfter(now) ? new TreeSet<>(List.of(now)) : turns.subSet(from, true, now, true);
    }

    private static Map<String, List<Reading>> bySensor(Collection<Reading> readings, Instant now) {
        return readings.stream()
                .filter(r -> !r.at().isAfter(now))
                .sorted()
                .collect(Collectors.groupingBy(Reading::sensor, TreeMap::new, Collectors.toList()));
    }

    /// What a sensor is by itself comes first: whoever mends it is told what to look for.
    private Map<String, SensorHealth> health(Map<String, List<Reading>> sensors, Map<String, SensorHealth> doubted,
            Instant now) {
        Map<String, SensorHealth> health = new HashMap<>();
        sensors.forEach((sensor, own) -> {
            SensorHealth itself = new Diagnosis(thresholds, own).at(now);
            health.put(sensor, itself == SensorHealth.HEALTHY ? doubted.getOrDefault(sensor, itself) : itself);
        });
        return health;
    }

    /// A stretch of time in which a sensor saw something, noise taken out.
    private record Sign(String sensor, Technology technology, Instant from, Instant until) {}

    private List<Sign> signs(Map<String, List<Reading>> sensors, Instant now) {
        List<Sign> signs = new ArrayList<>();
        sensors.values().forEach(own -> signs(own, now, signs));
        return signs;
    }

    /// Consecutive active readings are one sign, as long as the sensor was heard in between; one that is over sooner than people move is noise.
    private void signs(List<Reading> own, Instant now, List<Sign> signs) {
        Instant from = null;
        for (int i = 0; i < own.size(); i++) {
            Reading reading = own.get(i);
            if (!reading.active()) {
                continue;
            }
            from = from == null ? reading.at() : from;
            Instant heardUntil = reading.at().plus(thresholds.staleAfter());
            Reading next = i + 1 < own.size() ? own.get(i + 1) : null;
            Instant until = earlier(next == null ? now : next.at(), heardUntil);
            boolean goesOn = next != null && next.active() && !next.at().isAfter(heardUntil);
            if (!goesOn) {
                boolean ended = next != null && !next.active() && !next.at().isAfter(heardUntil);
                boolean noise = ended && Duration.between(from, until).compareTo(thresholds.debounce()) < 0;
                if (!noise) {
                    signs.add(new Sign(reading.sensor(), reading.technology(), from, until));
                }
                from = null;
            }
        }
    }

    /// Strict: within the time, signs of two technologies, or of one that lasted longer than people pass by; a sensor that
    /// contradicts the others needs one of them.
    private boolean used(List<Sign> signs, Map<String, SensorHealth> health, Instant now) {
        Instant since = now.minus(thresholds.usedFor());
        List<Sign> believed = signs.stream()
                .filter(s -> s.until().isAfter(since) && believable(health.get(s.sensor())))
                .toList();
        boolean two = believed.stream().map(Sign::technology).distinct().count() > 1;
        Duration longest = believed.stream()
                .filter(s -> health.get(s.sensor()) != SensorHealth.CONTRADICTED)
                .map(s -> Duration.between(s.from(), s.until()))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        return two || longest.compareTo(thresholds.shownFor()) >= 0;
    }

    /// A sensor that fell silent was right when it spoke; one that is stuck or chatters never was.
    private static boolean believable(@Nullable SensorHealth health) {
        return health != null && health != SensorHealth.STUCK && health != SensorHealth.CHATTERING;
    }

    /// From when on the screen has been showing what it shows.
    private Optional<Instant> since(Map<String, List<Reading>> sensors, List<Sign> signs, boolean shown, Instant now) {
        Optional<Instant> last = signs.stream().map(Sign::until).max(Comparator.naturalOrder());
        if (!shown) {
            Optional<Instant> first = sensors.values().stream().map(own -> own.getFirst().at()).min(Comparator.naturalOrder());
            return last.map(at -> at.plus(thresholds.shownFor())).or(() -> first);
        }
        Instant since = now;
        for (Sign sign : signs.stream().sorted(Comparator.comparing(Sign::until).reversed()).toList()) {
            boolean joined = sign.until().plus(thresholds.shownFor()).isAfter(since);
            since = joined ? earlier(since, sign.from()) : since;
        }
        return Optional.of(since);
    }

    private static int technologies(Map<String, List<Reading>> sensors, Map<String, SensorHealth> health) {
        EnumSet<Technology> believed = EnumSet.noneOf(Technology.class);
        EnumSet<Technology> doubted = EnumSet.noneOf(Technology.class);
        sensors.forEach((sensor, own) -> (health.get(sensor) == SensorHealth.HEALTHY ? believed : doubted)
                .add(own.getLast().technology()));
        believed.removeAll(doubted);
        return evident(believed);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
