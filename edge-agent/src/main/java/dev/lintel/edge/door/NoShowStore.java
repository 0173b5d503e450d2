package dev.lintel.edge.door;

import dev.lintel.edge.copy.CopyFile;
import dev.lintel.edge.copy.DoorStore;
import dev.lintel.edge.copy.RowStore;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PersonId;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What must survive a restart of the no-show watch: who asked for more time, and who did not come.
@Singleton
public final class NoShowStore {

    private final CopyFile file;

    NoShowStore(CopyFile file) {
        this.file = file;
    }

    /// One booking that was given back.
    ///
    /// @param operation under which it was
    record Strike(OperationId operation, Optional<PersonId> organiser, Instant at) {}

    /// A release that somebody at the panel put off.
    ///
    /// @param operation under which it was
    record Snooze(OperationId operation, Instant at) {}

    Map<BookingId, Snooze> snoozes() throws SQLException {
        Map<BookingId, Snooze> snoozes = new HashMap<>();
        try (Connection reader = file.reader();
                PreparedStatement select = reader.prepareStatement("SELECT booking_id, operation_id, snoozed_at FROM snooze");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                snoozes.put(BookingId.of(row.getString(1)),
                        new Snooze(OperationId.of(row.getString(2)), Instant.ofEpochMilli(row.getLong(3))));
            }
        }
        return snoozes;
    }

    Map<BookingId, Strike> strikes() throws SQLException {
        Map<BookingId, Strike> strikes = new HashMap<>();
        try (Connection reader = file.reader();
                PreparedStatement select = reader
                        .prepareStatement("SELECT booking_id, operation_id, organiser, released_at FROM strike");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                strikes.put(BookingId.of(row.getString(1)), new Strike(OperationId.of(row.getString(2)),
                        Optional.ofNullable(row.getString(3)).map(PersonId::of), Instant.ofEpochMilli(row.getLong(4))));
            }
        }
        return strikes;
    }

    static DoorStore.Writing snoozed(BookingId booking, Snooze snooze) {
        return connection -> RowStore.run(connection, """
                INSERT INTO snooze (booking_id, operation_id, snoozed_at) VALUES (?, ?, ?)
                ON CONFLICT (booking_id) DO NOTHING""", booking, snooze.operation(), snooze.at().toEpochMilli());
    }

    static DoorStore.Writing struck(BookingId booking, Strike strike) {
        return connection -> RowStore.run(connection, """
                INSERT INTO strike (booking_id, operation_id, organiser, released_at) VALUES (?, ?, ?, ?)
                ON CONFLICT (booking_id) DO UPDATE SET operation_id = excluded.operation_id,
                    released_at = excluded.released_at""", booking, strike.operation(), strike.organiser().orElse(null),
                strike.at().toEpochMilli());
    }

    static DoorStore.Writing forgiven(BookingId booking) {
        return connection -> RowStore.run(connection, "DELETE FROM strike WHERE booking_id = ?", booking);
    }

    /// What is of no more use: strikes older than they count, and snoozes of bookings that are long over.
    static DoorStore.Writing tidied(Instant strikesBefore, Instant snoozesBefore) {
        return connection -> {
            RowStore.run(connection, "DELETE FROM strike WHERE released_at < ?", strikesBefore.toEpochMilli());
            RowStore.run(connection, "DELETE FROM snooze WHERE snoozed_at < ?", snoozesBefore.toEpochMilli());
        };
    }
}
