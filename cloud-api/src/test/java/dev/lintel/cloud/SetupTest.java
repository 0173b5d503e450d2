package dev.lintel.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.wire.Json;
import org.junit.jupiter.api.Test;

class SetupTest {

    private final TestCloud cloud = TestCloud.running();

    @Test
    void ofTwoWhoSetUpAtOnceOneWins() {
        assertThat(cloud.setupReplies()).extracting(Reply::status).containsExactlyInAnyOrder(201, 403);
    }

    @Test
    void aUsedTokenIsGoneAndWorthless() {
        assertThat(cloud.folder().resolve("setup-token")).doesNotExist();
        var again = cloud.anybody()
                .post("/api/v1/setup",
                        Json.object()
                                .with("token", cloud.setupToken())
                                .with("tenant", "second")
                                .with("name", "Second")
                                .with("ownerName", "Otto")
                                .with("email", "otto@second.example")
                                .with("password", TestCloud.PASSWORD));
        assertThat(again.status()).isEqualTo(403);
        assertThat(again.text("error")).isEqualTo("already-set-up");
    }

    @Test
    void theOwnerOfTheFirstTenantCanSignIn() {
        var session = cloud.signIn("first", "Olga@First.example", TestCloud.PASSWORD);
        assertThat(session.status()).isEqualTo(201);
        var me = cloud.anybody().bearing(session.text("accessToken")).get("/api/v1/me");
        assertThat(me.body()).contains("\"role\":\"owner\"").contains("\"name\":\"First\"");
    }

    @Test
    void healthAndFiguresAnswerToAnybody() {
        assertThat(cloud.anybody().get("/health").body()).contains("\"database\"").contains("\"UP\"");
        assertThat(cloud.anybody().get("/metrics").body()).contains("jvm_memory_used_bytes");
    }
}
