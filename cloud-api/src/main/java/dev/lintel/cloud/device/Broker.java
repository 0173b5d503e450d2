package dev.lintel.cloud.device;

/// The broker between this cloud and its edges: one of its own, or one that stands elsewhere.
///
///     lintel.broker.kind   embedded -> EmbeddedBroker   one replica, nothing to install
///                          external -> ExternalBroker   several replicas, Mosquitto kept level by the cloud
///
/// Both let in the certificates of our own authority only, deny every topic that is not granted, and end the session of
/// a revoked edge within five seconds; one contract test holds them to it.
public sealed interface Broker extends AutoCloseable permits EmbeddedBroker, ExternalBroker {

    /// Whether the sessions of edges end with this process: then nobody is connected when it starts.
    boolean endsWithUs();

    @Override
    void close();
}
