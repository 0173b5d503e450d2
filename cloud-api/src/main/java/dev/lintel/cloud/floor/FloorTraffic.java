package dev.lintel.cloud.floor;

import dev.lintel.cloud.booking.EpochDesk;
import dev.lintel.cloud.booking.FormerDoorDesk;
import dev.lintel.cloud.booking.LineDesk;
import dev.lintel.cloud.device.Authority;
import dev.lintel.cloud.device.Bearer;
import dev.lintel.cloud.device.BootDesk;
import dev.lintel.cloud.device.Broker;
import dev.lintel.cloud.device.BrokerSettings;
import dev.lintel.cloud.device.EdgeDirectory;
import dev.lintel.cloud.device.FleetDesk;
import dev.lintel.cloud.device.IssueDesk;
import dev.lintel.cloud.device.NodeSettings;
import dev.lintel.cloud.store.Bell;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.wire.Codec;
import dev.lintel.protocol.wire.Envelope;
import dev.lintel.protocol.wire.Topics;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PreDestroy;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/// Joins link, listener and pumps, and starts and stops them in order. It takes the broker as an argument so that the
/// broker outlives it.
@Context
final class FloorTraffic {

    private final Codec codec = new Codec();
    private final FloorLink link;
    private final FloorListener listener;
    private final FeedPump feed;
    private final GrantPump grants;
    private final FleetPump orders;

    FloorTraffic(Broker broker, BrokerSettings at, NodeSettings settings, Authority authority, EdgeDirectory directory,
            BootDesk boots, FleetDesk fleet, IssueDesk issues, LineDesk desk, EpochDesk epochs, FormerDoorDesk formers,
            Restoration restored,
            LinkBook links, Refusals refusals, Transactions transactions,
            Bell bell, IdSource ids,
            InstantSource clock, SecureRandom chance) {
        var self = new Bearer.Node(settings.node());
        var replies = new Replies(refusals);
        var reception = new Reception(boots, epochs, formers, issues, links, refusals, replies, ids);
        listener = new FloorListener(directory, reception, fleet, issues, desk, links, refusals, replies, clock);
        link = new FloorLink(settings.host(), settings.port(at), self.commonName(), authority.node(settings.node()),
                List.of(Topics.shared(authority.shareGroup(), Topics.ALL_UP), Topics.ALL_STATE), listener::take, this::sendable,
                chance);
        feed = new FeedPump(transactions, link, bell, clock);
        grants = new GrantPump(transactions, desk, feed, links, ids, clock);
        orders = new FleetPump(fleet, link);
        replies.through(new Outward());
        if (broker.endsWithUs()) {
            links.allDown();
        }
        feed.start();
        grants.start();
        orders.start();
        link.open();
    }

    /// There is a connection, or room in its window again.
    private void sendable() {
        feed.wake();
    }

    FloorLink link() {
        return link;
    }

    @PreDestroy
    void stop() {
        feed.close();
        grants.close();
        orders.close();
        link.close();
        listener.close();
    }

    private final class Outward implements Replies.Way {

        @Override
        public void say(EdgeId edge, Envelope envelope) {
            // Not handed over means lost, and what is lost the edge asks for again.
            var _ = link.publish(Topics.down(edge), codec.encode(envelope));
        }

        @Override
        public void feedWanted(FloorId floor, long from) {
            feed.from(floor, from);
            grants.wanted(floor);
        }
    }
}
