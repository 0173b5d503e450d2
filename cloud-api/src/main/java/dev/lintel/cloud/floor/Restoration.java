package dev.lintel.cloud.floor;

import dev.lintel.cloud.booking.EpochDesk;
import dev.lintel.cloud.store.DataFolder;
import dev.lintel.cloud.store.Opening;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The restore command: whoever puts a database back from a backup puts an empty file `restored` into the data folder of
/// one replica before starting it. A new generation then begins on every floor, before anything is heard or answered.
///
///     file there -> generation begun, in the tables -> file removed
///
/// Doing it twice is harmless, so a crash between the two steps is. Forgetting it is found out floor by floor: a door that
/// knows a feed which this database does not know begins the same for its floor, with an alarm.
@Singleton
final class Restoration {

    private static final Logger LOG = LoggerFactory.getLogger(Restoration.class);

    Restoration(DataFolder data, EpochDesk epochs, Opening opening) {
        Path order = data.resolve("restored");
        if (Files.exists(order)) {
            begin(epochs, order);
        }
        opening.open();
    }

    private static void begin(EpochDesk epochs, Path order) {
        int waiting = epochs.restored();
        try {
            Files.delete(order);
        } catch (IOException e) {
            throw new UncheckedIOException("the file that says that the database was restored", e);
        }
        LOG.atWarn()
                .addKeyValue("floors", waiting)
                .log("the database was restored: floors with a door decide again after its next greeting");
    }
}
