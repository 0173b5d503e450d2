package dev.lintel.edge.hardware;

/// The light behind a touchscreen of this machine. Used by one thread at a time.
///
/// ```
/// told ──took it──► shines so, until something else has it set
///      └─refused──► as it was, and whoever told it tells it again
/// ```
public interface Backlight {

    /// @param percent of its full brightness, from 0 to 100; whatever is more than 0 leaves some light
    /// @return whether the screen took it
    boolean shine(int percent);
}
