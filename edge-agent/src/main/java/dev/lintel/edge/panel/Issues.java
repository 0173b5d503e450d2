package dev.lintel.edge.panel;

import dev.lintel.edge.copy.CopyFile;
import dev.lintel.edge.door.Besides;
import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.door.Weighed;
import dev.lintel.edge.fleet.IssueStates;
import dev.lintel.edge.pairing.Panel;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.wire.RoomShown.IssueShown;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// What people at the doors report as broken. A report is an entry of the door's log: durable before the panel is thanked,
/// in order, and read by the cloud once. Who looks after it says so there, and the door shows it; what is fixed is gone.
@Singleton
final class Issues {

    /// In the words that panels offer.
    static final List<String> KINDS = List.of("display", "sound", "camera", "network", "power", "temperature", "light",
            "furniture", "cleanliness", "supplies", "panel", "other");
    /// Shown for a day, so that not everybody who passes reports the same.
    private static final Duration SHOWN = Duration.ofDays(1);
    private static final int SHOWN_LIMIT = 200;

    private static final String FIXED = "fixed";

    private final DoorDesk desk;
    private final IssueStates states;
    private final InstantSource clock;
    private final Map<OperationId, Reported> reported = new ConcurrentHashMap<>();

    /// One report.
    record Reported(SpaceId space, IssueShown issue) {}

    Issues(DoorDesk desk, CopyFile file, IssueStates states, InstantSource clock) throws SQLException {
        this.desk = desk;
        this.states = states;
        this.clock = clock;
        new IssueStore(file).since(clock.instant().minus(SHOWN)).forEach(known -> reported.put(known.issue().id(), known));
    }

    /// Completes once the report is on the disk. The same operation reports once.
    CompletableFuture<Boolean> report(OperationId operation, Panel panel, String kind) {
        return desk.weigh(operation, () -> reported.containsKey(operation)
                ? Weighed.nothing(true)
                : new Weighed<>(true, Optional.of(new Weighed.Fact("issue:" + kind, panel.space(),
                        new Besides(connection -> {}, () -> remember(operation, panel, kind))))))
                .exceptionally(failure -> false);
    }

    private void remember(OperationId operation, Panel panel, String kind) {
        tidy();
        reported.put(operation, new Reported(panel.space(), new IssueShown(operation, kind, clock.instant())));
    }

    private void tidy() {
        Instant from = clock.instant().minus(SHOWN);
        reported.values().removeIf(known -> known.issue().since().isBefore(from));
        if (reported.size() >= SHOWN_LIMIT) {
            reported.values()
                    .stream()
                    .min(Comparator.comparing(known -> known.issue().since()))
                    .ifPresent(oldest -> reported.remove(oldest.issue().id()));
        }
    }

    List<IssueShown> of(SpaceId space, Instant now) {
        return reported.values()
                .stream()
                .filter(known -> known.space().equals(space) && known.issue().since().isAfter(now.minus(SHOWN)))
                .map(Reported::issue)
                .map(issue -> new IssueShown(issue.id(), issue.kind(), issue.since(), states.of(issue.id())))
                .filter(issue -> !issue.state().equals(FIXED))
                .sorted(Comparator.comparing(IssueShown::since).thenComparing(issue -> issue.id().toString()))
                .toList();
    }
}
