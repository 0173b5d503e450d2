package dev.lintel.protocol.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Policy;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.time.ClockQuality;
import dev.lintel.protocol.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/// What holds of presence and release whatever the sensors say.
class FusionLawsTest {

    private static final Instant NINE = Instant.parse("2026-03-02T09:00:00Z");
    private static final Booking BOOKING = new Booking(new BookingId(new UUID(1, 1)), new SpaceId(new UUID(1, 2)),
            Slot.of(NINE, Duration.ofHours(1)), 1, Optional.empty(), Optional.empty(), Origin.CLOUD,
            NINE.minusSeconds(3600), new Phase.Confirmed());
    private final Fusion fusion = new Fusion(Thresholds.USUAL);
    private final ReleaseRules rules = new ReleaseRules(Thresholds.USUAL);

    /// Half an hour of up to four sensors, to the tenth of a second, often at the same instant.
    @Provide
    Arbitrary<List<Reading>> recordings() {
        Arbitrary<Integer> sensors = Arbitraries.integers().between(0, 3);
        Arbitrary<Integer> tenths = Arbitraries.oneOf(Arbitraries.integers().between(-6_000, 12_000),
                Arbitraries.of(0, 1, 600, 1_200, 1_201, 6_000));
        return Combinators.combine(sensors, tenths, Arbitraries.of(true, false))
                .as(FusionLawsTest::reading)
                .list()
                .ofMaxSize(30);
    }

    private static Reading reading(int sensor, int tenth, boolean on) {
        return new Reading("s" + sensor, List.of(Technology.values()).get(sensor % 3), NINE.plusMillis(tenth * 100L), on);
    }

    private static Instant minute(int ofHour) {
        return NINE.plus(Duration.ofMinutes(ofHour));
    }

    @Property(tries = 400)
    void theOrderInWhichReadingsComeDoesNotMatter(@ForAll("recordings") List<Reading> readings, @ForAll long chance,
            @ForAll @IntRange(min = -5, max = 25) int now) {
        List<Reading> shuffled = new ArrayList<>(readings);
        Collections.shuffle(shuffled, new Random(chance));
        assertThat(fusion.at(shuffled, minute(now))).isEqualTo(fusion.at(readings, minute(now)));
        assertThat(fusion.evidence(shuffled, minute(-5), minute(now)))
                .isEqualTo(fusion.evidence(readings, minute(-5), minute(now)));
    }

    @Property
    void moreEvidenceNeverShortensPresence(@ForAll("recordings") List<Reading> readings,
            @ForAll @IntRange(min = 0, max = 3) int sensor, @ForAll @IntRange(min = -6_000, max = 12_000) int tenth,
            @ForAll @IntRange(min = -5, max = 25) int now) {
        List<Reading> more = new ArrayList<>(readings);
        more.add(reading(sensor, tenth, true));
        Presence before = fusion.at(readings, minute(now));
        Presence after = fusion.at(more, minute(now));
        assertThat(after.shown() || !before.shown()).isTrue();
        assertThat(after.lastSignAt().orElse(Instant.MIN)).isAfterOrEqualTo(before.lastSignAt().orElse(Instant.MIN));
    }

    @Property
    void whatIsStillToComeChangesNothing(@ForAll("recordings") List<Reading> readings,
            @ForAll @IntRange(min = -5, max = 25) int now) {
        List<Reading> past = readings.stream().filter(r -> !r.at().isAfter(minute(now))).toList();
        assertThat(fusion.at(past, minute(now))).isEqualTo(fusion.at(readings, minute(now)));
    }

    /// Health by going through all readings for one instant, the way it reads in words.
    private static boolean healthy(List<Reading> readings, String sensor, Instant now) {
        List<Reading> own = readings.stream().filter(r -> r.sensor().equals(sensor) && !r.at().isAfter(now)).sorted().toList();
        if (own.isEmpty() || own.getLast().at().plusSeconds(120).isBefore(now)) {
            return false;
        }
        int changes = 0;
        int first = own.size() - 1;
        for (int i = own.size() - 1; i > 0; i--) {
            boolean changed = own.get(i).active() != own.get(i - 1).active();
            changes += changed && own.get(i).at().isAfter(now.minusSeconds(60)) ? 1 : 0;
        }
        while (first > 0 && own.get(first - 1).active() == own.getLast().active()) {
            first--;
        }
        Duration unchanged = Duration.between(own.get(first).at(), now);
        return changes <= 30 && unchanged.compareTo(Duration.ofHours(own.getLast().active() ? 6 : 72)) <= 0;
    }

    /// Sensors that chatter, fall silent and come back.
    @Provide
    Arbitrary<List<Reading>> restless() {
        return Combinators
                .combine(recordings(), Arbitraries.integers().between(-300, 900), Arbitraries.integers().between(0, 60),
                        Arbitraries.integers().between(300, 3_000))
                .as((readings, from, count, every) -> {
                    List<Reading> all = new ArrayList<>(readings);
                    for (int i = 0; i < count; i++) {
                        all.add(new Reading("s0", Technology.PIR, NINE.plusSeconds(from).plusMillis((long) i * every),
                                i % 2 == 0));
                    }
                    return all;
                });
    }

    @Property(tries = 300)
    void walkingThroughTimeOnceFindsWhatLookingAtEachMomentFinds(@ForAll("restless") List<Reading> readings,
            @ForAll @IntRange(min = -5, max = 25) int now) {
        List<Instant> moments = new ArrayList<>(List.of(minute(-5), minute(now)));
        for (Reading reading : readings) {
            moments.addAll(List.of(reading.at(), reading.at().plusSeconds(60), reading.at().plusSeconds(120).plusMillis(1)));
        }
        int least = moments.stream()
                .filter(at -> !at.isBefore(minute(-5)) && !at.isAfter(minute(now)))
                .mapToInt(at -> (int) readings.stream()
                        .filter(each -> each.technology() != Technology.DOOR_CONTACT && !each.at().isAfter(minute(now)))
                        .collect(Collectors.groupingBy(Reading::technology,
                                Collectors.mapping(Reading::sensor, Collectors.toSet())))
                        .values()
                        .stream()
                        .filter(all -> all.stream().allMatch(sensor -> healthy(readings, sensor, at)))
                        .count())
                .min()
                .orElseThrow();
        assertThat(fusion.evidence(readings, minute(-5), minute(now)).leastTechnologies()).isEqualTo(least);
    }

    /// The thread that answers doors judges every second, and a floor's sensors may all chatter at once.
    @Test
    void anHourOfChatterIsJudgedInNoTime() {
        List<Reading> readings = new ArrayList<>();
        for (int sensor = 0; sensor < 8; sensor++) {
            for (int i = 0; i < 600; i++) {
                // Just below what would be called chatter, which would end the work early.
                readings.add(reading(sensor, i * 40, i % 2 == 0));
            }
        }
        assertTimeout(Duration.ofSeconds(2), () -> assertThat(
                fusion.evidence(readings, minute(0), NINE.plusSeconds(2_400)).leastTechnologies()).isEqualTo(2));
    }

    @Property
    void silenceIsNeverTakenForASign(@ForAll("recordings") List<Reading> readings,
            @ForAll @IntRange(min = 0, max = 25) int now) {
        List<Reading> quiet = readings.stream().map(r -> new Reading(r.sensor(), r.technology(), r.at(), false)).toList();
        Presence presence = fusion.at(quiet, minute(now));
        assertThat(presence.shown() || presence.used() || presence.lastSignAt().isPresent()).isFalse();
    }

    @Property(tries = 200)
    void lookingNowAndThenNeverSeesMoreDoubtThanLookingAllTheTime(@ForAll("recordings") List<Reading> readings,
            @ForAll @IntRange(min = 0, max = 20) int now) {
        Evidence seen = new Evidence(Optional.empty(), Integer.MAX_VALUE);
        for (Instant at = minute(-5); !at.isAfter(minute(now)); at = at.plusSeconds(30)) {
            seen = with(seen, fusion.at(readings, at));
        }
        Evidence whole = fusion.evidence(readings, minute(-5), minute(now));
        assertThat(whole.leastTechnologies()).isLessThanOrEqualTo(seen.leastTechnologies());
        // Who looks in the middle of a blink cannot know yet that it is one, and takes it for somebody.
        assertThat(seen.lastSignAt().orElse(Instant.MIN)).isAfterOrEqualTo(whole.lastSignAt().orElse(Instant.MIN));
    }

    /// What whoever looks now and then knows after one more look.
    private static Evidence with(Evidence seen, Presence more) {
        Optional<Instant> last = Stream.concat(seen.lastSignAt().stream(), more.lastSignAt().stream())
                .max(Comparator.naturalOrder());
        return new Evidence(last, Math.min(seen.leastTechnologies(), more.healthyTechnologies()));
    }

    private static ReleaseRules.Watch watch(boolean backToBack, Evidence evidence, NoShow sofar, List<Instant> released) {
        return new ReleaseRules.Watch(BOOKING, Policy.USUAL, backToBack, evidence, sofar, released, 12);
    }

    @Property(tries = 400)
    void nothingIsGivenBackWithoutEverythingThatItTakes(@ForAll("recordings") List<Reading> readings,
            @ForAll boolean backToBack, @ForAll @IntRange(min = 0, max = 1_500) int second,
            @ForAll @IntRange(min = 0, max = 900) int warnedSecond, @ForAll @IntRange(min = 0, max = 3) int releasedNow) {
        // Quiet healthy sensors beneath whatever else is said, or nothing would ever be given back here.
        List<Reading> all = new ArrayList<>(readings.subList(0, Math.min(readings.size(), second % 3)));
        for (int s = -600; s <= 1_600; s += 100) {
            all.add(new Reading("quiet-1", Technology.PIR, NINE.plusSeconds(s), false));
            all.add(new Reading("quiet-2", Technology.RADAR, NINE.plusSeconds(s), false));
        }
        Instant now = NINE.plusSeconds(second);
        Instant from = rules.evidenceFrom(BOOKING, backToBack);
        Evidence evidence = fusion.evidence(all, from, now);
        NoShow sofar = NoShow.NOTHING.warned(NINE.plusSeconds(warnedSecond));
        Vacancy vacancy = rules.judge(
                watch(backToBack, evidence, sofar, Collections.nCopies(releasedNow, now.minusSeconds(60))),
                Moment.synchronised(now));
        boolean everything = second >= 600 && warnedSecond >= 420 && second >= warnedSecond + 180
                && evidence.leastTechnologies() >= 2 && evidence.lastSignAt().orElse(Instant.MIN).isBefore(from)
                && releasedNow < 2;
        assertThat(vacancy instanceof Vacancy.GiveBack).as("%s", vacancy).isEqualTo(everything);
    }

    @Property(tries = 400)
    void withoutTwoHealthyTechnologiesOrAGoodClockNothingIsEverGivenBack(@ForAll("recordings") List<Reading> readings,
            @ForAll @IntRange(min = 0, max = 3_600) int second, @ForAll boolean clockBad) {
        List<Reading> one = clockBad
                ? readings
                : readings.stream().map(r -> new Reading(r.sensor(), Technology.PIR, r.at(), r.active())).toList();
        Instant now = NINE.plusSeconds(second);
        Evidence evidence = fusion.evidence(one, NINE.minusSeconds(300), now);
        Moment moment = new Moment(now, clockBad ? new ClockQuality.Bad() : new ClockQuality.Synchronised());
        assertThat(rules.judge(watch(false, evidence, NoShow.NOTHING.warned(minute(7)), List.of()), moment))
                .isNotInstanceOf(Vacancy.GiveBack.class);
    }

    /// What is thought of sensors beyond what they said: anything, about any of them.
    @Provide
    Arbitrary<Map<String, SensorHealth>> doubts() {
        return Arbitraries.maps(Arbitraries.of("s0", "s1", "s2", "s3", "quiet-1", "quiet-2"),
                Arbitraries.of(SensorHealth.CONTRADICTED, SensorHealth.DEAD));
    }

    @Property(tries = 400)
    void plausibilityOnlyEverLessensWhatIsBelieved(@ForAll("recordings") List<Reading> readings,
            @ForAll("doubts") Map<String, SensorHealth> doubted, @ForAll @IntRange(min = 0, max = 1_500) int second) {
        List<Reading> all = new ArrayList<>(readings.subList(0, Math.min(readings.size(), second % 3)));
        for (int s = -600; s <= 1_600; s += 100) {
            all.add(new Reading("quiet-1", Technology.PIR, NINE.plusSeconds(s), false));
            all.add(new Reading("quiet-2", Technology.RADAR, NINE.plusSeconds(s), false));
        }
        Instant now = NINE.plusSeconds(second);
        Presence trusting = fusion.at(all, now);
        Presence doubting = fusion.at(all, doubted, now);
        assertThat(doubting.shown()).as("somebody who was sensed is shown").isEqualTo(trusting.shown());
        assertThat(doubting.lastSignAt()).as("and keeps the room").isEqualTo(trusting.lastSignAt());
        assertThat(trusting.used() || !doubting.used()).as("used").isTrue();
        assertThat(doubting.healthyTechnologies()).isLessThanOrEqualTo(trusting.healthyTechnologies());
        Evidence believed = fusion.evidence(all, minute(-5), now);
        Evidence lessened = fusion.evidence(all, doubted, minute(-5), now);
        assertThat(lessened.lastSignAt()).isEqualTo(believed.lastSignAt());
        assertThat(lessened.leastTechnologies()).isLessThanOrEqualTo(believed.leastTechnologies());
        boolean ofTheRoom = doubted.keySet().stream().anyMatch(name -> name.startsWith("quiet"));
        assertThat(lessened.leastTechnologies() < 2 || !ofTheRoom).as("a doubted sensor is no witness").isTrue();
        assertThat(doubting.healthyTechnologies() < 2 || !ofTheRoom).as("nor on the screen").isTrue();
        NoShow sofar = NoShow.NOTHING.warned(minute(7));
        boolean given = rules.judge(watch(false, lessened, sofar, List.of()),
                Moment.synchronised(now)) instanceof Vacancy.GiveBack;
        boolean before = rules.judge(watch(false, believed, sofar, List.of()),
                Moment.synchronised(now)) instanceof Vacancy.GiveBack;
        assertThat(before || !given).as("nothing is given back that would have been kept").isTrue();
    }

    /// Whatever a room lives through, only sensors that were heard are doubted, never a contact, and none is called healthy.
    @Property(tries = 300)
    void aDoubtIsAboutASensorThatWasHeardAndCountsForItsTime(@ForAll("restless") List<Reading> readings,
            @ForAll List<@IntRange(min = -5, max = 20) Integer> people, @ForAll @IntRange(min = 0, max = 25) int now) {
        Plausibility strict = new Plausibility(JUMPY);
        Accord accord = lived(strict, readings, people);
        Map<String, Doubt> doubts = strict.doubts(accord, minute(now));
        Map<String, SensorHealth> doubted = strict.doubted(accord, minute(-5), minute(now));
        assertThat(doubted.keySet()).containsAll(doubts.keySet());
        assertThat(doubted.values()).isSubsetOf(SensorHealth.CONTRADICTED, SensorHealth.DEAD);
        assertThat(doubted.keySet()).isSubsetOf(readings.stream()
                .filter(each -> each.technology() != Technology.DOOR_CONTACT)
                .map(Reading::sensor)
                .collect(Collectors.toSet()));
        assertThat(strict.doubted(accord, minute(-10), minute(now)).keySet()).as("who looks further back")
                .containsAll(doubted.keySet());
    }

    /// A sensor that speaks at least each minute: so many tenths of a second later, what it says then.
    @Provide
    Arbitrary<List<Map.Entry<Integer, Boolean>>> words() {
        return Combinators
                .combine(Arbitraries.oneOf(Arbitraries.integers().between(0, 30), Arbitraries.integers().between(0, 600)),
                        Arbitraries.of(true, false))
                .as(Map::entry)
                .list()
                .ofMaxSize(150);
    }

    @Property(tries = 300)
    void whatIsKeptOfASensorIsEnoughToTellItsHealth(@ForAll("words") List<Map.Entry<Integer, Boolean>> words) {
        List<Reading> all = new ArrayList<>();
        Lately lately = Lately.NOTHING;
        Instant at = NINE;
        for (Map.Entry<Integer, Boolean> word : words) {
            at = at.plusMillis(word.getKey() * 100L);
            Reading reading = new Reading("s", Technology.PIR, at, word.getValue());
            all.add(reading);
            lately = lately.and(reading, RESTLESS);
            assertThat(lately.health(RESTLESS, at)).isEqualTo(new Diagnosis(RESTLESS, all).at(at));
            assertThat(lately.readings()).hasSizeLessThanOrEqualTo(RESTLESS.chatterPerMinute() + 4);
        }
    }

    /// Stuck and dead within minutes, and chattering soon.
    private static final Thresholds RESTLESS = new Thresholds(Thresholds.USUAL.debounce(), Thresholds.USUAL.shownFor(),
            Thresholds.USUAL.usedFor(), Thresholds.USUAL.staleAfter(), Duration.ofMinutes(4), Duration.ofMinutes(5), 10,
            Thresholds.USUAL.evidenceBefore(), Thresholds.USUAL.backToBack(), Thresholds.USUAL.warning(),
            Thresholds.USUAL.snooze(), Thresholds.USUAL.window(), Thresholds.USUAL.floorShare(),
            Thresholds.USUAL.technologies(), Thresholds.USUAL.doubting());

    @Property(tries = 200)
    void sensorsThatAlwaysAgreeAreNeverDoubted(@ForAll("recordings") List<Reading> readings,
            @ForAll @IntRange(min = 0, max = 25) int now) {
        List<Reading> both = readings.stream()
                .flatMap(each -> Stream.of(new Reading("pir", Technology.PIR, each.at(), each.active()),
                        new Reading("radar", Technology.RADAR, each.at(), each.active())))
                .toList();
        Plausibility strict = new Plausibility(JUMPY);
        assertThat(strict.doubts(lived(strict, both, List.of()), minute(now))).isEmpty();
    }

    /// Contradicted by a single spell.
    private static final Thresholds JUMPY = new Thresholds(Thresholds.USUAL.debounce(), Thresholds.USUAL.shownFor(),
            Thresholds.USUAL.usedFor(), Thresholds.USUAL.staleAfter(), Thresholds.USUAL.stuckAfter(),
            Thresholds.USUAL.deadAfter(), Thresholds.USUAL.chatterPerMinute(), Thresholds.USUAL.evidenceBefore(),
            Thresholds.USUAL.backToBack(), Thresholds.USUAL.warning(), Thresholds.USUAL.snooze(), Thresholds.USUAL.window(),
            Thresholds.USUAL.floorShare(), Thresholds.USUAL.technologies(),
            new Thresholds.Doubting(Duration.ofMinutes(1), Duration.ofMinutes(10), 1, Duration.ofMinutes(2), 1));

    /// What a room's sensors and the people at its door have said, in order.
    private static Accord lived(Plausibility plausibility, List<Reading> readings, List<Integer> people) {
        Accord accord = Accord.NOTHING;
        List<Integer> due = new ArrayList<>(people.stream().sorted().toList());
        for (Reading reading : readings.stream().sorted().toList()) {
            while (!due.isEmpty() && !minute(due.getFirst()).isAfter(reading.at())) {
                accord = plausibility.people(accord, minute(due.removeFirst()));
            }
            accord = plausibility.heard(accord, reading);
        }
        return accord;
    }

    @Property
    void keepingNeverBringsAReleaseForwardAndWorksOnce(@ForAll @IntRange(min = 420, max = 599) int second) {
        Evidence nobody = new Evidence(Optional.empty(), 2);
        Moment moment = Moment.synchronised(NINE.plusSeconds(second));
        assertThat(rules.keep(watch(false, nobody, NoShow.NOTHING.warned(minute(7)), List.of()), moment))
                .isInstanceOfSatisfying(Keeping.PutOff.class, put -> {
                    assertThat(put.releasesAt()).isEqualTo(NINE.plusSeconds(second + 300)).isAfter(minute(10));
                    assertThat(rules.keep(watch(false, nobody, put.next(), List.of()), moment))
                            .isEqualTo(new Keeping.Already(put.releasesAt()));
                });
    }
}
