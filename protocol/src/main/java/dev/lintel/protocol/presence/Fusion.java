package dev.lintel.protocol.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Readings and a moment to presence and health; the same readings give the same answer, so a recording can be replayed.
public final class Fusion {

    private final Thresholds thresholds;

    public Fusion(Thresholds thresholds) {
        this.thresholds = thresholds;
    }

    /// What all readings up to now say. Readings of the future are left out; the order in which they come does not matter.
    public Presence at(Collection<Reading> readings, Instant now) {
        Map<String, List<Reading>> sensors = readings.stream()
                .filter(r -> !r.at().isAfter(now))
                .sorted()
                .collect(Collectors.groupingBy(Reading::sensor, TreeMap::new, Collectors.toList()));
        Map<String, SensorHealth> health = new HashMap<>();
        List<Sign> signs = new ArrayList<>();
        sensors.forEach((sensor, own) -> {
            health.put(sensor, health(own, now));
            signs.addAll(signs(own, now));
        });
        Optional<Instant> last = signs.stream().map(Sign::until).max(Comparator.naturalOrder());
        boolean shown = last.isPresent() && last.get().plus(thresholds.shownFor()).isAfter(now);
        return new Presence(shown, used(signs, health, now), last, health, healthyTechnologies(sensors, health));
    }

    /// A stretch of time in which a sensor saw something, noise taken out.
    private record Sign(String sensor, Technology technology, Instant from, Instant until) {}

    private List<Sign> signs(List<Reading> own, Instant now) {
        List<Sign> signs = new ArrayList<>();
        for (int i = 0; i < own.size(); i++) {
            Reading reading = own.get(i);
            if (reading.active()) {
                Instant until = i + 1 < own.size()
                        ? own.get(i + 1).at()
                        : earlier(now, reading.at().plus(thresholds.staleAfter()));
                boolean noise = i + 1 < own.size() && !own.get(i + 1).active()
                        && Duration.between(reading.at(), until).compareTo(thresholds.debounce()) < 0;
                if (!noise) {
                    signs.add(new Sign(reading.sensor(), reading.technology(), reading.at(), until));
                }
            }
        }
        return signs;
    }

    /// Strict: two signs of healthy sensors within the time, from two technologies or apart by more than the noise of one.
    private boolean used(List<Sign> signs, Map<String, SensorHealth> health, Instant now) {
        Instant since = now.minus(thresholds.usedFor());
        List<Sign> believed = signs.stream()
                .filter(s -> s.until().isAfter(since) && believable(health.get(s.sensor())))
                .toList();
        boolean two = believed.stream().map(Sign::technology).distinct().count() > 1;
        Duration longest = believed.stream()
                .map(s -> Duration.between(s.from(), s.until()))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        return two || longest.compareTo(thresholds.shownFor()) >= 0;
    }

    /// A sensor that fell silent was right when it spoke; one that is stuck or chatters never was.
    private static boolean believable(@Nullable SensorHealth health) {
        return health != null && health != SensorHealth.STUCK && health != SensorHealth.CHATTERING;
    }

    private SensorHealth health(List<Reading> own, Instant now) {
        Reading last = own.getLast();
        if (last.at().plus(thresholds.staleAfter()).isBefore(now)) {
            return SensorHealth.STALE;
        }
        if (changes(own, now.minusSeconds(60)) > thresholds.chatterPerMinute()) {
            return SensorHealth.CHATTERING;
        }
        Instant since = sameSince(own);
        Duration unchanged = Duration.between(since, now);
        if (last.active() && unchanged.compareTo(thresholds.stuckAfter()) > 0) {
            return SensorHealth.STUCK;
        }
        return !last.active() && unchanged.compareTo(thresholds.deadAfter()) > 0 ? SensorHealth.DEAD : SensorHealth.HEALTHY;
    }

    private static long changes(List<Reading> own, Instant since) {
        long count = 0;
        for (int i = 1; i < own.size(); i++) {
            boolean changed = own.get(i).active() != own.get(i - 1).active();
            count += changed && own.get(i).at().isAfter(since) ? 1 : 0;
        }
        return count;
    }

    private static Instant sameSince(List<Reading> own) {
        int first = own.size() - 1;
        while (first > 0 && own.get(first - 1).active() == own.get(first).active()) {
            first--;
        }
        return own.get(first).at();
    }

    private static int healthyTechnologies(Map<String, List<Reading>> sensors, Map<String, SensorHealth> health) {
        return (int) sensors.entrySet()
                .stream()
                .filter(e -> health.get(e.getKey()) == SensorHealth.HEALTHY)
                .map(e -> e.getValue().getLast().technology())
                .distinct()
                .count();
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
