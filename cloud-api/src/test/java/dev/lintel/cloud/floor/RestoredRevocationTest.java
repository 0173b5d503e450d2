package dev.lintel.cloud.floor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.cloud.Ports;
import dev.lintel.cloud.device.By;
import dev.lintel.cloud.device.EdgeDesk;
import dev.lintel.cloud.device.EnrolledEdges;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.line.Standing;
import dev.lintel.protocol.wire.LineJson;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The database is put back from a copy that is older than a revocation.
class RestoredRevocationTest {

    @TempDir
    Path folder;

    private final int brokerPort = Ports.free();
    private final TenantId tenant = new TenantId(UUID.randomUUID());
    private @Nullable EmbeddedServer server;

    private record Door(FloorId floor, EnrolledEdges.Enrolled edge) {}

    @AfterEach
    void stop() {
        if (server != null) {
            server.getApplicationContext().close();
        }
    }

    @Test
    void whoWasRevokedAfterTheBackupStaysOut() throws IOException {
        start();
        tenant();
        var lost = door("Lost");
        var honest = door("Honest");
        stop();
        Folders.copy(folder.resolve("postgres"), folder.resolve("backup"));
        start();
        revoke(lost.edge().id());
        var younger = door("Younger than the backup");
        revoke(younger.edge().id());
        assertThat(isLetIn(lost)).isFalse();
        stop();

        Folders.delete(folder.resolve("postgres"));
        Files.move(folder.resolve("backup"), folder.resolve("postgres"));
        Files.createFile(folder.resolve("restored"));
        start();

        assertThat(isLetIn(lost)).as("revoked after the backup").isFalse();
        assertThat(isLetIn(younger)).as("registered and revoked after the backup").isFalse();
        assertThat(isLetIn(honest)).as("never revoked").isTrue();
        assertThat(EnrolledEdges.renews(cloud(), lost.edge())).isFalse();
        assertThat(EnrolledEdges.renews(cloud(), honest.edge())).isTrue();
        assertThat(texts("SELECT state FROM edge WHERE id = '" + lost.edge().id() + "'")).containsExactly("revoked");
        assertThat(texts("SELECT state FROM edge WHERE id = '" + honest.edge().id() + "'")).containsExactly("enrolled");
        assertThat(texts("SELECT kind FROM alarm WHERE floor_id = '" + lost.floor() + "'")).contains("revocation-recalled");
    }

    private boolean isLetIn(Door one) {
        try (var door = new TestDoor(one.edge().id(), one.floor(), one.edge().credential(), brokerPort)) {
            door.connect(1);
            return true;
        } catch (CompletionException e) {
            return false;
        }
    }

    private void revoke(EdgeId edge) {
        var by = new By(tenant, "person:admin", new OperationId(UUID.randomUUID()));
        assertThat(cloud().getBean(EdgeDesk.class).revoke(by, edge, "lost")).isTrue();
    }

    private void start() {
        server = ApplicationContext.run(EmbeddedServer.class, Map.of("lintel.data", folder.toString(), "lintel.broker.port",
                brokerPort, "lintel.http.port", Ports.free(), "lintel.https.port", Ports.free()));
    }

    private ApplicationContext cloud() {
        return Objects.requireNonNull(server).getApplicationContext();
    }

    private void tenant() {
        sql().inTenant(tenant,
                handle -> handle.execute("INSERT INTO tenant (id, slug, name, created_at) VALUES (?, 'restored', 'T', now())",
                        tenant.value()));
    }

    private Door door(String name) {
        var floor = new FloorId(UUID.randomUUID());
        sql().inTenant(tenant, handle -> {
            var site = UUID.randomUUID();
            handle.execute("INSERT INTO site (tenant_id, id, name, time_zone, created_at) VALUES (?, ?, ?, 'UTC', now())",
                    tenant.value(), site, "Site of " + name);
            return handle.execute("""
                    INSERT INTO floor (tenant_id, id, site_id, name, created_at, generation, standing)
                    VALUES (?, ?, ?, ?, now(), ?, ?)
                    """, tenant.value(), floor.value(), site, name, site,
                    LineJson.standing(new Standing.Deciding()).canonical());
        });
        return new Door(floor, EnrolledEdges.enrol(cloud(), tenant, Set.of(floor)));
    }

    private List<String> texts(String query) {
        return sql().inTenant(tenant, handle -> handle.createQuery(query).mapTo(String.class).list());
    }

    private Transactions sql() {
        return cloud().getBean(Transactions.class);
    }
}
