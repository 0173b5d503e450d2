package dev.lintel.edge.panel;

import dev.lintel.edge.copy.CopyFile;
import dev.lintel.edge.panel.Issues.Reported;
import dev.lintel.protocol.line.Body;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.LineJson;
import dev.lintel.protocol.wire.RoomShown.IssueShown;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Finds reported issues in the door's log, where they are kept.
final class IssueStore {

    private static final String ISSUE = "issue:";

    private final CopyFile file;

    IssueStore(CopyFile file) {
        this.file = file;
    }

    List<Reported> since(Instant from) throws SQLException {
        List<Reported> found = new ArrayList<>();
        try (Connection reader = file.reader();
                PreparedStatement select = reader
                        .prepareStatement("SELECT body FROM door_log WHERE written_at >= ? AND body LIKE '%\"issue:%'")) {
            select.setLong(1, from.toEpochMilli());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Entry entry = LineJson.readEntry(Json.parse(row.getString(1)));
                    if (entry.body() instanceof Body.Observed observed && observed.kind().startsWith(ISSUE)) {
                        observed.space()
                                .ifPresent(space -> found.add(new Reported(space, new IssueShown(entry.head().operation(),
                                        observed.kind().substring(ISSUE.length()), observed.at()))));
                    }
                }
            }
        }
        return found;
    }
}
