package dev.lintel.edge.panel;

import dev.lintel.edge.copy.CopyFile;
import dev.lintel.protocol.identity.PanelId;
import dev.lintel.protocol.identity.SpaceId;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// The paired panels on disk: which key's hash is which panel, beside which space.
@Singleton
public final class PanelStore {

    private final CopyFile file;

    PanelStore(CopyFile file) {
        this.file = file;
    }

    /// All panels by the hash of their key.
    Map<String, Panel> all() throws SQLException {
        Map<String, Panel> panels = new HashMap<>();
        try (Connection reader = file.reader();
                PreparedStatement select = reader.prepareStatement("SELECT key_sha256, id, space_id FROM panel");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                panels.put(row.getString(1), new Panel(new PanelId(UUID.fromString(row.getString(2))),
                        new SpaceId(UUID.fromString(row.getString(3)))));
            }
        }
        return panels;
    }

    /// Makes the panels that come from files exactly these. Used at start only, before the door's thread writes.
    void replaceListed(Map<String, Panel> listed) throws SQLException {
        Connection writer = file.writer();
        writer.setAutoCommit(false);
        try (PreparedStatement delete = writer.prepareStatement("DELETE FROM panel WHERE source = 'file'");
                PreparedStatement insert = writer.prepareStatement(
                        "INSERT OR REPLACE INTO panel (id, space_id, key_sha256, source) VALUES (?, ?, ?, 'file')")) {
            delete.executeUpdate();
            for (Map.Entry<String, Panel> entry : listed.entrySet()) {
                insert.setString(1, entry.getValue().id().toString());
                insert.setString(2, entry.getValue().space().toString());
                insert.setString(3, entry.getKey());
                insert.executeUpdate();
            }
            writer.commit();
        } catch (SQLException e) {
            writer.rollback();
            throw e;
        } finally {
            writer.setAutoCommit(true);
        }
    }
}
