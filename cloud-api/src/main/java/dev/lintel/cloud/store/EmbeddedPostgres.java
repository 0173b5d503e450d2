package dev.lintel.cloud.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A PostgreSQL of our own: a child process whose cluster lies in the data folder and outlives the cloud.
///
/// It listens on the loopback address only and asks for a password from the first moment. Durability is on. After a
/// `kill -9` of the cloud the server lives on; the next start finds it by `postmaster.pid` and stops it in order,
/// because its settings may be those of an older version.
///
/// A server that fails or is killed is started again: what it had acknowledged is in its log, and the pool's
/// next connections find it at the same port. Until then the cloud says that it is not healthy.
///
/// Started and stopped by one thread; started again by a thread of its own. The monitor keeps the two apart.
final class EmbeddedPostgres implements AutoCloseable {

    static final String OWNER = "lintel_owner";

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    /// Recovery after a power cut replays at most `max_wal_size` (1 GB), which a Raspberry Pi's card reads in this time.
    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration STOP = Duration.ofSeconds(30);

    /// The children of a killed server need a moment to notice; until they are gone a new one refuses to start.
    private static final Duration BETWEEN_REVIVALS = Duration.ofSeconds(1);
    private static final int REVIVALS_AT_MOST = 60;

    private final Path home;
    private final Path cluster;
    private final Path messages;
    private final int port;
    private final String password;
    private Process server;
    private boolean closing;

    private EmbeddedPostgres(Path home, Path cluster, Path messages, int port, String password) throws IOException {
        this.home = home;
        this.cluster = cluster;
        this.messages = messages;
        this.port = port;
        this.password = password;
        this.server = launch(home, cluster, messages, port);
    }

    static EmbeddedPostgres start(DataFolder data, String password) {
        try {
            var home = PostgresBinaries.in(data.resolve("postgres-binaries"));
            var cluster = data.resolve("postgres");
            create(home, cluster, data);
            stopLeftOver(cluster);
            var port = port(data);
            var started = new EmbeddedPostgres(home, cluster, data.resolve("postgres-start.log"), port, password);
            started.awaitReady();
            started.watch();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while PostgreSQL was starting", e);
        }
    }

    private static Process launch(Path home, Path cluster, Path messages, int port) throws IOException {
        return new ProcessBuilder(command(home, "postgres", options(cluster, port)))
                .redirectErrorStream(true)
                .redirectOutput(messages.toFile())
                .start();
    }

    private synchronized void watch() {
        var _ = server.onExit().thenAccept(this::ended);
    }

    /// A server that was told to stop ends with 0, and whoever told it had a reason.
    private void ended(Process gone) {
        if (gone.exitValue() != 0) {
            Thread.ofPlatform().daemon().name("postgres-revival").start(this::revive);
        }
    }

    private void revive() {
        for (var attempt = 1; attempt <= REVIVALS_AT_MOST; attempt++) {
            try {
                synchronized (this) {
                    if (closing) {
                        return;
                    }
                    LOG.error("PostgreSQL has ended by itself and is started again (attempt {})", attempt);
                    server = launch(home, cluster, messages, port);
                }
                awaitReady();
                watch();
                LOG.info("PostgreSQL is back");
                return;
            } catch (IOException | StartRefused e) {
                LOG.warn("PostgreSQL cannot start yet: {}", e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            LockSupport.parkNanos(BETWEEN_REVIVALS.toNanos());
        }
        LOG.error("PostgreSQL could not be started again, see {}; end the cloud and start it anew", messages);
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    String password() {
        return password;
    }

    private static List<String> options(Path cluster, int port) {
        return List.of("-D", cluster.toString(), "-p", Integer.toString(port), //
                "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", //
                "-c", "fsync=on", "-c", "synchronous_commit=on", "-c", "full_page_writes=on", //
                "-c", "max_connections=100", "-c", "jit=off", //
                "-c", "logging_collector=on", "-c", "log_filename=postgresql-%a.log", //
                "-c", "log_truncate_on_rotation=on", "-c", "log_rotation_age=1d");
    }

    private static void create(Path home, Path cluster, DataFolder data) throws IOException, InterruptedException {
        if (Files.exists(cluster.resolve("PG_VERSION"))) {
            return;
        }
        var partial = data.resolve("postgres.partial");
        PostgresBinaries.delete(partial);
        var messages = data.resolve("postgres-start.log");
        var made = new ProcessBuilder(command(home, "initdb", List.of("-D", partial.toString(), "-U", OWNER, //
                "--pwfile", data.resolve("database-password").toString(), "--auth", "scram-sha-256", //
                "--encoding", "UTF8", "--locale", "C", "--locale-provider", "builtin", //
                "--builtin-locale", "C.UTF-8"))).redirectErrorStream(true).redirectOutput(messages.toFile()).start();
        if (made.waitFor() != 0) {
            throw new StartRefused("PostgreSQL could not create its cluster, see " + messages + ": "
                    + lastLine(messages));
        }
        Files.move(partial, cluster, StandardCopyOption.ATOMIC_MOVE);
    }

    /// PostgreSQL refuses to run as root, so root starts it in a user namespace without rights. A session of its own
    /// keeps a Ctrl-C that is meant for the cloud from reaching the server while requests still need it.
    private static List<String> command(Path home, String program, List<String> options) throws IOException {
        var command = new ArrayList<String>();
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            command.add("/usr/bin/setsid");
        }
        if (Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(options);
        return command;
    }

    private static void stopLeftOver(Path cluster) throws IOException, InterruptedException {
        var file = cluster.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return;
        }
        var lines = Files.readAllLines(file);
        var running = lines.isEmpty()
                ? Optional.<ProcessHandle>empty()
                : ProcessHandle.of(Long.parseLong(lines.get(0).strip()));
        if (running.filter(EmbeddedPostgres::isPostgres).isPresent()) {
            LOG.warn("Stopping the PostgreSQL that a killed cloud left behind (process {})", running.get().pid());
            stop(running.get());
        }
        // Another program may have got the number since; the server would take it for a living predecessor.
        Files.deleteIfExists(file);
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.isAlive() && process.info().command().filter(command -> command.endsWith("/postgres")).isPresent();
    }

    /// Fast shutdown: sessions are ended, what is committed is checkpointed. Java can only send TERM, which would wait
    /// for every session for ever.
    private static void stop(ProcessHandle process) throws IOException, InterruptedException {
        new ProcessBuilder("/bin/sh", "-c", "kill -INT " + process.pid()).start().waitFor();
        try {
            process.onExit().get(STOP.toSeconds(), TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException | java.util.concurrent.ExecutionException e) {
            LOG.warn("PostgreSQL did not stop within {} s and is ended; it recovers at its next start",
                    STOP.toSeconds());
            process.destroyForcibly();
        }
    }

    /// The port is kept, so that an administrator's connection string stays right; a port that was taken meanwhile is
    /// replaced, for nobody else depends on it.
    private static int port(DataFolder data) throws IOException {
        var file = data.resolve("postgres-port");
        if (Files.exists(file)) {
            var kept = Integer.parseInt(Files.readString(file).strip());
            if (isFree(kept)) {
                return kept;
            }
            LOG.warn("Port {} of the embedded PostgreSQL is taken; another is chosen", kept);
        }
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            DataFolder.writePrivate(file, Integer.toString(socket.getLocalPort()));
            return socket.getLocalPort();
        }
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void awaitReady() throws InterruptedException {
        var pause = Duration.ofMillis(25);
        for (var waited = Duration.ZERO; waited.compareTo(START) < 0; waited = waited.plus(pause)) {
            if (!current().isAlive()) {
                throw new StartRefused("PostgreSQL ended at once, see " + messages + ": " + lastLine(messages));
            }
            try (var connection = DriverManager.getConnection(url(), OWNER, password)) {
                if (connection.isValid(1)) {
                    return;
                }
            } catch (SQLException e) {
                LOG.trace("PostgreSQL is not ready yet", e);
            }
            Thread.sleep(pause);
        }
        close();
        throw new StartRefused("PostgreSQL was not ready within " + START.toSeconds() + " s, see " + messages + ".");
    }

    private static String lastLine(Path messages) {
        try {
            return Files.readAllLines(messages)
                    .stream()
                    .filter(line -> !line.isBlank())
                    .reduce((earlier, later) -> later)
                    .orElse("it said nothing");
        } catch (IOException e) {
            return "its messages cannot be read";
        }
    }

    private synchronized Process current() {
        return server;
    }

    private synchronized Process last() {
        closing = true;
        return server;
    }

    @Override
    public void close() {
        var ours = last();
        try {
            stop(ours.toHandle());
        } catch (IOException e) {
            throw new UncheckedIOException("stopping PostgreSQL", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ours.destroy();
        }
    }
}
