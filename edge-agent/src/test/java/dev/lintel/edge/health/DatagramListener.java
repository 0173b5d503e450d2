package dev.lintel.edge.health;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.NullMarked;

/// The other end of a notice: a Unix datagram socket that listens, as systemd's does. Bound by calls to the C library, so
/// that the test needs no program that a machine may lack.
@NullMarked
@SuppressWarnings("restricted")
final class DatagramListener implements AutoCloseable {

    private static final short UNIX = 1;
    private static final int DATAGRAM = 2;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int LIMIT = 4_096;

    private final int socket;

    private DatagramListener(int socket) {
        this.socket = socket;
    }

    static DatagramListener at(String address) throws Throwable {
        byte[] name = address.getBytes(StandardCharsets.UTF_8);
        if (name[0] == '@') {
            name[0] = 0;
        }
        int socket = (int) function("socket", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT).invokeExact((int) UNIX, DATAGRAM, 0);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment at = arena.allocate(2 + 108);
            at.set(ValueLayout.JAVA_SHORT, 0, UNIX);
            MemorySegment.copy(name, 0, at, ValueLayout.JAVA_BYTE, 2, name.length);
            MemorySegment tenSeconds = arena.allocateFrom(ValueLayout.JAVA_LONG, 10, 0);
            int bound = (int) function("bind", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS,
                    ValueLayout.JAVA_INT).invokeExact(socket, at, 2 + name.length);
            int limited = (int) function("setsockopt", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT).invokeExact(socket, SOL_SOCKET,
                            SO_RCVTIMEO, tenSeconds, 16);
            if (bound != 0 || limited != 0) {
                throw new IOException("nobody can listen at " + address);
            }
        }
        return new DatagramListener(socket);
    }

    private static MethodHandle function(String name, ValueLayout result, ValueLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments));
    }

    /// The next notice; fails when none comes within ten seconds.
    String hear() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(LIMIT);
            long length = (long) function("recv", ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.ADDRESS,
                    ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT).invokeExact(socket, bytes, (long) LIMIT, 0);
            if (length < 0) {
                throw new IOException("nothing was heard");
            }
            byte[] heard = new byte[(int) length];
            MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, 0, heard, 0, heard.length);
            return new String(heard, StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            var _ = (int) function("close", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT).invokeExact(socket);
        } catch (Throwable e) {
            throw new IOException(e);
        }
    }
}
