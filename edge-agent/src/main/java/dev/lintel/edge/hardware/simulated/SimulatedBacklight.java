package dev.lintel.edge.hardware.simulated;

import dev.lintel.edge.hardware.Backlight;

/// The light of a screen that exists in memory only, and that can be unplugged.
public final class SimulatedBacklight implements Backlight {

    private static final int FULL = 100;

    private volatile boolean plugged = true;
    private volatile int shining = FULL;

    @Override
    public boolean shine(int percent) {
        if (plugged) {
            shining = percent;
        }
        return plugged;
    }

    /// Takes it away, or puts it there again: like any screen it then shines as bright as it can.
    public void plug(boolean there) {
        plugged = there;
        shining = FULL;
    }

    /// In per cent of its full brightness.
    public int shining() {
        return shining;
    }
}
