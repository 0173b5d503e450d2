package dev.lintel.edge.panel;

import dev.lintel.edge.settings.DataFolder;
import dev.lintel.protocol.identity.PanelId;
import dev.lintel.protocol.identity.SpaceId;
import io.micronaut.context.annotation.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The panels this agent knows, looked up by the hash of what they show.
///
/// Looking up a hash of 256 random bits in a table tells nobody anything by its timing, so no comparison in constant
/// time is needed. The table is read once at start and immutable afterwards.
@Context
public final class Panels {

    private static final Logger LOG = LoggerFactory.getLogger(Panels.class);

    /// A panel file is three short lines.
    private static final int FILE_LIMIT_BYTES = 2_048;
    /// A floor has tens of doors; a folder with more files than this is not ours.
    private static final int PANELS_LIMIT = 1_000;
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private final Map<String, Panel> byHash;

    Panels(DataFolder folder, PanelStore store) throws SQLException, IOException {
        store.replaceListed(listed(folder.resolve("panels")));
        this.byHash = Map.copyOf(store.all());
        LOG.info("{} panels are paired", byHash.size());
    }

    Optional<Panel> withKey(String key) {
        return Optional.ofNullable(byHash.get(sha256(key)));
    }

    private static Map<String, Panel> listed(Path folder) throws IOException {
        Map<String, Panel> listed = new HashMap<>();
        if (!Files.isDirectory(folder)) {
            return listed;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
            for (Path file : files) {
                if (listed.size() >= PANELS_LIMIT) {
                    LOG.warn("more than {} panel files in {}; the rest is left out", PANELS_LIMIT, folder);
                    break;
                }
                // One bad file must not take the other doors down.
                if (!add(listed, file)) {
                    LOG.warn("{} is not a panel file and is left out; it holds panel, space and keySha256", file);
                }
            }
        }
        return listed;
    }

    private static boolean add(Map<String, Panel> listed, Path file) throws IOException {
        if (Files.size(file) > FILE_LIMIT_BYTES) {
            return false;
        }
        String text = Files.readString(file);
        Optional<String> panel = JsonFields.text(text, "panel");
        Optional<String> space = JsonFields.text(text, "space");
        Optional<String> hash = JsonFields.text(text, "keySha256").filter(hex -> HASH.matcher(hex).matches());
        if (panel.isEmpty() || space.isEmpty() || hash.isEmpty()) {
            return false;
        }
        try {
            listed.put(hash.get(), new Panel(PanelId.of(panel.get()), SpaceId.of(space.get())));
            return true;
        } catch (IllegalArgumentException notAnId) {
            return false;
        }
    }

    static String sha256(String key) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
