package dev.lintel.edge.hardware;

import dev.lintel.edge.wiring.Source;

/// The pins of this machine, if it has any.
public interface Pins extends AutoCloseable {

    /// What came of opening something.
    sealed interface Opened {

        record Open(PresenceSensor sensor) implements Opened {}

        /// @param reason a sentence for a technician
        record Refused(String reason) implements Opened {}
    }

    /// Opens an input.
    ///
    /// @param name under which the operating system lists who holds the pin
    Opened input(String name, Source.Gpio at, boolean activeLow);

    @Override
    void close();

    /// The pins of a machine that has none.
    ///
    /// @param reason a sentence for a technician
    static Pins none(String reason) {
        return new Pins() {

            @Override
            public Opened input(String name, Source.Gpio at, boolean activeLow) {
                return new Opened.Refused(reason);
            }

            @Override
            public void close() {
                // Nothing was opened.
            }
        };
    }
}
