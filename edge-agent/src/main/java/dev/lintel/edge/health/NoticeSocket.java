package dev.lintel.edge.health;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/// The datagram socket on which systemd hears from its services. Java has no Unix datagrams, so the three calls are made
/// to the C library; starting `systemd-notify` for each would cost a process every few seconds.
@SuppressWarnings("restricted")
final class NoticeSocket {

    private static final short UNIX = 1;
    private static final int DATAGRAM_CLOSED_ON_EXEC = 2 | 0x80000;
    private static final int NO_SIGNAL = 0x4000;
    /// Of the address: its family, then at most so many bytes of path.
    private static final int PATH_AT = 2;
    private static final int PATH_LIMIT = 108;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle SOCKET = function("socket", FunctionDescriptor.of(ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle SEND = function("sendto", FunctionDescriptor.of(ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.ADDRESS,
            ValueLayout.JAVA_INT));
    private static final MethodHandle CLOSE = function("close",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private final byte[] path;

    /// @param address what systemd names in `NOTIFY_SOCKET`: a path, or with an `@` in front an abstract name
    NoticeSocket(String address) {
        byte[] bytes = address.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length >= PATH_LIMIT) {
            throw new IllegalArgumentException("a socket's path has 1 to " + (PATH_LIMIT - 1) + " bytes");
        }
        if (bytes[0] == '@') {
            bytes[0] = 0;
        }
        this.path = bytes;
    }

    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        SymbolLookup library = LINKER.defaultLookup();
        return LINKER.downcallHandle(library.findOrThrow(name), descriptor);
    }

    void send(String notice) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(PATH_AT + PATH_LIMIT);
            address.set(ValueLayout.JAVA_SHORT, 0, UNIX);
            MemorySegment.copy(path, 0, address, ValueLayout.JAVA_BYTE, PATH_AT, path.length);
            byte[] text = notice.getBytes(StandardCharsets.UTF_8);
            MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, text);
            int socket = (int) SOCKET.invokeExact((int) UNIX, DATAGRAM_CLOSED_ON_EXEC, 0);
            if (socket < 0) {
                throw new IOException("no socket to be had for the supervisor");
            }
            long sent = (long) SEND.invokeExact(socket, bytes, (long) text.length, NO_SIGNAL, address, PATH_AT + path.length);
            var _ = (int) CLOSE.invokeExact(socket);
            if (sent != text.length) {
                throw new IOException("the supervisor does not listen");
            }
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException("the C library could not be called", e);
        }
    }
}
