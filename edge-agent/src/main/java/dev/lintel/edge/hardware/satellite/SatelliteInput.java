package dev.lintel.edge.hardware.satellite;

import dev.lintel.edge.hardware.PresenceSensor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/// What a satellite said last, as long as that holds.
final class SatelliteInput implements PresenceSensor {

    /// A satellite repeats itself each 20 seconds; one report may be lost.
    static final Duration HOLDS = Duration.ofSeconds(50);

    private record Said(boolean active, long atNanos) {}

    private final LongSupplier nanos;
    private final List<Edges> listeners = new CopyOnWriteArrayList<>();
    private volatile Optional<Said> said = Optional.empty();

    /// @param nanos the machine's running time
    SatelliteInput(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /// One caller at a time.
    void say(boolean active) {
        boolean edge = said.filter(before -> before.active() == active).isEmpty();
        said = Optional.of(new Said(active, nanos.getAsLong()));
        if (edge) {
            listeners.forEach(listener -> listener.edge(active));
        }
    }

    /// How long ago it spoke.
    Optional<Duration> silentFor() {
        return said.map(last -> Duration.ofNanos(nanos.getAsLong() - last.atNanos()));
    }

    @Override
    public Optional<Boolean> sees() {
        return said.filter(last -> nanos.getAsLong() - last.atNanos() < HOLDS.toNanos()).map(Said::active);
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
