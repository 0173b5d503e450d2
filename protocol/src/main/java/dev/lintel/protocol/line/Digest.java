package dev.lintel.protocol.line;

import dev.lintel.protocol.Limits;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.SpaceId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a party has confirmed, one sum for each room and day, so that two parties can tell in one message whether they believe the same (R14).
///
/// Only comparable where both stand at the same positions of both logs. Titles take no part: privacy makes them differ.
///
/// @param feed how far the feed is contained
/// @param log how far the door log is contained
/// @param window which days are told
/// @param sums 64 bits of SHA-256 each: enough against accidents, and a floor of twenty rooms still fits one packet
public record Digest(Mark feed, Mark log, Window window, SortedMap<RoomDay, Long> sums) {

    public Digest {
        sums = Collections.unmodifiableSortedMap(new TreeMap<>(sums));
    }

    /// One room on one day, in UTC, by the booking's start.
    public record RoomDay(SpaceId space, LocalDate day) implements Comparable<RoomDay> {

        private static final Comparator<RoomDay> ORDER = Comparator.comparing(RoomDay::space).thenComparing(RoomDay::day);

        @Override
        public int compareTo(RoomDay other) {
            return ORDER.compare(this, other);
        }
    }

    /// Whole days in UTC.
    public record Window(LocalDate from, int days) {

        public Window {
            if (days < 1 || days > Limits.COPY_DAYS_BACK + Limits.COPY_DAYS_AHEAD) {
                throw new IllegalArgumentException("a digest tells of 1 day or of as many as a copy reaches");
            }
        }

        /// As much as one message may tell about that many rooms, from yesterday on: the day before that one a door may already have let go.
        static Window around(LocalDate today, long rooms) {
            long days = Limits.DIGEST_ROOM_DAYS / Math.max(1, rooms);
            return new Window(today.minusDays(1), Math.clamp(days, 1, Limits.COPY_DAYS_AHEAD));
        }

        /// From the first instant to after the last.
        public Slot slot() {
            return new Slot(from.atStartOfDay().toInstant(ZoneOffset.UTC),
                    from.plusDays(days).atStartOfDay().toInstant(ZoneOffset.UTC));
        }
    }

    /// A whole digest in one hash.
    public record Root(Window window, Hash hash) {}

    /// Of a door; empty while it trusts its copy too little to speak about it.
    public static Optional<Digest> of(DoorState door, LocalDate today) {
        if (!door.proven() || door.at().generation().isEmpty()) {
            return Optional.empty();
        }
        Window window = Window.around(today, door.spaces().count());
        return Optional.of(of(door.at().feed(), door.at().log(), door.at().generation().get(), window, door.bookings()));
    }

    public static Digest of(Mark feed, Mark log, Generation generation, Window window, Stream<Booking> bookings) {
        Slot days = window.slot();
        Map<RoomDay, List<String>> lines = bookings.filter(b -> b.phase().decided() && days.contains(b.slot().start()))
                .collect(Collectors.groupingBy(
                        b -> new RoomDay(b.space(), b.slot().start().atOffset(ZoneOffset.UTC).toLocalDate()),
                        Collectors.mapping(Digest::line, Collectors.toList())));
        SortedMap<RoomDay, Long> sums = new TreeMap<>();
        lines.forEach((day, of) -> sums.put(day, HexFormat.fromHexDigitsToLong(
                hash(generation + "\n" + of.stream().sorted().collect(Collectors.joining("\n"))).hex().substring(0, 16))));
        return new Digest(feed, log, window, sums);
    }

    /// True where both say what they believe after the very same entries, about the same days.
    public boolean comparable(Digest other) {
        return feed.equals(other.feed) && log.equals(other.log) && window.equals(other.window);
    }

    /// The rooms and days on which two parties differ; empty as well where they cannot be compared.
    public SortedSet<RoomDay> differences(Digest other) {
        SortedSet<RoomDay> all = new TreeSet<>();
        if (comparable(other)) {
            all.addAll(sums.keySet());
            all.addAll(other.sums.keySet());
            all.removeIf(day -> Objects.equals(sums.get(day), other.sums.get(day)));
        }
        return all;
    }

    public Root root() {
        return new Root(window, hash(sums.entrySet()
                .stream()
                .map(day -> day.getKey().space() + " " + day.getKey().day() + " " + day.getValue())
                .collect(Collectors.joining("\n"))));
    }

    private static String line(Booking booking) {
        return booking.id() + " " + booking.space() + " " + booking.slot() + " " + booking.phase().slug();
    }

    private static Hash hash(String text) {
        try {
            return new Hash(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8))));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
