package dev.lintel.cloud.live;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A place in the order in which events are told: by transaction, and inside one by number.
///
/// Numbers alone would not do: they are given before commit, so a reader that has seen 6 could still miss 5. Clients keep
/// it as text (`<transaction>.<number>`) and send it back to go on from there.
public record Position(long transaction, long number) implements Comparable<Position> {

    static final Position START = new Position(0, 0);
    private static final Comparator<Position> ORDER = Comparator.comparingLong(Position::transaction)
            .thenComparingLong(Position::number);
    private static final Pattern FORM = Pattern.compile("(\\d{1,18})\\.(\\d{1,18})");

    static Optional<Position> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new Position(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    boolean isAfter(Position other) {
        return compareTo(other) > 0;
    }

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return transaction + "." + number;
    }
}
