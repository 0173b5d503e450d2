package dev.lintel.edge;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.NullMarked;

/// Ports for what a test starts a moment later.
///
/// A port that the system picks is one that it may give to any outgoing connection before the test listens on it. These lie
/// below the range that systems pick from, are tried first, and are given out once.
@NullMarked
final class Ports {

    private static final int FROM = 15_000;
    private static final int TO = 32_000;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    static int free() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FROM, TO);
            if (!GIVEN.add(port)) {
                continue;
            }
            try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return port;
            } catch (IOException e) {
                // Somebody listens there; it stays among those given, and the next one is tried.
            }
        }
    }
}
