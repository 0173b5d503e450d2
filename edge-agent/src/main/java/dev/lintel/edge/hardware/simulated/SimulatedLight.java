package dev.lintel.edge.hardware.simulated;

import dev.lintel.edge.hardware.Colour;
import dev.lintel.edge.hardware.StatusLight;

/// A light that nobody sees, and that can be asked what it shines in.
public final class SimulatedLight implements StatusLight {

    private Colour taken = Colour.DARK;
    private volatile Colour shining = Colour.DARK;

    @Override
    public void show(Colour colour) {
        taken = colour;
    }

    @Override
    public void flush() {
        shining = taken;
    }

    public Colour shining() {
        return shining;
    }

    @Override
    public void close() {
        shining = Colour.DARK;
    }
}
