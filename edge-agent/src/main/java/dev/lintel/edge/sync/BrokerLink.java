package dev.lintel.edge.sync;

import java.io.IOException;

/// One connection to the broker: opened, used, lost; a new one is made for the next attempt.
///
/// A port, because the client library behind it is the part we trust least: it must be replaceable, and the tests put a
/// link in its place that hands every message to the cloud's side of the protocol in the same process.
public interface BrokerLink extends AutoCloseable {

    /// Who hears what comes down. Called on the client's own thread, which must not wait.
    interface Ear {

        void received(byte[] message);

        /// The connection is gone; nothing more will be heard of it.
        void lost(String why);
    }

    /// Opens links.
    ///
    /// The last will is what the broker publishes on the state topic when this connection dies without a word.
    @FunctionalInterface
    interface Opener {

        BrokerLink open(Identity identity, byte[] lastWill, Ear ear) throws IOException, InterruptedException;
    }

    /// Publishes on the ordered topic to the cloud. Waits while the window is full; fails when the link is lost.
    void up(byte[] message) throws IOException, InterruptedException;

    /// Publishes this edge's retained state.
    void state(byte[] message) throws IOException, InterruptedException;

    @Override
    void close();
}
