package dev.lintel.cloud.device;

import dev.lintel.cloud.device.Revocations.Revoked;
import dev.lintel.protocol.identity.EdgeId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What an external broker must know of the cloud: who speaks for it, and who does not speak for an edge any more.
///
/// @param nodes common names of the replicas
/// @param barred edges that may do nothing at all, whatever certificate they show
/// @param revoked certificates that end at the door
record BrokerView(SortedSet<String> nodes, SortedSet<EdgeId> barred, List<Revoked> revoked) {

    static BrokerView of(Collection<String> nodes, Collection<EdgeId> barred, Collection<Revoked> revoked) {
        return new BrokerView(new TreeSet<>(nodes), new TreeSet<>(barred), List.copyOf(revoked));
    }

    /// With what the database does not know to be revoked; what a certificate's own end refuses is left out.
    BrokerView besides(Collection<Revoked> remembered, Instant now) {
        var known = revoked.stream().map(Revoked::serial).collect(Collectors.toSet());
        var more = remembered.stream()
                .filter(one -> !known.contains(one.serial()) && one.at().plus(Authority.EDGE_VALIDITY).isAfter(now));
        return new BrokerView(nodes, barred, Stream.concat(revoked.stream(), more).toList());
    }
}
