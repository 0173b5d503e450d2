package dev.lintel.cloud.device;

import dev.lintel.cloud.device.Revocations.Ending;
import dev.lintel.cloud.device.Revocations.Revoked;
import dev.lintel.cloud.store.StartRefused;
import dev.lintel.protocol.identity.EdgeId;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The text of a [RevocationFile], read. Nobody is let in by guessing what was meant.
///
/// @param seal over as many of its lines as whoever wrote them had time to count
/// @param revoked by serial number, the oldest first
/// @param settled every line is counted, and nothing follows
record RevocationLines(RevocationSeal seal, Map<BigInteger, Revoked> revoked, boolean settled) {

    private static final Logger LOG = LoggerFactory.getLogger(RevocationLines.class);
    private static final int PARTS = 4;
    private static final int HEXADECIMAL = 16;
    /// Before each number that this version writes. The version before reads the same number, and writes it without.
    private static final String SEALED = "0";
    private static final String WHAT_TO_DO = " It tells who was shut out: put it back from a copy, or delete it if the database is"
            + " the newest there is.";

    /// The whole of a file with these in it.
    static RevocationLines of(String authority, Collection<Revoked> all) {
        var seal = RevocationSeal.empty(authority);
        var revoked = new LinkedHashMap<BigInteger, Revoked>();
        for (Revoked one : all) {
            seal = seal.and(line(one));
            revoked.put(one.serial(), one);
        }
        return new RevocationLines(seal, revoked, true);
    }

    /// @param ours fingerprints of the roots that are believed here
    static RevocationLines read(Path file, String text, Set<String> ours) {
        List<String> lines = text.lines().toList();
        // Somebody who wrote it ended in the middle of a line; what it was about is in the database, or was never answered.
        boolean torn = !text.endsWith("\n");
        if (torn && !lines.isEmpty()) {
            LOG.warn("the last line of {} is not whole and is left out", file);
            lines = lines.subList(0, lines.size() - 1);
        }
        if (lines.isEmpty()) {
            throw new StartRefused(file + " is empty." + WHAT_TO_DO);
        }
        return RevocationSeal.isSealed(text) ? sealed(file, text, lines, ours) : unsealed(file, lines);
    }

    /// The version before has written it since, which says nothing of how much there is.
    private static RevocationLines unsealed(Path file, List<String> lines) {
        if (lines.stream().anyMatch(line -> line.startsWith(SEALED))) {
            throw new StartRefused(file + " is not what was written: its first line is lost." + WHAT_TO_DO);
        }
        var all = lines.stream().map(line -> parsed(file, line)).toList();
        LOG.warn("{} was written by the version before and is believed: lines that it may have lost cannot be found out", file);
        return new RevocationLines(RevocationSeal.empty("nobody"), byNumber(all), false);
    }

    private static RevocationLines sealed(Path file, String text, List<String> lines, Set<String> ours) {
        var seal = RevocationSeal.of(lines.getFirst() + '\n')
                .orElseThrow(() -> new StartRefused(file + " cannot be read (\"" + lines.getFirst() + "\")." + WHAT_TO_DO));
        if (!ours.contains(seal.authority())) {
            throw new StartRefused(file + " belongs to another authority, " + seal.authority() + "." + WHAT_TO_DO);
        }
        var counted = RevocationSeal.empty(seal.authority());
        for (String line : lines.subList(1, Math.min(lines.size(), seal.lines() + 1))) {
            counted = counted.and(line + '\n');
        }
        if (!counted.equals(seal)) {
            throw new StartRefused(file + " is not what was written: " + seal.lines() + " lines were, " + (lines.size() - 1)
                    + " are there, and they are not the same." + WHAT_TO_DO);
        }
        int end = seal.lines() + 1;
        var all = new ArrayList<>(lines.subList(1, end).stream().map(line -> parsed(file, line)).toList());
        for (String line : lines.subList(end, lines.size())) {
            uncounted(file, line).ifPresent(all::add);
        }
        return new RevocationLines(seal, byNumber(all), text.length() == seal.bytes());
    }

    /// After a power cut there may be anything where a line was being added. Nobody was answered yet, or the database has it.
    private static Optional<Revoked> uncounted(Path file, String line) {
        try {
            return Optional.of(parsed(file, line));
        } catch (StartRefused e) {
            LOG.warn("a line of {} that was not counted cannot be read and is left out", file, e);
            return Optional.empty();
        }
    }

    private static Map<BigInteger, Revoked> byNumber(List<Revoked> all) {
        var found = new LinkedHashMap<BigInteger, Revoked>();
        all.forEach(one -> found.putIfAbsent(one.serial(), one));
        return found;
    }

    static String line(Revoked one) {
        return SEALED + one.serial().toString(HEXADECIMAL) + ' ' + one.edge() + ' ' + one.at() + ' ' + one.ending().word()
                + '\n';
    }

    private static Revoked parsed(Path file, String line) {
        var parts = line.split(" ", PARTS);
        try {
            return new Revoked(new BigInteger(parts[0], HEXADECIMAL), EdgeId.of(parts[1]), Instant.parse(parts[2]),
                    Ending.of(parts[3]));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException | DateTimeParseException e) {
            throw new StartRefused(file + " cannot be read (\"" + line + "\")." + WHAT_TO_DO, e);
        }
    }

    String text() {
        return seal.text() + revoked.values().stream().map(RevocationLines::line).collect(Collectors.joining());
    }
}
