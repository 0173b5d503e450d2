package dev.lintel.provisioning.world.cloud;

import dev.lintel.protocol.line.CloudStep;

/// Another cloud that does the same, step by step, and has to come to the same.
public interface Counterpart {

    Counterpart NONE = new Counterpart() {
    };

    /// @param cloud that has done it
    /// @param came what came of it there
    default void also(CloudHost cloud, Transaction transaction, Object came) {}

    /// Part of the transaction that will be told next.
    default void wrote(CloudStep step) {}

    /// The world is at rest, and over.
    default void over(CloudHost cloud) {}
}
