package dev.lintel.edge.hardware.pi;

import com.pi4j.io.i2c.I2C;
import java.io.IOException;

/// Registers of a chip on I2C. What Pi4J throws where the chip does not answer is anything.
record I2cRegisters(I2C chip) implements Registers {

    @Override
    public int read(int register) throws IOException {
        try {
            int bits = chip.readRegister(register);
            if (bits < 0) {
                throw new IOException("register " + register + " does not answer");
            }
            return bits;
        } catch (RuntimeException e) {
            throw new IOException("register " + register + " does not answer", e);
        }
    }

    @Override
    public void write(int register, int bits) throws IOException {
        try {
            chip.writeRegister(register, bits);
        } catch (RuntimeException e) {
            throw new IOException("register " + register + " does not take anything", e);
        }
    }
}
