package dev.lintel.edge.panel;

import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.wire.PanelMessage;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Numbers what the screens of each room show: the same number means the same picture, on every panel of the room and after
/// every reconnection, and a panel draws nothing older than what it has.
///
/// Numbers begin at the time of the start, in milliseconds: no restart goes back behind what a panel has seen.
final class RoomNumbers {

    private record Shown(PanelMessage.State content, long seq) {}

    private final Map<SpaceId, Shown> rooms = new ConcurrentHashMap<>();
    private final long first;

    RoomNumbers(Instant startedAt) {
        this.first = Math.max(1, startedAt.toEpochMilli());
    }

    /// The state with its number. The time alone is no news.
    PanelMessage.State numbered(PanelMessage.State state) {
        PanelMessage.State content = with(state, 0, Instant.EPOCH, link(state));
        Shown shown = rooms.compute(state.space().id(), (id, before) -> {
            if (before == null) {
                return new Shown(content, first);
            }
            return before.content().equals(content) ? before : new Shown(content, before.seq() + 1);
        });
        return with(state, shown.seq(), state.now(), state.link());
    }

    /// While the link is live its age is now, which is no news either.
    private static PanelMessage.LinkShown link(PanelMessage.State state) {
        return state.link().state().equals("live")
                ? new PanelMessage.LinkShown("live", Optional.empty(), state.link().lineAt())
                : state.link();
    }

    private static PanelMessage.State with(PanelMessage.State state, long seq, Instant now, PanelMessage.LinkShown link) {
        return new PanelMessage.State(seq, now, state.space(), link, state.clock(), state.closed(), state.policy(),
                state.bookings(), state.room());
    }
}
