package dev.lintel.cloud.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lintel.protocol.identity.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {

    private static final DatabaseSettings EMBEDDED = new DatabaseSettings(null, "lintel_owner", null, null, 4);

    @TempDir
    private Path folder;

    /// All tests use the same unpacked programs; only the clusters are their own.
    @BeforeEach
    void shareTheUnpackedPrograms() throws IOException {
        var shared = Files.createDirectories(Path.of("target", "test-postgres-binaries").toAbsolutePath());
        Files.createSymbolicLink(folder.resolve("postgres-binaries"), shared);
    }

    @Test
    void whatWasCommittedIsThereAfterARestartAndTheServerKeepsItsPort() throws Exception {
        try (var data = DataFolder.open(folder)) {
            var tenant = new TenantId(new UUID(1, 1));
            try (var database = open(data)) {
                new Transactions(database).inTenant(tenant, transaction -> insert(transaction, tenant));
            }
            var port = Files.readString(folder.resolve("postgres-port"));
            try (var database = open(data)) {
                assertThat(new Transactions(database).<Integer>inTenant(tenant, EmbeddedPostgresTest::tenants))
                        .isEqualTo(1);
            }
            assertThat(Files.readString(folder.resolve("postgres-port"))).isEqualTo(port);
        }
        assertThat(Files.getPosixFilePermissions(folder.resolve("database-password")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void aServerThatAKilledCloudLeftBehindIsStoppedFirst() throws Exception {
        try (var data = DataFolder.open(folder)) {
            var tenant = new TenantId(new UUID(1, 1));
            var abandoned = open(data);
            new Transactions(abandoned).inTenant(tenant, transaction -> insert(transaction, tenant));
            var pid = Long.parseLong(Files.readAllLines(folder.resolve("postgres/postmaster.pid")).get(0));
            try (var database = open(data)) {
                assertThat(ProcessHandle.of(pid)).isEmpty();
                assertThat(new Transactions(database).<Integer>inTenant(tenant, EmbeddedPostgresTest::tenants))
                        .isEqualTo(1);
            } finally {
                abandoned.close();
            }
        }
    }

    @Test
    void aServerThatIsKilledIsBackWithAllThatWasCommitted() throws Exception {
        try (var data = DataFolder.open(folder)) {
            var tenant = new TenantId(new UUID(1, 1));
            try (var database = open(data)) {
                var transactions = new Transactions(database);
                transactions.inTenant(tenant, transaction -> insert(transaction, tenant));
                var pid = Long.parseLong(Files.readAllLines(folder.resolve("postgres/postmaster.pid")).get(0));
                ProcessHandle.of(pid).orElseThrow().destroyForcibly();
                await().atMost(Duration.ofSeconds(60))
                        .ignoreExceptions()
                        .until(() -> transactions.<Integer>inTenant(tenant, EmbeddedPostgresTest::tenants) == 1
                                && Long.parseLong(Files.readAllLines(folder.resolve("postgres/postmaster.pid")).get(0)) != pid);
            }
        }
    }

    @Test
    void aNumberInThePidFileThatIsAnotherProgramsDoesNotPreventAStart() throws Exception {
        try (var data = DataFolder.open(folder)) {
            open(data).close();
            Files.writeString(folder.resolve("postgres/postmaster.pid"),
                    ProcessHandle.current().pid() + "\n" + folder + "\n");
            open(data).close();
        }
    }

    @Test
    void aSecondCloudOnTheSameFolderIsToldSo() {
        try (var data = DataFolder.open(folder)) {
            assertThatThrownBy(() -> DataFolder.open(folder)).isInstanceOf(StartRefused.class)
                    .hasMessageContaining("Another cloud is running");
            assertThat(data.resolve("cloud.lock")).exists();
        }
    }

    @Test
    void aDatabaseThatAcknowledgesWhatItHasNotWrittenIsRefused() {
        assertThatThrownBy(() -> Durability.require("off", "on")).isInstanceOf(StartRefused.class);
        assertThatThrownBy(() -> Durability.require("on", "off")).isInstanceOf(StartRefused.class);
        Durability.require("on", "on");
        Durability.require("on", "remote_apply");
    }

    @Test
    void synchronousCommitTurnedOffInTheServerPreventsTheStart() throws Exception {
        try (var data = DataFolder.open(folder)) {
            var password = data.secret("database-password", () -> "made-for-this-test");
            try (var server = EmbeddedPostgres.start(data, password)) {
                var external = new DatabaseSettings(server.url(), EmbeddedPostgres.OWNER, null, null, 2);
                Database.open(external, data, password).close();
                try (var connection = DriverManager.getConnection(server.url(), EmbeddedPostgres.OWNER,
                        password); var statement = connection.createStatement()) {
                    statement.execute("ALTER ROLE lintel_owner SET synchronous_commit = off");
                }
                assertThatThrownBy(() -> Database.open(external, data, password).close())
                        .isInstanceOf(StartRefused.class)
                        .hasMessageContaining("synchronous_commit=off");
            }
        }
    }

    private static Database open(DataFolder data) {
        return Database.open(EMBEDDED, data, data.secret("database-password", () -> "made-for-this-test"));
    }

    private static int insert(Handle transaction, TenantId tenant) {
        return transaction.execute("INSERT INTO tenant (id, slug, name, created_at) VALUES (?, 'acme', 'Acme', now())",
                tenant.value());
    }

    private static int tenants(Handle transaction) {
        return transaction.select("SELECT count(*) FROM tenant").mapTo(Integer.class).one();
    }
}
