package dev.lintel.edge.pairing;

import dev.lintel.protocol.identity.PanelId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.wire.Json;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Panels that IT lists in files, for machines that are set up by a script and never see a code.
final class PanelFiles {

    private static final Logger LOG = LoggerFactory.getLogger(PanelFiles.class);

    /// A panel file is three short lines.
    private static final int FILE_LIMIT_BYTES = 2_048;
    /// A floor has tens of doors; a folder with more files than this is not ours.
    private static final int PANELS_LIMIT = 1_000;
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private PanelFiles() {}

    static List<PairedPanel> listed(Path folder, Instant now) throws IOException {
        List<PairedPanel> listed = new ArrayList<>();
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
                read(file, now).ifPresentOrElse(listed::add, () -> LOG
                        .warn("{} is not a panel file and is left out; it holds panel, space and keySha256", file));
            }
        }
        return listed;
    }

    private static Optional<PairedPanel> read(Path file, Instant now) throws IOException {
        if (Files.size(file) > FILE_LIMIT_BYTES) {
            return Optional.empty();
        }
        try {
            if (Json.parse(Files.readString(file)) instanceof Json.Obj fields
                    && fields.fields().get("panel") instanceof Json.Text panel
                    && fields.fields().get("space") instanceof Json.Text space
                    && fields.fields().get("keySha256") instanceof Json.Text hash && HASH.matcher(hash.value()).matches()) {
                return Optional.of(new PairedPanel(new Panel(PanelId.of(panel.value()), SpaceId.of(space.value())),
                        new PairedPanel.Proof.Secret(hash.value()), PairedPanel.Source.FILE, now, "file"));
            }
            return Optional.empty();
        } catch (IllegalArgumentException notAPanel) {
            return Optional.empty();
        }
    }
}
