package dev.lintel.cloud.floor;

import dev.lintel.cloud.device.FleetDesk;
import dev.lintel.cloud.store.Rounds;
import dev.lintel.protocol.wire.Codec;
import dev.lintel.protocol.wire.Topics;
import java.time.Duration;

/// Sends orders and settings down to the edges that are connected, at once when this replica wrote one, and every second
/// what is due besides.
///
/// The rows are the queue ([FleetDesk]): what is lost on the way is due again. It does not listen to the common bell, which
/// rings with every booking.
final class FleetPump implements AutoCloseable {

    private static final Duration ROUND = Duration.ofSeconds(1);

    private final FleetDesk desk;
    private final FloorLink link;
    private final Codec codec = new Codec();
    private final Rounds rounds = new Rounds("fleet-pump", ROUND, woken -> round());

    FleetPump(FleetDesk desk, FloorLink link) {
        this.desk = desk;
        this.link = link;
        desk.whenWritten(rounds::wake);
    }

    void start() {
        rounds.start();
    }

    private void round() {
        if (link.isConnected()) {
            desk.due()
                    .forEach(due -> {
                        var _ = link.publish(Topics.down(due.edge()), codec.encode(due.envelope()));
                    });
        }
    }

    @Override
    public void close() {
        rounds.close();
    }
}
