package dev.lintel.edge.wiring;

/// Where a sensor's signal comes in.
///
/// ```
/// Gpio(17, UP)   a pin of this machine's header
/// Simulated      nowhere: a script, or a word typed at this machine
/// ```
public sealed interface Source {

    /// @param pin its BCM number, as in `GPIO17`, never its place on the header
    record Gpio(int pin, Pull pull) implements Source {}

    record Simulated() implements Source {}
}
