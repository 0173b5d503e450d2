package dev.lintel.edge.wiring;

/// Where a sensor's signal comes in.
///
/// ```
/// Gpio(17, UP)              a pin of this machine's header
/// Expander(1, 0x20, 5, UP)  the sixth of the 16 inputs of an MCP23017
/// Simulated                 nowhere: a word typed at this machine
/// ```
public sealed interface Source {

    /// Something with a wire.
    sealed interface Wired extends Source {}

    /// @param pin its BCM number, as in `GPIO17`, never its place on the header
    record Gpio(int pin, Pull pull) implements Wired {}

    /// @param bus of I2C
    /// @param address of the chip on it
    /// @param input 0 to 7 are its GPA0 to GPA7, 8 to 15 its GPB0 to GPB7
    record Expander(int bus, int address, int input, Pull pull) implements Wired {}

    record Simulated() implements Source {}
}
