package dev.lintel.cloud.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.cloud.Reply;
import dev.lintel.cloud.TestCloud;
import dev.lintel.protocol.wire.Json;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SignInTest {

    private final TestCloud cloud = TestCloud.running();
    private final TestCloud.Member owner = cloud.newTenant();

    @Test
    void aWrongPasswordAndAnUnknownAddressGetTheSameAnswer() {
        var wrong = cloud.signIn(owner.tenant(), owner.email(), "not the password");
        var unknown = cloud.signIn(owner.tenant(), "nobody@nowhere.example", "not the password");
        assertThat(wrong.status()).isEqualTo(401).isEqualTo(unknown.status());
        assertThat(wrong.text("error")).isEqualTo("sign-in-failed").isEqualTo(unknown.text("error"));
        assertThat(wrong.text("detail")).isEqualTo(unknown.text("detail"));
    }

    @Test
    void ofFortyGuessesAtOnceOnlyAsManyAreLookedAtAsMayFail() throws InterruptedException, ExecutionException {
        var guesses = new ArrayList<Future<Integer>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 40; i++) {
                var guess = "guess number " + i;
                guesses.add(threads.submit(() -> cloud.signIn(owner.tenant(), owner.email(), guess).status()));
            }
        }
        int lookedAt = 0;
        for (var guess : guesses) {
            assertThat(guess.get()).isIn(401, 429);
            lookedAt += guess.get() == 401 ? 1 : 0;
        }
        // One more for each second that has passed.
        assertThat(lookedAt).isBetween(1, 10);
    }

    @Test
    void somebodyAddedByAnOwnerSignsInAndIsNoOwner() {
        var added = owner.api()
                .post("/api/v1/people", Json.object()
                        .with("name", "Mia")
                        .with("email", "mia@x.example")
                        .with("password", TestCloud.PASSWORD)
                        .with("role", "member"));
        assertThat(added.status()).isEqualTo(201);
        var mia = cloud.anybody()
                .bearing(cloud.signIn(owner.tenant(), "mia@x.example", TestCloud.PASSWORD).text("accessToken"));
        assertThat(mia.get("/api/v1/sites").status()).isEqualTo(200);
        assertThat(mia.get("/api/v1/people").text("error")).isEqualTo("forbidden");
    }

    @Test
    void aRefreshTokenIsGoodForTheNextPair() {
        var first = signIn();
        var second = refresh(first);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.text("refreshToken")).isNotEqualTo(first.text("refreshToken"));
        assertThat(cloud.anybody().bearing(second.text("accessToken")).get("/api/v1/me").status()).isEqualTo(200);
    }

    @Test
    void twoTabsThatRefreshTogetherGetTheSameNextToken() {
        var first = signIn();
        assertThat(refresh(first).text("refreshToken")).isEqualTo(refresh(first).text("refreshToken"));
    }

    @Test
    void aCopiedRefreshTokenEndsTheWholeFamily() {
        var first = signIn();
        var third = refresh(refresh(first));
        assertThat(refresh(first).status()).isEqualTo(401);
        assertThat(refresh(third).status()).isEqualTo(401);
    }

    @Test
    void afterSigningOutNothingIsRefreshed() {
        var session = signIn();
        var api = cloud.anybody().bearing(session.text("accessToken"));
        assertThat(api.delete("/api/v1/sessions/current").status()).isEqualTo(204);
        assertThat(refresh(session).status()).isEqualTo(401);
    }

    @Test
    void aTamperedRefreshTokenIsRefused() {
        var token = signIn().text("refreshToken");
        var other = token.replace(".1.", ".2.");
        assertThat(cloud.anybody().post("/api/v1/sessions/refresh", Json.object().with("refreshToken", other)).status())
                .isEqualTo(401);
    }

    private Reply signIn() {
        return cloud.signIn(owner.tenant(), owner.email(), TestCloud.PASSWORD);
    }

    private Reply refresh(Reply session) {
        return cloud.anybody()
                .post("/api/v1/sessions/refresh",
                        Json.object().with("refreshToken", session.text("refreshToken")));
    }
}
