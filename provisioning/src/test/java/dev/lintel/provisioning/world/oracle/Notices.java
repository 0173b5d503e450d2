package dev.lintel.provisioning.world.oracle;

import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.provisioning.world.cloud.FloorRows;
import dev.lintel.provisioning.world.cloud.Outbox;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What people were told by themselves: once, and nothing of a backlog of which more is still to come.
final class Notices {

    private record About(PersonId person, BookingId booking) {}

    private record Heard(Outbox.Notice notice, Instant at) {}

    private final Scene scene;
    private final Backlogs backlogs = new Backlogs();
    private final Map<Outbox.Key, Instant> heard = new HashMap<>();
    private final Map<About, Heard> standing = new HashMap<>();
    private final Set<About> forgotten = new HashSet<>();

    Notices(Scene scene) {
        this.scene = scene;
    }

    void committed(FloorRows floor, CloudInput input, Outcome outcome) {
        backlogs.committed(floor, input, outcome, scene.time().now());
    }

    /// A cloud that has forgotten that it told somebody may tell them again.
    void restored(Instant then) {
        heard.values().removeIf(at -> at.isAfter(then));
        standing.forEach((about, told) -> {
            if (told.at().isAfter(then)) {
                forgotten.add(about);
            }
        });
    }

    void told(FloorRows floor, Outbox.Notice notice) {
        Instant now = scene.time().now();
        if (backlogs.isBeingRead(notice.key().decision(), floor, now)) {
            throw new Violation("told in the middle of a backlog", notice + ", read up to " + floor.held().at().log().seq());
        }
        if (heard.putIfAbsent(notice.key(), now) != null) {
            throw new Violation("told twice", notice.toString());
        }
        if (notice.standing()) {
            forgotten.remove(about(notice));
            standing.put(about(notice), new Heard(notice, now));
        }
    }

    /// Whether they were told before, a restored cloud does not know.
    void found(Outbox.Notice notice) {
        heard.putIfAbsent(notice.key(), scene.time().now());
        if (notice.standing()) {
            standing.put(about(notice), new Heard(notice, scene.time().now()));
        }
    }

    private static About about(Outbox.Notice notice) {
        return new About(notice.key().person(), notice.key().booking());
    }

    /// Whom the cloud still has to tell something.
    Optional<String> unrest() {
        return scene.site()
                .storeys()
                .stream()
                .map(storey -> scene.cloud().of(storey.tenant()).outbox())
                .filter(outbox -> !outbox.isEmpty())
                .map(outbox -> "somebody is still to be told something")
                .findFirst();
    }

    Optional<Outbox.Notice> lastStanding(PersonId person, BookingId booking) {
        return Optional.ofNullable(standing.get(new About(person, booking))).map(Heard::notice);
    }

    /// A restored cloud has forgotten what it told this person last.
    boolean hasBeenForgotten(PersonId person, BookingId booking) {
        return forgotten.contains(new About(person, booking));
    }

    boolean hasHeard(Outbox.Key key) {
        return heard.containsKey(key);
    }
}
