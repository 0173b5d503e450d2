package dev.lintel.edge.pairing;

import dev.lintel.edge.copy.CopyFile;
import dev.lintel.edge.copy.DoorStore;
import dev.lintel.edge.copy.RowStore;
import dev.lintel.protocol.identity.PanelId;
import dev.lintel.protocol.identity.SpaceId;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// Panels, open pairings and this agent's own secrets on disk.
///
/// Reads on connections of its own; what it writes while the agent runs it hands out as a piece of work for the door's
/// thread, which is the only one that writes.
@Singleton
public final class PanelStore {

    private final CopyFile file;

    PanelStore(CopyFile file) {
        this.file = file;
    }

    List<PairedPanel> panels() throws SQLException {
        List<PairedPanel> panels = new ArrayList<>();
        try (Connection reader = file.reader();
                PreparedStatement select = reader.prepareStatement("""
                        SELECT id, space_id, key_sha256, public_key, source, paired_at, paired_by FROM paired_panel""");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                String hash = row.getString(3);
                PairedPanel.Proof proof = hash == null
                        ? new PairedPanel.Proof.Key(row.getString(4))
                        : new PairedPanel.Proof.Secret(hash);
                panels.add(new PairedPanel(panel(row.getString(1), row.getString(2)), proof,
                        row.getString(5).equals("file") ? PairedPanel.Source.FILE : PairedPanel.Source.CODE,
                        Instant.ofEpochMilli(row.getLong(6)), row.getString(7)));
            }
        }
        return panels;
    }

    private static Panel panel(String id, String space) {
        return new Panel(new PanelId(UUID.fromString(id)), new SpaceId(UUID.fromString(space)));
    }

    /// Makes the panels that come from files these, but for what has been decided here since: one that was taken out stays
    /// out, one that was given another room or key stays as it is. Used at start only, before the door's thread writes.
    ///
    /// Nothing is written where nothing has changed, so a door whose disk is full starts all the same.
    void list(List<PairedPanel> listed) throws SQLException {
        Map<PanelId, PairedPanel> known = panels().stream().collect(Collectors.toMap(PanelStore::id, panel -> panel));
        Set<PanelId> gone = gone();
        Set<PanelId> named = listed.stream().map(PanelStore::id).collect(Collectors.toSet());
        List<PairedPanel> fresh = listed.stream()
                .filter(panel -> !gone.contains(id(panel)))
                .filter(panel -> Optional.ofNullable(known.get(id(panel))).map(now -> differs(now, panel)).orElse(true))
                .toList();
        List<PanelId> unlisted = known.values()
                .stream()
                .filter(panel -> panel.source() == PairedPanel.Source.FILE)
                .map(PanelStore::id)
                .filter(id -> !named.contains(id))
                .toList();
        List<PanelId> forgotten = gone.stream().filter(id -> !named.contains(id)).toList();
        if (fresh.isEmpty() && unlisted.isEmpty() && forgotten.isEmpty()) {
            return;
        }
        Connection writer = file.writer();
        writer.setAutoCommit(false);
        try {
            for (PanelId id : unlisted) {
                RowStore.run(writer, "DELETE FROM paired_panel WHERE id = ?", id);
            }
            for (PanelId id : forgotten) {
                RowStore.run(writer, "DELETE FROM panel_gone WHERE id = ?", id);
            }
            for (PairedPanel panel : fresh) {
                put(writer, panel);
            }
            writer.commit();
        } catch (SQLException e) {
            writer.rollback();
            throw e;
        } finally {
            writer.setAutoCommit(true);
        }
    }

    private static PanelId id(PairedPanel paired) {
        return paired.panel().id();
    }

    private static boolean differs(PairedPanel now, PairedPanel listed) {
        return now.source() == PairedPanel.Source.FILE
                && !(now.panel().equals(listed.panel()) && now.proof().equals(listed.proof()));
    }

    private Set<PanelId> gone() throws SQLException {
        return file.read(reader -> {
            Set<PanelId> gone = new HashSet<>();
            try (PreparedStatement select = reader.prepareStatement("SELECT id FROM panel_gone");
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    gone.add(PanelId.of(row.getString(1)));
                }
            }
            return gone;
        });
    }

    /// The secret of that name; the fresh one is kept if there is none yet. Used at start only.
    String secret(String name, String fresh) throws SQLException {
        Optional<String> kept = secret(name);
        if (kept.isPresent()) {
            return kept.get();
        }
        RowStore.run(file.writer(), "INSERT INTO own_secret (name, value) VALUES (?, ?)", name, fresh);
        return fresh;
    }

    private Optional<String> secret(String name) throws SQLException {
        return file.read(reader -> {
            try (PreparedStatement select = reader.prepareStatement("SELECT value FROM own_secret WHERE name = ?")) {
                select.setString(1, name);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
                }
            }
        });
    }

    PairingBook book() throws SQLException {
        List<Pairing> open = new ArrayList<>();
        List<PairingBook.Count> counts = new ArrayList<>();
        try (Connection reader = file.reader();
                PreparedStatement pairings = reader.prepareStatement("SELECT * FROM pairing ORDER BY expires_at");
                PreparedStatement counted = reader.prepareStatement("SELECT at, kind, address FROM pairing_count")) {
            try (ResultSet row = pairings.executeQuery()) {
                while (row.next()) {
                    open.add(pairing(row));
                }
            }
            try (ResultSet row = counted.executeQuery()) {
                while (row.next()) {
                    counts.add(new PairingBook.Count(Instant.ofEpochMilli(row.getLong(1)),
                            PairingBook.Kind.valueOf(row.getString(2).toUpperCase(Locale.ROOT)), row.getString(3)));
                }
            }
        }
        return new PairingBook(open, counts);
    }

    private static Pairing pairing(ResultSet row) throws SQLException {
        Optional<String> key = Optional.ofNullable(row.getString("public_key"));
        Instant expiresAt = Instant.ofEpochMilli(row.getLong("expires_at"));
        String panel = row.getString("panel_id");
        String secret = row.getString("secret_sha256");
        String code = row.getString("code");
        return panel == null
                ? new Pairing.Waiting(secret, code, key, Optional.ofNullable(row.getString("replaces")).map(PanelId::of),
                        expiresAt, row.getInt("wrong_tries"))
                : new Pairing.Confirmed(secret, code, key, expiresAt, PanelId.of(panel));
    }

    /// The book as a whole: it holds at most twenty codes, and is written when somebody pairs a panel.
    static DoorStore.Writing keeping(PairingBook book) {
        return connection -> keep(connection, book);
    }

    /// A confirmed pairing: the panel and the book in one commit.
    static DoorStore.Writing pairing(PairedPanel panel, PairingBook book) {
        return connection -> {
            RowStore.run(connection, "DELETE FROM paired_panel WHERE id = ?", panel.panel().id());
            put(connection, panel);
            keep(connection, book);
        };
    }

    static DoorStore.Writing removing(PanelId panel) {
        return connection -> {
            RowStore.run(connection, "DELETE FROM paired_panel WHERE id = ?", panel);
            RowStore.run(connection, "INSERT OR IGNORE INTO panel_gone (id) VALUES (?)", panel);
        };
    }

    private static void keep(Connection connection, PairingBook book) throws SQLException {
        RowStore.run(connection, "DELETE FROM pairing");
        RowStore.run(connection, "DELETE FROM pairing_count");
        for (Pairing pairing : book.open()) {
            Pairing.Waiting waiting = pairing instanceof Pairing.Waiting shown ? shown : null;
            RowStore.run(connection, """
                    INSERT INTO pairing (secret_sha256, code, public_key, replaces, expires_at, wrong_tries, panel_id)
                    VALUES (?, ?, ?, ?, ?, ?, ?)""", pairing.secretSha256(), pairing.code(),
                    pairing.publicKey().orElse(null), waiting == null ? null : waiting.replaces().orElse(null),
                    pairing.expiresAt().toEpochMilli(), waiting == null ? 0L : (long) waiting.wrongTries(),
                    pairing instanceof Pairing.Confirmed confirmed ? confirmed.panel() : null);
        }
        for (PairingBook.Count count : book.counts()) {
            RowStore.run(connection, "INSERT INTO pairing_count (at, kind, address) VALUES (?, ?, ?)",
                    count.at().toEpochMilli(),
                    count.kind().name().toLowerCase(Locale.ROOT), count.address());
        }
    }

    private static void put(Connection connection, PairedPanel paired) throws SQLException {
        RowStore.run(connection, """
                INSERT OR REPLACE INTO paired_panel (id, space_id, key_sha256, public_key, source, paired_at, paired_by)
                VALUES (?, ?, ?, ?, ?, ?, ?)""", paired.panel().id(), paired.panel().space(),
                paired.proof() instanceof PairedPanel.Proof.Secret(String hash) ? hash : null,
                paired.proof() instanceof PairedPanel.Proof.Key(String key) ? key : null, paired.source().word(),
                paired.pairedAt().toEpochMilli(), paired.by());
    }
}
