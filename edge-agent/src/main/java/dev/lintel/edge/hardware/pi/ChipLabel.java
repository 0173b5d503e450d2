package dev.lintel.edge.hardware.pi;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/// Asks the kernel for the label of a GPIO chip, with the one call that tells it (`GPIO_GET_CHIPINFO_IOCTL`).
@SuppressWarnings("restricted")
final class ChipLabel {

    private static final int READ_ONLY_CLOSED_ON_EXEC = 0x80000;
    /// Reads 68 bytes: 32 of the name, 32 of the label, and the number of lines.
    private static final long CHIP_INFO = 0x8044B401L;
    private static final int INFO_BYTES = 68;
    private static final int LABEL_AT = 32;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle OPEN = function("open", 2, FunctionDescriptor.of(ValueLayout.JAVA_INT,
            ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    private static final MethodHandle CONTROL = function("ioctl", 2, FunctionDescriptor.of(ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));
    private static final MethodHandle CLOSE = LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow("close"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private ChipLabel() {}

    private static MethodHandle function(String name, int fixed, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor,
                Linker.Option.firstVariadicArg(fixed));
    }

    /// Empty where the device is no GPIO chip, or is not this user's to open.
    static Optional<String> of(Path device) {
        try (Arena arena = Arena.ofConfined()) {
            int file = (int) OPEN.invokeExact(arena.allocateFrom(device.toString()), READ_ONLY_CLOSED_ON_EXEC);
            if (file < 0) {
                return Optional.empty();
            }
            MemorySegment chip = arena.allocate(INFO_BYTES, 4);
            int answer = (int) CONTROL.invokeExact(file, CHIP_INFO, chip);
            var _ = (int) CLOSE.invokeExact(file);
            return answer < 0 ? Optional.empty() : Optional.of(chip.getString(LABEL_AT, StandardCharsets.UTF_8));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the C library could not be called", e);
        }
    }
}
