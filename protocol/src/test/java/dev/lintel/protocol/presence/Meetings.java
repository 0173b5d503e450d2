package dev.lintel.protocol.presence;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Policy;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/// Meetings to which nobody checks in, made up at random, and what the release rules do with them.
///
/// The numbers of the model are assumptions about people and sensors, not measurements; they are all in this file. Time is
/// cut into steps of ten seconds, from half an hour before the start to ten minutes after it, when the grace is over.
final class Meetings {

    private static final Instant NINE = Instant.parse("2026-03-02T09:00:00Z");
    private static final Booking BOOKING = new Booking(new BookingId(new UUID(1, 1)), new SpaceId(new UUID(1, 2)),
            Slot.of(NINE, Duration.ofHours(1)), 1, Optional.empty(), Optional.empty(), Origin.CLOUD,
            NINE.minusSeconds(86_400), new Phase.Confirmed());
    private static final int FIRST = -180;
    private static final int LAST = 60;

    /// Nobody comes to three of ten meetings that nobody checks in to.
    private static final double NO_SHOW = 0.3;
    /// Who comes comes between a quarter of an hour early and nine minutes late, and three of ten sit almost still.
    private static final int EARLIEST = -90;
    private static final int LATEST = 54;
    private static final double STILL = 0.3;
    /// Half of those who come are alone.
    private static final double ALONE = 0.5;
    /// An infrared sensor in ten seconds: somebody walks in, somebody moves at a table, somebody sits still.
    private static final double PIR_ENTERING = 0.9;
    private static final double PIR_MOVING = 0.15;
    private static final double PIR_STILL = 0.002;
    /// A radar in ten seconds: of a hundred rooms three have it in a bad place.
    private static final double RADAR_WELL = 0.97;
    private static final double RADAR_BADLY = 0.1;
    private static final double BADLY_PLACED = 0.03;
    /// In four rooms of a hundred a heater fools the infrared sensor, in four the radar sees through a wall.
    private static final double FOOLED = 0.04;
    private static final double FOOLED_EACH = 0.02;
    /// One sensor in a hundred stops speaking within that time.
    private static final double DIES = 0.01;
    private static final int REPEATED_STEPS = 2;

    /// What came of them.
    ///
    /// @param wrong given back although somebody was inside
    /// @param missed kept although nobody came
    record Count(int attended, int wrong, int noShows, int missed) {

        String line(String with) {
            return String.format("| %s | %,d of %,d (%.2f %%) | %,d of %,d (%.2f %%) |", with, wrong, attended,
                    100.0 * wrong / attended, missed, noShows, 100.0 * missed / noShows);
        }
    }

    private record People(boolean come, int from, int count, boolean still) {

        boolean inside(int step) {
            return come && step >= from;
        }
    }

    private final SplittableRandom chance;
    private final ReleaseRules rules;
    private final Fusion fusion;
    private final boolean radarToo;

    /// @param radarToo whether there is a radar; without it one technology has to do, which the real rules refuse
    Meetings(long seed, boolean radarToo) {
        this.chance = new SplittableRandom(seed);
        this.radarToo = radarToo;
        Thresholds usual = Thresholds.USUAL;
        Thresholds thresholds = new Thresholds(usual.debounce(), usual.shownFor(), usual.usedFor(), usual.staleAfter(),
                usual.stuckAfter(), usual.deadAfter(), usual.chatterPerMinute(), usual.evidenceBefore(), usual.backToBack(),
                usual.warning(), usual.snooze(), usual.window(), usual.floorShare(), radarToo ? 2 : 1, usual.doubting());
        this.rules = new ReleaseRules(thresholds);
        this.fusion = new Fusion(thresholds);
    }

    Count hold(int meetings) {
        int attended = 0;
        int wrong = 0;
        int missed = 0;
        for (int i = 0; i < meetings; i++) {
            People people = people();
            // Drawn in both worlds, so that the same people meet in them.
            List<Reading> pir = pir(people, chance.split());
            List<Reading> radar = radar(people, chance.split());
            List<Reading> readings = new ArrayList<>(pir);
            if (radarToo) {
                readings.addAll(radar);
            }
            boolean released = released(readings);
            attended += people.come() ? 1 : 0;
            wrong += people.come() && released ? 1 : 0;
            missed += !people.come() && !released ? 1 : 0;
        }
        return new Count(attended, wrong, meetings - attended, missed);
    }

    private People people() {
        boolean come = chance.nextDouble() >= NO_SHOW;
        int from = chance.nextInt(EARLIEST, LATEST + 1);
        int count = chance.nextDouble() < ALONE ? 1 : chance.nextInt(2, 9);
        return new People(come, from, count, chance.nextDouble() < STILL);
    }

    private List<Reading> pir(People people, SplittableRandom own) {
        boolean heater = own.nextDouble() < FOOLED;
        int dies = own.nextDouble() < DIES ? own.nextInt(FIRST, LAST) : LAST + 1;
        List<Boolean> seen = new ArrayList<>();
        for (int step = FIRST; step <= LAST; step++) {
            double each = people.still() ? PIR_STILL : PIR_MOVING;
            double sees = people.inside(step) ? 1 - Math.pow(1 - each, people.count()) : 0;
            sees = people.come() && step == people.from() ? PIR_ENTERING : sees;
            seen.add(own.nextDouble() < sees || (heater && own.nextDouble() < FOOLED_EACH));
        }
        return readings("pir", Technology.PIR, seen, dies);
    }

    private List<Reading> radar(People people, SplittableRandom own) {
        double sees = own.nextDouble() < BADLY_PLACED ? RADAR_BADLY : RADAR_WELL;
        boolean ghost = own.nextDouble() < FOOLED;
        int dies = own.nextDouble() < DIES ? own.nextInt(FIRST, LAST) : LAST + 1;
        List<Boolean> seen = new ArrayList<>();
        for (int step = FIRST; step <= LAST; step++) {
            seen.add((people.inside(step) && own.nextDouble() < sees) || (ghost && own.nextDouble() < FOOLED_EACH));
        }
        return readings("radar", Technology.RADAR, seen, dies);
    }

    /// Changes at once, and a sign of life every twenty seconds.
    private static List<Reading> readings(String name, Technology technology, List<Boolean> seen, int dies) {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < seen.size() && FIRST + i < dies; i++) {
            boolean changed = i > 0 && !seen.get(i).equals(seen.get(i - 1));
            if (changed || i % REPEATED_STEPS == 0) {
                readings.add(new Reading(name, technology, NINE.plusSeconds(10L * (FIRST + i)), seen.get(i)));
            }
        }
        return readings;
    }

    /// The door looks when it would warn, and when the grace is over.
    private boolean released(List<Reading> readings) {
        NoShow sofar = NoShow.NOTHING;
        for (Duration at : List.of(Duration.ofMinutes(7), Duration.ofMinutes(10))) {
            Instant now = NINE.plus(at);
            Evidence evidence = fusion.evidence(readings, rules.evidenceFrom(BOOKING, false), now);
            ReleaseRules.Watch watch = new ReleaseRules.Watch(BOOKING, Policy.USUAL, false, evidence, sofar, List.of(), 12);
            switch (rules.judge(watch, Moment.synchronised(now))) {
                case Vacancy.Warn _ -> sofar = sofar.warned(now);
                case Vacancy.GiveBack _ -> {
                    return true;
                }
                case Vacancy.Wait _,Vacancy.Keep _ -> {
                    return false;
                }
            }
        }
        return false;
    }
}
