package dev.lintel.edge.time;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// Asks the kernel whether a time server keeps its clock: the one flag that every time service (systemd's, chrony, ntpd)
/// sets, and that the kernel takes back by itself when none has spoken for hours.
@SuppressWarnings("restricted")
final class KernelClock {

    /// Of `struct timex` on 64-bit Linux: its size with room to spare, where its status stands, and the flag in it.
    private static final long BYTES = 256;
    private static final long STATUS_AT = 40;
    private static final int UNSYNCHRONISED = 0x40;

    private static final Optional<MethodHandle> ADJTIMEX = Linker.nativeLinker()
            .defaultLookup()
            .find("adjtimex")
            .map(address -> Linker.nativeLinker()
                    .downcallHandle(address, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS)));

    private KernelClock() {}

    /// Empty where the kernel is another one, or does not tell a process like this.
    static Optional<Boolean> synchronised() {
        if (ADJTIMEX.isEmpty()) {
            return Optional.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            // All zero: nothing is to be changed, which needs no privilege.
            MemorySegment timex = arena.allocate(BYTES);
            int state = (int) ADJTIMEX.get().invokeExact(timex);
            return state < 0
                    ? Optional.empty()
                    : Optional.of((timex.get(ValueLayout.JAVA_INT, STATUS_AT) & UNSYNCHRONISED) == 0);
        } catch (Throwable notToBeCalled) {
            return Optional.empty();
        }
    }
}
