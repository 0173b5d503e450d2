package dev.lintel.edge.hardware.pi;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.NullMarked;

/// The registers of an MCP23017 as its data sheet has them, and sixteen wires that may hang in the air.
@NullMarked
final class FakeMcp23017 implements Registers {

    private static final int IODIRA = 0x00;
    private static final int GPPUA = 0x0C;
    private static final int GPIOA = 0x12;
    private static final int LAST = 0x15;

    private final int[] registers = new int[LAST + 1];
    private int driven;
    private int high;
    private boolean plugged;

    FakeMcp23017() {
        plugIn();
    }

    /// Power: everything is an input, and no resistor is switched on.
    synchronized void plugIn() {
        Arrays.fill(registers, 0);
        registers[IODIRA] = 0xFF;
        registers[IODIRA + 1] = 0xFF;
        plugged = true;
    }

    synchronized void unplug() {
        plugged = false;
    }

    synchronized void drive(int input, boolean level) {
        driven |= 1 << input;
        high = level ? high | 1 << input : high & ~(1 << input);
    }

    synchronized void cut(int input) {
        driven &= ~(1 << input);
    }

    int pullUps() throws IOException {
        return read(GPPUA) | read(GPPUA + 1) << 8;
    }

    @Override
    public synchronized int read(int register) throws IOException {
        answering(register);
        if (register != GPIOA && register != GPIOA + 1) {
            return registers[register];
        }
        int port = register - GPIOA;
        int pulled = (registers[GPPUA] | registers[GPPUA + 1] << 8) & ~driven;
        int levels = (high & driven) | pulled;
        return (levels >> (port * 8)) & registers[IODIRA + port];
    }

    @Override
    public synchronized void write(int register, int bits) throws IOException {
        answering(register);
        if ((bits & ~0xFF) != 0) {
            throw new IllegalArgumentException("a register has eight bits");
        }
        registers[register] = bits;
    }

    private void answering(int register) throws IOException {
        if (!plugged || register < 0 || register > LAST) {
            throw new IOException("no answer");
        }
    }
}
