package dev.lintel.cloud.device;

import dev.lintel.protocol.identity.EdgeId;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/// A running broker as the contract sees it.
@NullMarked
interface BrokerUnderTest extends AutoCloseable {

    String name();

    int port();

    /// Ends certificates and the edge they were issued to, as the cloud does when an admin revokes it.
    void revoke(EdgeId edge, Set<Credential> credentials);

    /// Ends a certificate whose edge has a later one and goes on with that.
    void renewed(EdgeId edge, Credential old);

    /// Stops and starts it, without telling it again what was revoked before.
    void restart();

    @Override
    void close();
}
