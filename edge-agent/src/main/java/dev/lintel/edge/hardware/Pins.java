package dev.lintel.edge.hardware;

import dev.lintel.edge.wiring.LightWire;
import dev.lintel.edge.wiring.Source;

/// The pins of this machine, if it has any.
public interface Pins extends AutoCloseable {

    /// What came of opening something.
    ///
    /// @param <T> of which kind
    sealed interface Opened<T> {

        record Open<T>(T part) implements Opened<T> {}

        /// @param reason a sentence for a technician
        record Refused<T>(String reason) implements Opened<T> {}
    }

    /// Opens an input.
    ///
    /// @param name under which the operating system lists who holds the pin
    Opened<PresenceSensor> input(String name, Source.Wired at, boolean activeLow);

    /// Opens a light that is no simulated one.
    Opened<StatusLight> light(String name, LightWire at);

    @Override
    void close();

    /// The pins of a machine that has none.
    ///
    /// @param reason a sentence for a technician
    static Pins none(String reason) {
        return new Pins() {

            @Override
            public Opened<PresenceSensor> input(String name, Source.Wired at, boolean activeLow) {
                return new Opened.Refused<>(reason);
            }

            @Override
            public Opened<StatusLight> light(String name, LightWire at) {
                return new Opened.Refused<>(reason);
            }

            @Override
            public void close() {
                // Nothing was opened.
            }
        };
    }
}
