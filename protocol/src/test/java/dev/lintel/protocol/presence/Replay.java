package dev.lintel.protocol.presence;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.BookingRules;
import dev.lintel.protocol.booking.Decision;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Policy;
import dev.lintel.protocol.booking.Privacy;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.time.ClockQuality;
import dev.lintel.protocol.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/// One room's hour out of a text file, ten seconds at a time, through the production rules.
///
/// ```
/// booking 09:00-10:00 [made 08:30] [back-to-back] [watched from 06:00] [floor of 12, released 09:05 09:06]
/// 08:50:00 pir-1 pir off every 30s until 09:20:00
/// 09:08:00 touch keep | check-in | undo
/// 09:08:00 clock lost | clock good
/// 07:00:00 people at the door
/// 08:00:00 => doubts radar-1 (sees alone)
/// 09:07:00 => warns of 09:10:00
/// ```
final class Replay {

    private static final Duration TICK = Duration.ofSeconds(10);

    private record Line(Instant at, String what) {}

    private final ReleaseRules rules = new ReleaseRules(Thresholds.USUAL);
    private final Fusion fusion = new Fusion(Thresholds.USUAL);
    private final Plausibility plausibility = new Plausibility(Thresholds.USUAL);
    private final List<Reading> readings = new ArrayList<>();
    private final List<Line> touches = new ArrayList<>();
    /// When people said at the door that they were there, in order.
    private final Deque<Instant> people = new ArrayDeque<>();
    private final List<Instant> released = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final boolean backToBack;
    private final int rooms;
    private final Instant watchedFrom;
    /// By time, what has not been taken in yet.
    private final Deque<Reading> coming;
    private Accord accord = Accord.NOTHING;
    private Map<String, Doubt> doubted = Map.of();
    private Booking booking;
    private NoShow sofar = NoShow.NOTHING;
    private ClockQuality clock = new ClockQuality.Synchronised();
    private String kept = "";

    /// What everybody saw from one moment on.
    ///
    /// @param sees each kind of sensor that sees something
    /// @param did what the door did at that moment
    record Row(String time, String sees, String screen, boolean used, String did) {

        private boolean saysTheSameAs(Row other) {
            return did.isEmpty() && sees.equals(other.sees) && screen.equals(other.screen) && used == other.used;
        }
    }

    private final List<Row> rows = new ArrayList<>();

    Replay(List<String> lines) {
        String head = lines.stream().filter(line -> line.startsWith("booking ")).findFirst().orElseThrow();
        String[] words = head.split("[ ,]+", -1);
        String[] span = words[1].split("-", 2);
        List<String> rest = List.of(words);
        backToBack = rest.contains("back-to-back");
        rooms = rest.contains("of") ? Integer.parseInt(rest.get(rest.indexOf("of") + 1)) : 12;
        Instant made = rest.contains("made") ? at(rest.get(rest.indexOf("made") + 1)) : at("08:00");
        if (rest.contains("released")) {
            rest.subList(rest.indexOf("released") + 1, rest.size()).forEach(time -> released.add(at(time)));
        }
        booking = new Booking(new BookingId(new UUID(1, 1)), new SpaceId(new UUID(1, 2)), new Slot(at(span[0]), at(span[1])), 1,
                Optional.empty(), Optional.empty(), Origin.CLOUD, made, new Phase.Confirmed());
        watchedFrom = rest.contains("watched")
                ? at(rest.get(rest.indexOf("watched") + 2))
                : booking.slot().start().minusSeconds(600);
        lines.stream().filter(line -> line.matches("\\d\\d:.*") && !line.contains("=>")).forEach(this::read);
        coming = new ArrayDeque<>(readings.stream().sorted().toList());
    }

    private void read(String line) {
        String[] words = line.strip().split("\\s+", -1);
        Instant at = at(words[0]);
        if (words[1].equals("touch") || words[1].equals("clock")) {
            touches.add(new Line(at, words[1] + " " + words[2]));
            return;
        }
        if (words[1].equals("people")) {
            people.add(at);
            return;
        }
        Reading first = Reading.parse(at + " " + words[1] + " " + words[2] + " " + words[3]);
        Duration every = words.length > 5 ? Duration.ofSeconds(Long.parseLong(words[5].replace("s", ""))) : Duration.ofDays(1);
        Instant until = words.length > 7 ? at(words[7]) : at;
        for (Instant t = at; !t.isAfter(until); t = t.plus(every)) {
            readings.add(new Reading(first.sensor(), first.technology(), t, first.active()));
        }
    }

    private static Instant at(String time) {
        return Instant.parse("2026-03-02T" + (time.length() == 5 ? time + ":00" : time) + "Z");
    }

    /// What the door did, in order.
    List<String> run() {
        Instant end = booking.slot().end().plusSeconds(600);
        for (Instant now = watchedFrom; now.isBefore(end); now = now.plus(TICK)) {
            Instant tick = now;
            listen(now);
            touches.stream().filter(touch -> touch.at().equals(tick)).forEach(touch -> touched(touch.what(), tick));
            Moment moment = moment(now);
            if (!moment.quality().permitsRelease()) {
                sofar = sofar.doubted(now);
            }
            look(moment);
            note(now);
        }
        return told;
    }

    private void listen(Instant now) {
        while (!coming.isEmpty() && !coming.getFirst().at().isAfter(now)) {
            Instant next = coming.getFirst().at();
            while (!people.isEmpty() && !people.getFirst().isAfter(next)) {
                accord = plausibility.people(accord, people.removeFirst());
            }
            accord = plausibility.heard(accord, coming.removeFirst());
        }
        Map<String, Doubt> next = new TreeMap<>(plausibility.doubts(accord, now));
        doubted.keySet().stream().filter(sensor -> !next.containsKey(sensor)).forEach(sensor -> tell(now, "trusts " + sensor));
        next.forEach((sensor, doubt) -> {
            if (doubted.get(sensor) != doubt) {
                tell(now, "doubts " + sensor + " (" + doubt.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ")");
            }
        });
        doubted = next;
    }

    /// The same as a table, of the moments at which something changed.
    List<Row> table() {
        run();
        return rows;
    }

    private void note(Instant now) {
        Presence presence = fusion.at(readings, plausibility.doubted(accord, now, now), now);
        String sees = readings.stream()
                .sorted()
                .filter(reading -> !reading.at().isAfter(now) && reading.at().plusSeconds(120).isAfter(now))
                .collect(Collectors.toMap(Reading::sensor, each -> each, (one, other) -> other, TreeMap::new))
                .values()
                .stream()
                .filter(Reading::active)
                .map(reading -> switch (reading.technology()) {
                    case PIR -> "PIR";
                    case RADAR -> "radar";
                    case DOOR_CONTACT -> "door";
                })
                .distinct()
                .collect(Collectors.joining(", "));
        String did = told.stream()
                .filter(line -> line.startsWith(time(now)))
                .map(line -> line.split("=> ", 2)[1])
                .collect(Collectors.joining(", "));
        Row row = new Row(time(now), sees, presence.word(), presence.used(), did);
        // The recordings end, and what follows is silence.
        boolean over = now.isAfter(booking.slot().end().plusSeconds(300));
        if (!over && (rows.isEmpty() || !row.saysTheSameAs(rows.getLast()))) {
            rows.add(row);
        }
    }

    private Moment moment(Instant now) {
        return new Moment(now, clock);
    }

    private ReleaseRules.Watch watch(Instant now) {
        Instant from = rules.evidenceFrom(booking, backToBack);
        Evidence evidence = fusion.evidence(readings, plausibility.doubted(accord, from, now), from, now);
        return new ReleaseRules.Watch(booking, Policy.USUAL, backToBack, evidence, sofar, released, rooms);
    }

    private void look(Moment moment) {
        switch (rules.judge(watch(moment.now()), moment)) {
            case Vacancy.Wait _ -> kept = "";
            case Vacancy.Warn warn -> {
                sofar = sofar.warned(moment.now());
                tell(moment.now(), "warns of " + time(warn.releaseAt()));
            }
            case Vacancy.GiveBack back -> decide(moment, new BookingCommand.Release(booking.id(), back.evidenceAt()));
            case Vacancy.Keep keep -> {
                boolean worthSaying = booking.phase() instanceof Phase.Confirmed && !keep.reason().equals(kept)
                        && !moment.now().isBefore(booking.slot().start().plusSeconds(420));
                if (worthSaying) {
                    kept = keep.reason();
                    tell(moment.now(), "keeps it: " + keep.reason());
                }
            }
        }
    }

    private void touched(String what, Instant now) {
        switch (what) {
            case "touch keep" -> {
                switch (rules.keep(watch(now), moment(now))) {
                    case Keeping.PutOff put -> {
                        sofar = put.next();
                        tell(now, "puts it off to " + time(put.releasesAt()));
                    }
                    case Keeping.Already already -> tell(now, "refuses: put off already, to " + time(already.releasesAt()));
                    case Keeping.Nothing _ -> tell(now, "refuses: nothing to keep");
                }
            }
            case "touch check-in" -> decide(moment(now), new BookingCommand.CheckIn(booking.id()));
            case "touch undo" -> decide(moment(now), new BookingCommand.UndoRelease(booking.id()));
            case "clock lost" -> clock = new ClockQuality.Restored(now);
            case "clock good" -> clock = new ClockQuality.Synchronised();
            default -> throw new IllegalArgumentException(what);
        }
    }

    private void decide(Moment moment, BookingCommand command) {
        Space space = new Space(booking.space(), "Aspen", 6, "2nd floor", ZoneOffset.UTC, Policy.USUAL, Privacy.TITLE,
                Optional.empty());
        BookingRules asked = new BookingRules(_ -> Optional.of(space), (_, _, _) -> List.of(), moment);
        switch (asked.decide(Optional.of(booking), command)) {
            case Decision.Made made -> {
                booking = made.booking();
                tell(moment.now(), made.event().slug());
            }
            case Decision.Refused refused -> tell(moment.now(), "refuses: " + refused.why().slug());
        }
    }

    private void tell(Instant now, String what) {
        told.add(time(now) + " => " + what);
    }

    private static String time(Instant at) {
        return at.toString().substring(11, 19);
    }
}
