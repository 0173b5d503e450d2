package dev.lintel.protocol.line;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.SpaceId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a party has confirmed, one hash for each room and day, so that two parties can tell in one message whether they believe the same.
///
/// Only comparable where both stand at the same positions of both logs. Titles take no part: privacy makes them differ.
///
/// @param feed how far the feed is contained
/// @param log how far the door log is contained
public record Digest(Mark feed, Mark log, SortedMap<RoomDay, Hash> days) {

    /// One room on one day, in UTC, by the booking's start.
    public record RoomDay(SpaceId space, LocalDate day) implements Comparable<RoomDay> {

        private static final Comparator<RoomDay> ORDER = Comparator.comparing(RoomDay::space).thenComparing(RoomDay::day);

        @Override
        public int compareTo(RoomDay other) {
            return ORDER.compare(this, other);
        }
    }

    public static Digest of(Mark feed, Mark log, Generation generation, Stream<Booking> bookings) {
        Map<RoomDay, List<String>> lines = bookings.filter(b -> b.phase().decided())
                .collect(Collectors.groupingBy(
                        b -> new RoomDay(b.space(), b.slot().start().atOffset(ZoneOffset.UTC).toLocalDate()),
                        Collectors.mapping(Digest::line, Collectors.toList())));
        SortedMap<RoomDay, Hash> days = new TreeMap<>();
        lines.forEach(
                (day, of) -> days.put(day, hash(generation + "\n" + of.stream().sorted().collect(Collectors.joining("\n")))));
        return new Digest(feed, log, days);
    }

    /// The rooms and days on which two parties differ; empty as well where they cannot be compared.
    public SortedSet<RoomDay> differences(Digest other) {
        SortedSet<RoomDay> all = new TreeSet<>();
        if (feed.equals(other.feed) && log.equals(other.log)) {
            all.addAll(days.keySet());
            all.addAll(other.days.keySet());
            all.removeIf(day -> Objects.equals(days.get(day), other.days.get(day)));
        }
        return all;
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
