package dev.lintel.edge.fleet;

import dev.lintel.edge.copy.DoorStore;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.wire.EdgeOrder;
import dev.lintel.protocol.wire.RoomShown.IssueShown;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What became of what people reported at these doors, as far as the cloud has told.
///
/// Read by any thread; changed by the link's, after the commit.
@Singleton
public final class IssueStates {

    /// Doors show a report for a day, so what is told of it is of use as long.
    private static final Duration KEPT = Duration.ofDays(2);

    /// @param at when it was so in the cloud: orders may overtake one another
    record Told(String state, Instant at) {}

    private final Map<OperationId, Told> told;

    IssueStates(FleetStore store) throws SQLException {
        this.told = new ConcurrentHashMap<>(store.issueStates());
    }

    /// `open` for what the cloud has said nothing about.
    public String of(OperationId issue) {
        return Optional.ofNullable(told.get(issue)).map(Told::state).orElse(IssueShown.OPEN);
    }

    /// What has to be written for this to be remembered; nothing where something later is known.
    DoorStore.Writing writing(EdgeOrder.ShowIssue shown) {
        return isNews(shown)
                ? FleetStore.issueTold(shown.issue(), new Told(shown.state(), shown.at()), shown.at().minus(KEPT))
                : connection -> {};
    }

    void remember(EdgeOrder.ShowIssue shown) {
        if (isNews(shown)) {
            told.values().removeIf(other -> other.at().isBefore(shown.at().minus(KEPT)));
            told.put(shown.issue(), new Told(shown.state(), shown.at()));
        }
    }

    private boolean isNews(EdgeOrder.ShowIssue shown) {
        return Optional.ofNullable(told.get(shown.issue())).filter(known -> known.at().isAfter(shown.at())).isEmpty();
    }
}
