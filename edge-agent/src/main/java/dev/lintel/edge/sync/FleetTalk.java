package dev.lintel.edge.sync;

import dev.lintel.edge.fleet.FleetDesk;
import dev.lintel.protocol.wire.Message;
import java.sql.SQLException;
import java.util.Optional;

/// What is said on a connection besides the two logs: orders and wishes of administrators, and how the edge is.
public interface FleetTalk {

    Optional<Message.Reply> order(Message.Order order) throws SQLException, InterruptedException;

    Message.Reported desired(Message.Desired desired) throws InterruptedException;

    Message.Reported reported();

    Message.Panels panels();

    Message.Health health();

    static FleetTalk of(FleetDesk desk) {
        return new FleetTalk() {
            @Override
            public Optional<Message.Reply> order(Message.Order order) throws SQLException, InterruptedException {
                return desk.order(order);
            }

            @Override
            public Message.Reported desired(Message.Desired desired) throws InterruptedException {
                return desk.desired(desired);
            }

            @Override
            public Message.Reported reported() {
                return desk.reported();
            }

            @Override
            public Message.Panels panels() {
                return desk.panels();
            }

            @Override
            public Message.Health health() {
                return desk.health();
            }
        };
    }
}
