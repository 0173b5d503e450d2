package dev.lintel.protocol.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Judges the sensors of one room by each other, over longer than what they said lately.
///
/// ```
/// nobody ──a sign, or a touch at the door──► spell ──nothing for a while──► judged, nobody
/// ```
///
/// Whoever comes is seen by a PIR and by a radar. So a spell that both saw is an agreement; one that a single kind saw,
/// while another was heard all through, contradicts. Who is wrong is not known: a radar may see through a wall, or the PIR be
/// blind. A contact at the door tells one from the other. In doubt both are doubted; one agreement ends it. What is doubted
/// may still say that somebody is there, and its silence means nothing: no doubt ever gives a room back.
///
/// A sign counts here once it has lasted longer than noise, and agrees with another only if its sensor is neither stuck nor
/// chattering: a loose wire must not speak for the radar beside it.
public final class Plausibility {

    private final Thresholds thresholds;
    private final Thresholds.Doubting numbers;

    public Plausibility(Thresholds thresholds) {
        this.thresholds = thresholds;
        this.numbers = thresholds.doubting();
    }

    /// One more reading, about as old as the ones before or newer.
    public Accord heard(Accord before, Reading reading) {
        boolean putBack = before.newestAt().filter(at -> reading.at().isBefore(at.minus(thresholds.staleAfter()))).isPresent();
        Accord then = putBack ? before.interrupted() : before;
        Optional<Instant> signFrom = sign(known(then, reading).lately(), reading);
        // A sign is known to be one only afterwards; it may have begun before the spell was over.
        Accord now = closed(then, signFrom.orElse(reading.at()));
        Repute known = known(now, reading);
        boolean gap = !heardSince(known, reading.at().minus(thresholds.staleAfter()));
        Accord next = now.with(reading.sensor(), listened(known, reading, gap))
                .with(now.spell().map(spell -> gap ? spell.watchedNoMoreBy(reading.sensor()) : spell))
                .at(reading.at());
        if (reading.technology() == Technology.DOOR_CONTACT) {
            return reading.active() ? next.moved(reading.at()) : next;
        }
        Accord seen = signFrom.map(from -> seen(next, reading, from)).orElse(next);
        return switch (known.lately().and(reading, thresholds).health(thresholds, reading.at())) {
            case CHATTERING -> seen.with(seen.spell().map(spell -> spell.chatteredBy(reading.sensor())));
            case STUCK -> seen.with(seen.spell().map(spell -> spell.stuckAt(reading.sensor())));
            case HEALTHY, STALE, DEAD, CONTRADICTED -> seen;
        };
    }

    private static Repute known(Accord accord, Reading reading) {
        return Optional.ofNullable(accord.sensors().get(reading.sensor()))
                .filter(repute -> repute.technology() == reading.technology())
                .orElseGet(() -> Repute.unknown(reading.technology()));
    }

    /// From when on it has seen somebody until now, if it has for longer than noise lasts.
    private Optional<Instant> sign(Lately before, Reading reading) {
        boolean tells = reading.technology() != Technology.DOOR_CONTACT && before.goesOnWith(reading, thresholds)
                && before.seesFor(reading.at()).compareTo(thresholds.debounce()) >= 0;
        return tells ? before.seesSince() : Optional.empty();
    }

    private Accord seen(Accord next, Reading reading, Instant from) {
        Spell spell = next.spell().orElseGet(() -> begun(next, from));
        Repute awake = known(next, reading);
        boolean dead = awake.silent().compareTo(thresholds.deadAfter()) > 0;
        return next.with(Optional.of(spell.seenBy(reading.sensor(), reading.at(), numbers.apart())))
                .with(reading.sensor(), awake.awake(dead ? Optional.of(reading.at()) : Optional.empty()));
    }

    /// How long it has said that nobody is there; time in which nobody heard it does not count.
    private Repute listened(Repute known, Reading reading, boolean gap) {
        Lately lately = known.lately().and(reading, thresholds);
        if (reading.active()) {
            return known.heard(lately, known.silent());
        }
        Duration since = known.heardAt()
                .filter(_ -> !gap)
                .map(at -> Duration.between(at, reading.at()))
                .filter(Duration::isPositive)
                .orElse(Duration.ZERO);
        return known.heard(lately, known.silent().plus(since));
    }

    private static boolean heardSince(Repute repute, Instant at) {
        return repute.heardAt().filter(heard -> !heard.isBefore(at)).isPresent();
    }

    /// Somebody says at the door that they are there, and so is soon to be seen.
    public Accord people(Accord before, Instant at) {
        Accord now = closed(before, at);
        Spell spell = now.spell().orElseGet(() -> begun(now, at));
        return now.with(Optional.of(spell.certainUntil(at.plus(numbers.expectedWithin()))));
    }

    private Spell begun(Accord now, Instant at) {
        Instant since = at.minus(thresholds.staleAfter());
        Set<String> watched = new HashSet<>();
        now.sensors().forEach((sensor, repute) -> {
            if (heardSince(repute, since)) {
                watched.add(sensor);
            }
        });
        boolean moved = now.movedAt().filter(door -> !door.isBefore(at.minus(numbers.apart()))).isPresent();
        return new Spell(at, at, at.plus(numbers.apart()), false, moved, Set.of(), watched, Set.of());
    }

    private Accord closed(Accord before, Instant now) {
        return before.spell()
                .filter(spell -> now.isAfter(spell.endsAt()))
                .map(spell -> before.with(judged(before.sensors(), spell)).with(Optional.empty()))
                .orElse(before);
    }

    /// What a spell says about the sensors of its room.
    ///
    /// @param agreed two kinds saw somebody in it, with sensors that can be believed
    /// @param silent kinds that could have seen somebody, and did not while another one did
    /// @param contact a contact at the door was heard all through it
    /// @param times how often this counts
    private record Finding(Spell spell, boolean agreed, Set<Technology> silent, boolean contact, int times) {

        boolean somebodyCame() {
            return spell.certain() || (contact && spell.moved());
        }

        boolean nobodyCame() {
            return !spell.certain() && contact && !spell.moved();
        }
    }

    private Finding finding(Map<String, Repute> sensors, Spell spell) {
        Set<Technology> seeing = EnumSet.noneOf(Technology.class);
        Set<Technology> believed = EnumSet.noneOf(Technology.class);
        Set<Technology> silent = EnumSet.noneOf(Technology.class);
        sensors.forEach((sensor, repute) -> {
            if (spell.saw().contains(sensor)) {
                seeing.add(repute.technology());
                if (!spell.unsound().contains(sensor)) {
                    believed.add(repute.technology());
                }
            } else if (watched(spell, sensor, repute)) {
                silent.add(repute.technology());
            }
        });
        silent.removeAll(seeing);
        boolean contact = silent.remove(Technology.DOOR_CONTACT);
        if (seeing.size() != 1) {
            silent.clear();
        }
        return new Finding(spell, believed.size() > 1, silent, contact, lasting(spell) ? numbers.aloneTimes() : 1);
    }

    private boolean lasting(Spell spell) {
        return Duration.between(spell.from(), spell.until()).compareTo(numbers.aloneFor()) >= 0;
    }

    private Map<String, Repute> judged(Map<String, Repute> sensors, Spell spell) {
        Finding finding = finding(sensors, spell);
        Map<String, Repute> next = new HashMap<>(sensors);
        next.replaceAll((sensor, repute) -> {
            if (repute.technology() == Technology.DOOR_CONTACT) {
                return repute;
            }
            if (spell.saw().contains(sensor)) {
                return spell.unsound().contains(sensor) ? sawAlone(finding, repute) : saw(finding, repute);
            }
            return watched(spell, sensor, repute) ? sawNobody(finding, repute) : repute;
        });
        return next;
    }

    private Repute saw(Finding finding, Repute repute) {
        Optional<Instant> doubted = doubt(repute).map(_ -> finding.spell().endsAt());
        if (finding.agreed()) {
            return repute.trusted(doubted);
        }
        return finding.spell().certain() ? repute.met(doubted) : sawAlone(finding, repute);
    }

    private static Repute sawAlone(Finding finding, Repute repute) {
        boolean alone = !finding.silent().isEmpty() && !finding.somebodyCame();
        return alone ? repute.sawAlone(finding.times()) : repute;
    }

    private static Repute sawNobody(Finding finding, Repute repute) {
        Repute next = finding.spell().certain() ? repute.missedPeople() : repute;
        boolean unseen = finding.silent().contains(repute.technology()) && !finding.nobodyCame();
        return unseen ? next.sawNothing(finding.times()) : next;
    }

    private boolean watched(Spell spell, String sensor, Repute repute) {
        return spell.watched().contains(sensor) && heardSince(repute, spell.through().minus(thresholds.staleAfter()));
    }

    private Optional<Doubt> doubt(Repute repute) {
        if (repute.missed() >= numbers.missedTimes()) {
            return Optional.of(Doubt.MISSES_PEOPLE);
        }
        if (repute.alone() >= numbers.aloneTimes()) {
            return Optional.of(Doubt.SEES_ALONE);
        }
        if (repute.unseen() >= numbers.aloneTimes()) {
            return Optional.of(Doubt.SEES_NOTHING);
        }
        return repute.silent().compareTo(thresholds.deadAfter()) > 0 ? Optional.of(Doubt.SEES_NOBODY) : Optional.empty();
    }

    /// Sensors that are to be doubted at that moment, and why.
    public Map<String, Doubt> doubts(Accord accord, Instant now) {
        Map<String, Doubt> doubts = new HashMap<>();
        known(accord, now).forEach((sensor, repute) -> evident(repute).ifPresent(doubt -> doubts.put(sensor, doubt)));
        return doubts;
    }

    /// Sensors that were to be doubted at any moment from then until now: health that is none.
    public Map<String, SensorHealth> doubted(Accord accord, Instant from, Instant now) {
        Map<String, SensorHealth> doubted = new HashMap<>();
        known(accord, now).forEach((sensor, repute) -> {
            boolean before = repute.doubtedUntil().filter(until -> !until.isBefore(from)).isPresent();
            Optional<Doubt> doubt = evident(repute);
            if (doubt.isPresent() || before) {
                doubted.put(sensor, doubt.filter(each -> each == Doubt.SEES_NOBODY).isPresent()
                        ? SensorHealth.DEAD
                        : SensorHealth.CONTRADICTED);
            }
        });
        return doubted;
    }

    private Optional<Doubt> evident(Repute repute) {
        return repute.technology() == Technology.DOOR_CONTACT || repute.heardAt().isEmpty() ? Optional.empty() : doubt(repute);
    }

    /// A spell that lasts is judged before it is over, but for those who agree in it: what comes may still change that.
    private Map<String, Repute> known(Accord accord, Instant now) {
        Accord then = closed(accord, now);
        return then.spell()
                .filter(this::lasting)
                .map(spell -> atWorst(then.sensors(), judged(then.sensors(), spell)))
                .orElse(then.sensors());
    }

    private Map<String, Repute> atWorst(Map<String, Repute> before, Map<String, Repute> judged) {
        Map<String, Repute> worst = new HashMap<>(judged);
        worst.replaceAll((sensor, repute) -> doubt(repute).isPresent() ? repute : before.getOrDefault(sensor, repute));
        return worst;
    }
}
