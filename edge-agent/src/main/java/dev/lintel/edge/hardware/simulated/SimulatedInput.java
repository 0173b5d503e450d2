package dev.lintel.edge.hardware.simulated;

import dev.lintel.edge.hardware.PresenceSensor;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// A sensor that sees what it is told to see.
final class SimulatedInput implements PresenceSensor {

    private final List<Edges> listeners = new CopyOnWriteArrayList<>();
    private volatile Optional<Boolean> seen = Optional.of(false);

    /// @param now empty for a sensor without power
    void show(Optional<Boolean> now) {
        boolean edge = now.isPresent() && !now.equals(seen);
        seen = now;
        if (edge) {
            listeners.forEach(listener -> listener.edge(now.get()));
        }
    }

    @Override
    public Optional<Boolean> sees() {
        return seen;
    }

    @Override
    public void listen(Edges edges) {
        listeners.add(edges);
    }

    @Override
    public void close() {
        listeners.clear();
    }
}
