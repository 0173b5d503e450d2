package dev.lintel.cloud.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.cloud.TestCloud;
import dev.lintel.cloud.web.Facts;
import dev.lintel.protocol.wire.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionListTest {

    private final TestCloud cloud = TestCloud.running();
    private final TestCloud.Member owner = cloud.newTenant();

    @Test
    void aPersonSeesWhereTheyAreSignedInAndEndsWhatIsNotTheirs() {
        var stolen = cloud.anybody()
                .with("User-Agent", "A thief's browser")
                .post("/api/v1/sessions", Json.object()
                        .with("tenant", owner.tenant())
                        .with("email", owner.email())
                        .with("password", TestCloud.PASSWORD));
        var sessions = sessions();
        assertThat(sessions).hasSize(2);
        assertThat(sessions.getFirst().fields().get("current")).isEqualTo(new Json.Bool(false));
        assertThat(Facts.text(sessions.getFirst(), "client")).isEqualTo(Optional.of("A thief's browser"));

        var id = Facts.text(sessions.getFirst(), "id").orElseThrow();
        assertThat(owner.api().delete("/api/v1/sessions/" + id).status()).isEqualTo(204);
        assertThat(owner.api().delete("/api/v1/sessions/" + id).status()).isEqualTo(404);
        assertThat(sessions()).hasSize(1);
        assertThat(cloud.anybody()
                .post("/api/v1/sessions/refresh", Json.object().with("refreshToken", stolen.text("refreshToken")))
                .status()).isEqualTo(401);
    }

    @Test
    void anothersSessionIsNotThere() {
        var other = cloud.newPerson(owner.tenant(), owner.tenantId(), Role.MEMBER);
        var id = Facts.text(sessions().getFirst(), "id").orElseThrow();
        assertThat(other.api().delete("/api/v1/sessions/" + id).status()).isEqualTo(404);
    }

    private List<Json.Obj> sessions() {
        return ((Json.Arr) Json.parse(owner.api().get("/api/v1/sessions").body())).items()
                .stream()
                .map(Json.Obj.class::cast)
                .toList();
    }
}
