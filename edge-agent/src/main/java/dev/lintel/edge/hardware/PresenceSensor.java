package dev.lintel.edge.hardware;

import java.util.Optional;

/// One input that says whether it sees somebody, however it is connected.
public interface PresenceSensor extends AutoCloseable {

    /// Hears of changes, on whichever thread notices them; it must return at once.
    @FunctionalInterface
    interface Edges {

        void edge(boolean active);
    }

    /// What it sees now; empty where it cannot be asked: no power, a wire that broke, a bus that does not answer.
    Optional<Boolean> sees();

    /// Has changes told from now on. Bounces and all: who listens debounces.
    void listen(Edges edges);

    @Override
    void close();
}
