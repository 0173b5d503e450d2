package dev.lintel.cloud;

import dev.lintel.protocol.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// A cloud in a process of its own, started as the packaged one is, so that it can be killed and its processor time read.
public final class CloudProcess implements AutoCloseable {

    static final String PASSWORD = "a password for tests";
    private static final long TICKS_A_SECOND = 100;

    private final Path data;
    private final int port;
    private final Process process;

    private CloudProcess(Path data, int port, Process process) {
        this.data = data;
        this.port = port;
        this.process = process;
    }

    /// @param settings further ones, as on the command line
    public static CloudProcess start(Path data, List<String> settings) throws IOException {
        return start(data, Ports.free(), settings);
    }

    public static CloudProcess start(Path data, int port, List<String> settings) throws IOException {
        if (!Files.isDirectory(data)) {
            Files.createDirectories(data, PosixFilePermissions.asFileAttribute(
                    Set.of(PosixFilePermission.OWNER_READ,
                            PosixFilePermission.OWNER_WRITE,
                            PosixFilePermission.OWNER_EXECUTE)));
        }
        var command = new ArrayList<String>(List.of(ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED", "-Xmx512m", "-cp", System.getProperty("java.class.path"),
                "dev.lintel.cloud.Application", "--lintel.data=" + data, "--lintel.http.port=" + port,
                "--lintel.https.port=" + Ports.free()));
        if (settings.stream().noneMatch(setting -> setting.startsWith("--lintel.broker.port="))) {
            command.add("--lintel.broker.port=" + Ports.free());
        }
        command.addAll(settings);
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(data.resolveSibling(data.getFileName() + ".log").toFile()))
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        var cloud = new CloudProcess(data, port, process);
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .ignoreExceptions()
                .until(() -> !process.isAlive() || cloud.api().get("/health").status() == 200);
        if (!process.isAlive()) {
            throw new IllegalStateException("the cloud ended at once, see " + data + ".log");
        }
        return cloud;
    }

    public Api api() {
        return new Api(base());
    }

    public URI base() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public int port() {
        return port;
    }

    public Path data() {
        return data;
    }

    /// The first tenant and its owner, signed in.
    public Api setUp() throws IOException {
        var token = Files.readString(data.resolve("setup-token")).strip();
        var made = api().post("/api/v1/setup", Json.object()
                .with("token", token)
                .with("tenant", "bench")
                .with("name", "Bench")
                .with("ownerName", "Olga")
                .with("email", "olga@bench.example")
                .with("password", PASSWORD));
        if (made.status() >= 300) {
            throw new IllegalStateException(made.toString());
        }
        return signIn("olga@bench.example");
    }

    public Api signIn(String email) {
        return api().bearing(token(email));
    }

    String token(String email) {
        return api().post("/api/v1/sessions",
                Json.object().with("tenant", "bench").with("email", email).with("password", PASSWORD)).text("accessToken");
    }

    /// A connection as the owner of the tables, whom row-level security binds unless told otherwise.
    public Connection owner() throws SQLException {
        try {
            var sqlPort = Files.readString(data.resolve("postgres-port")).strip();
            return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + sqlPort + "/postgres", "lintel_owner",
                    Files.readString(data.resolve("database-password")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long cpuMillis() throws IOException {
        return ticks(process.pid(), false) * 1000 / TICKS_A_SECOND;
    }

    /// Of PostgreSQL and all its processes, those that have ended included.
    public long sqlCpuMillis() throws IOException {
        long server = Long.parseLong(Files.readAllLines(data.resolve("postgres/postmaster.pid")).getFirst().strip());
        long ticks = ticks(server, true);
        for (ProcessHandle child : ProcessHandle.of(server).orElseThrow().children().toList()) {
            ticks += ticks(child.pid(), false);
        }
        return ticks * 1000 / TICKS_A_SECOND;
    }

    private static long ticks(long process, boolean withEnded) throws IOException {
        var stat = Path.of("/proc/" + process + "/stat");
        if (!Files.exists(stat)) {
            return 0;
        }
        var text = Files.readString(stat);
        var fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
        long own = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        return withEnded ? own + Long.parseLong(fields[13]) + Long.parseLong(fields[14]) : own;
    }

    public long pid() {
        return process.pid();
    }

    /// kill -9.
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
