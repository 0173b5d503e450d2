package dev.lintel.edge.gate;

import dev.lintel.edge.copy.CopyFile;
import dev.lintel.edge.copy.DoorStore;
import dev.lintel.edge.copy.RowStore;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// From where panels have spoken, as the floor's file remembers it.
@Singleton
final class AddressStore {

    private final CopyFile file;

    AddressStore(CopyFile file) {
        this.file = file;
    }

    /// The most recent last.
    List<InetAddress> heardSince(Instant from) throws SQLException {
        return file.read(reader -> {
            List<InetAddress> found = new ArrayList<>();
            try (PreparedStatement select = reader
                    .prepareStatement("SELECT address FROM panel_address WHERE heard_at >= ? ORDER BY heard_at")) {
                select.setLong(1, from.toEpochMilli());
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        known(row.getString(1)).ifPresent(found::add);
                    }
                }
            }
            return found;
        });
    }

    /// None for one that names an interface this machine no longer has.
    private static Optional<InetAddress> known(String address) {
        try {
            return Optional.of(InetAddress.getByName(address));
        } catch (UnknownHostException gone) {
            return Optional.empty();
        }
    }

    static DoorStore.Writing heard(InetAddress from, Instant at, Instant forgottenBefore) {
        return connection -> {
            RowStore.run(connection, "DELETE FROM panel_address WHERE heard_at < ?", forgottenBefore.toEpochMilli());
            RowStore.run(connection, "INSERT OR REPLACE INTO panel_address (address, heard_at) VALUES (?, ?)",
                    from.getHostAddress(), at.toEpochMilli());
        };
    }
}
