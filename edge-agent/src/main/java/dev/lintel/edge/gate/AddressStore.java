package dev.lintel.edge.gate;

import dev.lintel.edge.copy.CopyFile;
import dev.lintel.edge.copy.DoorStore;
import dev.lintel.edge.copy.RowStore;
import dev.lintel.protocol.wire.Json;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// From where panels have spoken, as the floor's file remembers it.
@Singleton
final class AddressStore {

    private static final Logger LOG = LoggerFactory.getLogger(AddressStore.class);

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
                        address(row.getString(1)).ifPresent(found::add);
                    }
                }
            }
            return found;
        });
    }

    /// Written out, never looked up: a name server that does not answer would hold back the start. The network card that an
    /// address came by may be missing at this start or have another name, and counts for nothing.
    private static Optional<InetAddress> address(String written) {
        try {
            return Optional.of(InetAddress.ofLiteral(written.replaceFirst("%.*", "")));
        } catch (IllegalArgumentException garbled) {
            LOG.warn("the address of a panel says nothing and is left out: {}", written);
            return Optional.empty();
        }
    }

    static DoorStore.Writing keptOnly(Set<InetAddress> panels) {
        return connection -> RowStore.run(connection,
                "DELETE FROM panel_address WHERE address NOT IN (SELECT value FROM json_each(?))",
                Json.array(List.copyOf(panels), from -> new Json.Text(written(from))).canonical());
    }

    private static String written(InetAddress from) {
        return from.getHostAddress().replaceFirst("%.*", "");
    }

    static DoorStore.Writing heard(InetAddress from, Instant at, Instant forgottenBefore) {
        return connection -> {
            RowStore.run(connection, "DELETE FROM panel_address WHERE heard_at < ?", forgottenBefore.toEpochMilli());
            RowStore.run(connection, "INSERT OR REPLACE INTO panel_address (address, heard_at) VALUES (?, ?)",
                    written(from), at.toEpochMilli());
        };
    }
}
