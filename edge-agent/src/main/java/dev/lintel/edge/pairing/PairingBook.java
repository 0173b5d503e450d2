package dev.lintel.edge.pairing;

import dev.lintel.protocol.identity.PanelId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// All open pairings and what the limits have counted. Immutable: every answer comes with the book as it is afterwards.
///
/// @param open codes that are shown, and confirmed ones until their screen has had time to hear of it
/// @param counts of the last hour
record PairingBook(List<Pairing> open, List<Count> counts) {

    static final Duration LIFE = Duration.ofMinutes(10);
    /// A screen that was away while it was confirmed may come back for a day.
    static final Duration CONFIRMED_KEPT = Duration.ofDays(1);
    static final int WRONG_TRIES = 5;
    static final int PER_HOUR = 20;
    /// One screen needs one or two codes; the rest of the hour's codes are for the others.
    static final int PER_HOUR_AND_ADDRESS = 5;
    private static final Duration COUNTED = Duration.ofHours(1);

    static final PairingBook EMPTY = new PairingBook(List.of(), List.of());

    PairingBook {
        open = List.copyOf(open);
        counts = List.copyOf(counts);
    }

    /// What was counted: a code handed out, or a wrong one typed.
    enum Kind {
        CODE, WRONG
    }

    record Count(Instant at, Kind kind, String address) {}

    /// The answer to a screen that wants a code.
    sealed interface Opening {

        record Opened(PairingBook book, Pairing.Waiting pairing) implements Opening {}

        record TooMany(Instant againAt) implements Opening {}
    }

    /// The answer to somebody who types a code.
    sealed interface Look {

        record Found(Pairing.Waiting pairing) implements Look {}

        /// @param book with one more wrong try at every code
        record Unknown(PairingBook book) implements Look {}

        record TooMany(Instant againAt) implements Look {}
    }

    /// What lies in the future was written by a clock that was ahead: it would be good, and count, until that time comes.
    PairingBook tidied(Instant now) {
        return new PairingBook(
                open.stream()
                        .filter(pairing -> current(pairing, now) && !pairing.expiresAt().isAfter(now.plus(LIFE)))
                        .toList(),
                counts.stream()
                        .filter(count -> count.at().isAfter(now.minus(COUNTED)) && !count.at().isAfter(now))
                        .toList());
    }

    private static boolean current(Pairing pairing, Instant now) {
        return switch (pairing) {
            case Pairing.Waiting waiting -> now.isBefore(waiting.expiresAt()) && waiting.wrongTries() < WRONG_TRIES;
            case Pairing.Confirmed confirmed -> now.isBefore(confirmed.expiresAt().plus(CONFIRMED_KEPT));
        };
    }

    Optional<Pairing> of(String secretSha256, Instant now) {
        return tidied(now).open.stream().filter(pairing -> pairing.secretSha256().equals(secretSha256)).findFirst();
    }

    /// A new code for a screen.
    ///
    /// @param codes candidates, of which the first that nobody is shown is taken
    Opening opened(String secretSha256, Optional<String> publicKey, Optional<PanelId> replaces, String address,
            Stream<String> codes, Instant now) {
        PairingBook tidy = tidied(now);
        Optional<Instant> wait = tidy.again(count -> count.kind() == Kind.CODE, PER_HOUR)
                .or(() -> tidy.again(count -> count.kind() == Kind.CODE && count.address().equals(address),
                        PER_HOUR_AND_ADDRESS));
        if (wait.isPresent()) {
            return new Opening.TooMany(wait.get());
        }
        String code = codes.filter(candidate -> tidy.open.stream().noneMatch(other -> other.code().equals(candidate)))
                .findFirst()
                .orElseThrow();
        Pairing.Waiting fresh = new Pairing.Waiting(secretSha256, code, publicKey, replaces, now.plus(LIFE), 0);
        return new Opening.Opened(
                new PairingBook(with(tidy.open, fresh), with(tidy.counts, new Count(now, Kind.CODE, address))),
                fresh);
    }

    /// A wrong code counts against every code that is shown: who guesses does not say at which.
    Look looked(String code, Instant now) {
        PairingBook tidy = tidied(now);
        Optional<Instant> wait = tidy.again(count -> count.kind() == Kind.WRONG, PER_HOUR);
        if (wait.isPresent()) {
            return new Look.TooMany(wait.get());
        }
        for (Pairing pairing : tidy.open) {
            if (pairing instanceof Pairing.Waiting waiting && Secrets.same(waiting.code(), code)) {
                return new Look.Found(waiting);
            }
        }
        List<Pairing> missed = tidy.open.stream()
                .map(pairing -> pairing instanceof Pairing.Waiting waiting ? waiting.missed() : pairing)
                .toList();
        return new Look.Unknown(new PairingBook(missed, with(tidy.counts, new Count(now, Kind.WRONG, ""))).tidied(now));
    }

    PairingBook confirmed(Pairing.Waiting waiting, PanelId panel) {
        return new PairingBook(open.stream()
                .map(pairing -> pairing.equals(waiting) ? waiting.confirmed(panel) : pairing)
                .toList(), counts);
    }

    /// When the limit lets one more pass; empty if it does now.
    private Optional<Instant> again(Predicate<Count> which, int limit) {
        List<Instant> counted = counts.stream().filter(which).map(Count::at).sorted().toList();
        return counted.size() < limit
                ? Optional.empty()
                : Optional.of(counted.get(counted.size() - limit).plus(COUNTED));
    }

    private static <T> List<T> with(List<? extends T> list, T one) {
        List<T> longer = new ArrayList<>(list);
        longer.add(one);
        return longer;
    }
}
