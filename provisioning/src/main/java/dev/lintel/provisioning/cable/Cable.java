package dev.lintel.provisioning.cable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// One cable: a port on this machine that leads to another port on this machine.
public final class Cable implements AutoCloseable {

    /// A reader wakes this often to see whether the weather has changed under it.
    static final Duration NOTICES_WITHIN = Duration.ofMillis(50);
    private static final int CONNECT_WITHIN_MILLIS = 5_000;
    /// Small, so that a slow cable trickles instead of lurching.
    private static final int BUFFER_BYTES = 4_096;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final ServerSocket entrance;
    private final int exit;
    private final Set<Socket> plugged = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile Weather weather = new Weather.Clear();
    private volatile boolean closed;

    private Cable(ServerSocket entrance, int exit) {
        this.entrance = entrance;
        this.exit = exit;
    }

    /// Lays a cable from the one port to the other, both on the loopback address. Port 0 takes a free one.
    public static Cable lay(int from, int to) throws IOException {
        ServerSocket entrance = new ServerSocket();
        entrance.setReuseAddress(true);
        entrance.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), from));
        Cable cable = new Cable(entrance, to);
        Thread.ofPlatform().name("cable-" + entrance.getLocalPort()).daemon().start(cable::accept);
        return cable;
    }

    public int port() {
        return entrance.getLocalPort();
    }

    public Weather weather() {
        return weather;
    }

    /// Changes the weather. When this returns after [Weather.Cut], nothing that was connected is any more.
    public void turn(Weather next) {
        lock.lock();
        try {
            weather = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (next instanceof Weather.Cut) {
            unplugAll();
        }
    }

    private void accept() {
        while (!closed) {
            try {
                Socket near = entrance.accept();
                plugged.add(near);
                if (weather instanceof Weather.Cut || closed) {
                    unplug(near);
                } else {
                    Thread.ofVirtual().start(() -> connect(near));
                }
            } catch (IOException ended) {
                return; // only close() ends the entrance
            }
        }
    }

    private void connect(Socket near) {
        Socket far = new Socket();
        plugged.add(far);
        try {
            far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), exit), CONNECT_WITHIN_MILLIS);
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            Thread back = Thread.ofVirtual().start(() -> carry(far, near));
            carry(near, far);
            back.join();
        } catch (IOException nobodyThere) {
            // The caller sees its connection end, as it would without the cable.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            unplug(near);
            unplug(far);
        }
    }

    /// Carries one direction until either end is gone, which ends the other direction too.
    private void carry(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            from.setSoTimeout((int) NOTICES_WITHIN.toMillis());
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            while (passable()) {
                int read = read(in, buffer);
                if (read < 0 || !hold(read)) {
                    return;
                }
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException unplugged) {
            // Said by ending both ends below.
        } finally {
            unplug(from);
            unplug(to);
        }
    }

    private static int read(InputStream in, byte[] buffer) throws IOException {
        try {
            return in.read(buffer);
        } catch (SocketTimeoutException nothingYet) {
            return 0;
        }
    }

    /// Waits while the cable is silent. False when it is cut or closed.
    private boolean passable() {
        lock.lock();
        try {
            while (weather instanceof Weather.Silent && !closed) {
                changed.awaitUninterruptibly();
            }
            return !closed && !(weather instanceof Weather.Cut);
        } finally {
            lock.unlock();
        }
    }

    /// Keeps bytes back as long as the weather asks. False when the cable went dead meanwhile, and they are lost.
    private boolean hold(int bytes) {
        if (bytes > 0 && weather instanceof Weather.Slow(Duration delay, int bytesPerSecond)) {
            awaitChange(delay.toNanos() + bytes * NANOS_PER_SECOND / bytesPerSecond);
        }
        return passable();
    }

    /// Waits this long, or until the weather changes: a healed cable does not go on being slow.
    private void awaitChange(long nanos) {
        lock.lock();
        try {
            Weather before = weather;
            long left = nanos;
            while (left > 0 && weather.equals(before) && !closed) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void unplugAll() {
        plugged.forEach(this::unplug);
    }

    private void unplug(Socket socket) {
        plugged.remove(socket);
        try {
            socket.close();
        } catch (IOException gone) {
            // Closing is all that was wanted.
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            entrance.close();
        } catch (IOException gone) {
            // Closing is all that was wanted.
        }
        unplugAll();
    }
}
