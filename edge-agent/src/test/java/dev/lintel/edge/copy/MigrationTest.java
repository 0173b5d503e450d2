package dev.lintel.edge.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// A file that has run a migration refuses another of that name, and its doors go dark: what has landed is never edited.
@NullMarked
class MigrationTest {

    /// The beginning of each file's SHA-256. A new migration is added here when it lands.
    private static final Map<String, String> LANDED = Map.ofEntries(
            Map.entry("V1__floor.sql", "50441d28050bd9fb"),
            Map.entry("V2__clock_and_trial.sql", "57f0d41fe1946cc6"),
            Map.entry("V3__pairing.sql", "809da411609f9382"),
            Map.entry("V4__acknowledged.sql", "c2b76b25de84667f"),
            Map.entry("V5__no_show.sql", "d92434296d54da9e"),
            Map.entry("V6__clock.sql", "647ee8ebd4b88fcd"),
            Map.entry("V7__kept_by.sql", "2400b4e40abc9efe"),
            Map.entry("V9__verifiers.sql", "41e8ecae9081b68a"),
            Map.entry("V11__fleet.sql", "0eecd5e5e72fdc49"),
            Map.entry("V20__parked.sql", "6d47a60ab3156907"),
            Map.entry("V21__backup.sql", "7d2191f7eae502ce"),
            Map.entry("V23__panels_gone.sql", "c1e4aa467739ee6e"),
            Map.entry("V25__issue_states.sql", "5777ceea1505330f"),
            Map.entry("V26__panel_addresses.sql", "e6921a6e39af47f9"),
            Map.entry("V29__satellites.sql", "5084e5e21e54ccb1"),
            Map.entry("V30__sensor_memory.sql", "6b69ac9cc116aa10"),
            Map.entry("V27__shadow.sql", "cffe6db6854a0120"));

    @Test
    void whatHasLandedIsNeverEdited() throws Exception {
        Map<String, String> found = new TreeMap<>();
        for (String name : LANDED.keySet()) {
            try (InputStream file = Objects.requireNonNull(CopyFile.class.getResourceAsStream("/db/edge/" + name), name)) {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(file.readAllBytes());
                found.put(name, HexFormat.of().formatHex(hash).substring(0, 16));
            }
        }
        assertThat(found).containsExactlyInAnyOrderEntriesOf(LANDED);
    }
}
