package dev.lintel.edge.door;

import dev.lintel.edge.copy.CopyFile;
import dev.lintel.edge.copy.DoorStore;
import dev.lintel.edge.copy.RowStore;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.SpaceId;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What would have been given back in rooms that are only tried out.
@Singleton
public final class ShadowStore {

    private final CopyFile file;

    ShadowStore(CopyFile file) {
        this.file = file;
    }

    Map<BookingId, ShadowReleases.Trial> trials() throws SQLException {
        return file.read(reader -> {
            Map<BookingId, ShadowReleases.Trial> trials = new HashMap<>();
            try (PreparedStatement select = reader
                    .prepareStatement("SELECT booking_id, space_id, released_at, ends_at, verdict FROM shadow_release");
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Optional<ShadowReleases.Verdict> verdict = Optional.ofNullable(row.getString(5))
                            .map(ShadowReleases.Verdict::of);
                    // Nobody watched while this agent did not run.
                    trials.put(BookingId.of(row.getString(1)), new ShadowReleases.Trial(SpaceId.of(row.getString(2)),
                            Instant.ofEpochMilli(row.getLong(3)), Instant.ofEpochMilli(row.getLong(4)), false, verdict));
                }
            }
            return trials;
        });
    }

    static DoorStore.Writing begun(BookingId booking, ShadowReleases.Trial trial) {
        return connection -> RowStore.run(connection, """
                INSERT INTO shadow_release (booking_id, space_id, released_at, ends_at) VALUES (?, ?, ?, ?)
                ON CONFLICT (booking_id) DO NOTHING""", booking, trial.space(), trial.at().toEpochMilli(),
                trial.endsAt().toEpochMilli());
    }

    /// All of it, for its beginning may not have been saved.
    static DoorStore.Writing settled(BookingId booking, ShadowReleases.Trial trial, ShadowReleases.Verdict verdict) {
        return connection -> RowStore.run(connection, """
                INSERT INTO shadow_release (booking_id, space_id, released_at, ends_at, verdict) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (booking_id) DO UPDATE SET space_id = excluded.space_id, released_at = excluded.released_at,
                    ends_at = excluded.ends_at, verdict = excluded.verdict""", booking, trial.space(),
                trial.at().toEpochMilli(), trial.endsAt().toEpochMilli(), verdict.word());
    }

    static DoorStore.Writing forgotten(Instant before) {
        return connection -> RowStore.run(connection, "DELETE FROM shadow_release WHERE released_at < ?",
                before.toEpochMilli());
    }
}
