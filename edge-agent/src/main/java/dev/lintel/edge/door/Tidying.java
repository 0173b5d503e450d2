package dev.lintel.edge.door;

import dev.lintel.edge.copy.TidyStore;
import dev.lintel.protocol.identity.BookingId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Set;

/// Removes a few rows that are kept no longer: [TidyStore#tidy].
@FunctionalInterface
interface Tidying {

    TidyStore.Tidied tidy(Instant now, Instant certain, Set<BookingId> needed) throws SQLException;
}
