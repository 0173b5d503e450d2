package dev.lintel.edge.hardware;

/// Finds the light behind a screen by the name that the machine gave it.
@FunctionalInterface
public interface Backlights {

    Backlight named(String device);
}
