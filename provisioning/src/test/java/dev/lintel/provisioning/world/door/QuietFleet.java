package dev.lintel.provisioning.world.door;

import dev.lintel.edge.sync.FleetTalk;
import dev.lintel.protocol.identity.BootId;
import dev.lintel.protocol.wire.EdgeHealth;
import dev.lintel.protocol.wire.Message;
import dev.lintel.provisioning.world.ground.Timeline;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// No administrator orders anything on this link, and the machine is always well.
final class QuietFleet implements FleetTalk {

    private static final Message.Panels NO_PANELS = new Message.Panels(List.of());
    private static final Message.Health WELL = new Message.Health(
            new EdgeHealth("simulated", Timeline.START, new BootId(new UUID(7, 7)), "synchronised", 1, 2, List.of()));

    @Override
    public Optional<Message.Reply> order(Message.Order order) {
        return Optional.empty();
    }

    @Override
    public Message.Reported desired(Message.Desired desired) {
        return reported();
    }

    @Override
    public Message.Reported reported() {
        return new Message.Reported(List.of());
    }

    @Override
    public Message.Panels panels() {
        return NO_PANELS;
    }

    @Override
    public Message.Health health() {
        return WELL;
    }
}
