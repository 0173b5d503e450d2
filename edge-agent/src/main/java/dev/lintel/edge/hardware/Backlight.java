package dev.lintel.edge.hardware;

/// The light behind a touchscreen of this machine.
public interface Backlight {

    /// @param percent of its full brightness, from 0 to 100
    /// @return whether the screen took it
    boolean shine(int percent);
}
