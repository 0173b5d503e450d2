package dev.lintel.edge.panel;

import dev.lintel.edge.door.DoorClock;
import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.sync.CloudLink;
import dev.lintel.edge.sync.LinkStatus;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.time.Moment;
import dev.lintel.protocol.wire.PanelMessage;
import jakarta.inject.Singleton;
import java.util.Optional;

/// What a room's screens are to show at this moment, from everything that is known of the room.
@Singleton
final class RoomPictures {

    private final DoorDesk desk;
    private final DoorClock clock;
    private final CloudLink link;
    private final RoomBesides besides;
    private final RoomNumbers numbers;

    RoomPictures(DoorDesk desk, DoorClock clock, CloudLink link, RoomBesides besides) {
        this.desk = desk;
        this.clock = clock;
        this.link = link;
        this.besides = besides;
        this.numbers = new RoomNumbers(clock.moment().now());
    }

    /// @param of the floor that was looked at; empty before enrolment
    record Picture(Optional<DoorState> of, PanelMessage message) {}

    Picture now(SpaceId space) {
        Optional<DoorState> known = desk.state();
        return new Picture(known, message(space, known));
    }

    private PanelMessage message(SpaceId space, Optional<DoorState> known) {
        Moment moment = clock.moment();
        Optional<String> obstacle = known.flatMap(state -> state.at().standing().obstacle());
        if (obstacle.isPresent()) {
            return new PanelMessage.Standby(obstacle.get().contains("copy") ? "rebuilding" : "out-of-service", moment.now());
        }
        RoomView.Linked linked = new RoomView.Linked(link.status() instanceof LinkStatus.Live, link.lastSyncedAt());
        return known.flatMap(state -> RoomView.of(state, space, moment, linked, besides.of(state, space, moment.now())))
                .<PanelMessage>map(state -> numbers.numbered(state))
                .orElseGet(() -> new PanelMessage.Standby("floor-unknown", moment.now()));
    }
}
