package dev.lintel.edge.hardware.pi;

import dev.lintel.edge.hardware.PresenceSensor;
import dev.lintel.edge.wiring.Pull;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An MCP23017: sixteen inputs on a bus, which is polled. Its interrupt line would save nothing a person could notice.
///
/// It forgets everything with its power: each look compares what was set, and sets it again after a chip was plugged in.
/// While it does not answer its inputs cannot be asked, and so say nothing.
final class Mcp23017 {

    private static final Logger LOG = LoggerFactory.getLogger(Mcp23017.class);

    /// Registers as they are numbered after power-on; B follows A.
    private static final int DIRECTIONS = 0x00;
    private static final int INVERSIONS = 0x02;
    private static final int PULL_UPS = 0x0C;
    private static final int LEVELS = 0x12;
    private static final int ALL_INPUTS = 0xFFFF;

    private final Registers registers;
    private final List<Input> inputs = new CopyOnWriteArrayList<>();
    private volatile int pullUps;
    private volatile @Nullable Integer levels;
    private boolean answered = true;

    Mcp23017(Registers registers) {
        this.registers = registers;
    }

    /// @param number 0 to 7 are GPA0 to GPA7, 8 to 15 are GPB0 to GPB7
    synchronized PresenceSensor input(int number, Pull pull, boolean activeLow) {
        if (pull == Pull.UP) {
            pullUps |= 1 << number;
        }
        Input input = new Input(1 << number, activeLow);
        inputs.add(input);
        look();
        return input;
    }

    /// Reads all inputs once and tells what changed.
    synchronized void look() {
        try {
            if (!isSetUp()) {
                setPair(DIRECTIONS, ALL_INPUTS);
                setPair(INVERSIONS, 0);
                setPair(PULL_UPS, pullUps);
                if (!isSetUp()) {
                    throw new IOException("it does not keep what it is told");
                }
            }
            int now = pair(LEVELS);
            Integer before = levels;
            levels = now;
            answered = true;
            if (before != null) {
                inputs.forEach(input -> input.changed(before, now));
            }
        } catch (IOException e) {
            if (answered) {
                LOG.warn("an expander does not answer: {}", e.getMessage());
            }
            answered = false;
            levels = null;
        }
    }

    /// A bus that hangs reads as all ones, or as all zeros, and either would be nobody for half of the sensors there are.
    private boolean isSetUp() throws IOException {
        return pair(PULL_UPS) == pullUps && pair(DIRECTIONS) == ALL_INPUTS && pair(INVERSIONS) == 0;
    }

    private int pair(int register) throws IOException {
        return registers.read(register) | registers.read(register + 1) << Byte.SIZE;
    }

    private void setPair(int register, int bits) throws IOException {
        registers.write(register, bits & 0xFF);
        registers.write(register + 1, bits >> Byte.SIZE);
    }

    private final class Input implements PresenceSensor {

        private final int bit;
        private final boolean activeLow;
        private final List<Edges> listeners = new CopyOnWriteArrayList<>();

        private Input(int bit, boolean activeLow) {
            this.bit = bit;
            this.activeLow = activeLow;
        }

        private boolean active(int now) {
            return ((now & bit) != 0) != activeLow;
        }

        private void changed(int before, int now) {
            if (active(before) != active(now)) {
                listeners.forEach(listener -> listener.edge(active(now)));
            }
        }

        @Override
        public Optional<Boolean> sees() {
            return Optional.ofNullable(levels).map(this::active);
        }

        @Override
        public void listen(Edges edges) {
            listeners.add(edges);
        }

        @Override
        public void close() {
            listeners.clear();
            inputs.remove(this);
        }
    }
}
