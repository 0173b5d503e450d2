package dev.lintel.edge.hardware.pi;

import java.io.IOException;

/// The registers of one chip on a bus.
interface Registers {

    /// @return the register's eight bits
    int read(int register) throws IOException;

    void write(int register, int bits) throws IOException;
}
