package dev.lintel.edge.panel;

import dev.lintel.edge.door.NoShowWatch;
import dev.lintel.edge.presence.PresenceFeed;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.wire.RoomShown;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// What is known of a room besides its calendar: who was sensed, what is about to be given back, what can be taken back,
/// what is broken.
@Singleton
final class RoomBesides {

    private final PresenceFeed feed;
    private final NoShowWatch watch;
    private final Slips slips;
    private final Returned returned;
    private final Issues issues;

    RoomBesides(PresenceFeed feed, NoShowWatch watch, Slips slips, Returned returned, Issues issues) {
        this.feed = feed;
        this.watch = watch;
        this.slips = slips;
        this.returned = returned;
        this.issues = issues;
    }

    RoomShown of(DoorState state, SpaceId space, Instant now) {
        List<RoomShown.UndoShown> undo = new ArrayList<>(slips.shown(space, now));
        undo.addAll(returned.shown(state, space, now));
        return new RoomShown(
                feed.presence(space, now)
                        .flatMap(seen -> seen.since().map(since -> new RoomShown.PresenceShown(seen.word(), since))),
                watch.announced(space)
                        .filter(due -> state.booking(due.booking())
                                .filter(b -> b.phase() instanceof Phase.Confirmed)
                                .isPresent())
                        .map(due -> new RoomShown.ReleaseShown(due.booking(), due.releasesAt(), due.snoozed())),
                undo, List.of(), issues.of(space, now), Issues.KINDS,
                state.space(space).map(room -> room.guard().asks()).orElseGet(TreeMap::new));
    }
}
