package dev.lintel.edge.hardware.pi;

import dev.lintel.edge.hardware.PresenceSensor;
import dev.lintel.edge.wiring.Pull;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An MCP23017: sixteen inputs on a bus, which is polled. Its interrupt line would save nothing a person could notice.
///
/// It forgets everything with its power: each look compares what was set, and sets it again after a chip was plugged in.
/// While it does not answer its inputs cannot be asked, and so say nothing; the same where a look does not return.
final class Mcp23017 {

    private static final Logger LOG = LoggerFactory.getLogger(Mcp23017.class);

    /// Registers as they are numbered after power-on; B follows A.
    private static final int DIRECTIONS = 0x00;
    private static final int INVERSIONS = 0x02;
    private static final int PULL_UPS = 0x0C;
    private static final int LEVELS = 0x12;
    private static final int ALL_INPUTS = 0xFFFF;
    /// Twenty looks. What is older was seen before a look that hangs, and must not pass for what is seen now.
    private static final long HOLDS_NANOS = TimeUnit.SECONDS.toNanos(1);

    /// @param atNanos before they were read
    private record Levels(int bits, long atNanos) {}

    private final String name;
    private final Registers registers;
    private final LongSupplier nanos;
    private final List<Input> inputs = new CopyOnWriteArrayList<>();
    private final AtomicInteger pullUps = new AtomicInteger();
    private volatile @Nullable Levels levels;
    private boolean answered = true;

    /// @param name for the log, with bus and address
    /// @param nanos a running time
    Mcp23017(String name, Registers registers, LongSupplier nanos) {
        this.name = name;
        this.registers = registers;
        this.nanos = nanos;
    }

    /// Does not touch the bus, for the agent's start must not wait for one that hangs.
    ///
    /// @param number 0 to 7 are GPA0 to GPA7, 8 to 15 are GPB0 to GPB7
    PresenceSensor input(int number, Pull pull, boolean activeLow) {
        if (pull == Pull.UP) {
            pullUps.accumulateAndGet(1 << number, (before, own) -> before | own);
        }
        Input input = new Input(1 << number, activeLow);
        inputs.add(input);
        return input;
    }

    /// Reads all inputs once and tells what changed.
    synchronized void look() {
        try {
            if (!isSetUp()) {
                setPair(DIRECTIONS, ALL_INPUTS);
                setPair(INVERSIONS, 0);
                setPair(PULL_UPS, pullUps.get());
                if (!isSetUp()) {
                    throw new IOException("it does not keep what it is told");
                }
            }
            long atNanos = nanos.getAsLong();
            Levels now = new Levels(pair(LEVELS), atNanos);
            Levels before = levels;
            levels = now;
            answered = true;
            if (before != null) {
                inputs.forEach(input -> input.changed(before.bits(), now.bits()));
            }
        } catch (IOException e) {
            if (answered) {
                LOG.warn("{} does not answer: {}", name, e.getMessage());
            }
            lost();
        }
    }

    /// Nothing can be said in its name until it answers again.
    ///
    /// @return whether it answered before
    synchronized boolean lost() {
        boolean before = answered;
        answered = false;
        levels = null;
        return before;
    }

    @Override
    public String toString() {
        return name;
    }

    /// A bus that hangs reads as all ones, or as all zeros, and either would be nobody for half of the sensors there are.
    private boolean isSetUp() throws IOException {
        return pair(PULL_UPS) == pullUps.get() && pair(DIRECTIONS) == ALL_INPUTS && pair(INVERSIONS) == 0;
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
            return Optional.ofNullable(levels)
                    .filter(last -> nanos.getAsLong() - last.atNanos() < HOLDS_NANOS)
                    .map(last -> active(last.bits()));
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
