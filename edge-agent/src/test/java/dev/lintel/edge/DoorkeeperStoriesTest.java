package dev.lintel.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who gets in at the panel's port and who does not.
@NullMarked
@SuppressWarnings("NullAway.Init")
class DoorkeeperStoriesTest {

    @TempDir
    static Path folder;

    private static TestAgent agent;

    @BeforeAll
    static void start() throws Exception {
        agent = TestAgent.onFloor2(folder);
    }

    @AfterAll
    static void stop() {
        agent.close();
    }

    @Test
    void anUnpairedPanelGetsThePageAndNothingElse() throws Exception {
        assertThat(agent.get("/panel/session").statusCode()).isEqualTo(401);
        HttpResponse<String> anything = agent.get("/panel/anything");
        assertThat(anything.statusCode()).isEqualTo(401);
        assertThat(anything.headers().firstValue("content-type")).hasValueSatisfying(
                type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(anything.body()).contains("\"error\":\"unauthorised\"");
    }

    @Test
    void anUnpairedSocketIsRefusedBeforeItOpens() {
        assertThatThrownBy(() -> agent.panel("a key nobody paired")).isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(java.net.http.WebSocketHandshakeException.class,
                        refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(401));
    }

    @Test
    void aKeyIsTradedForACookieThatNoScriptCanRead() throws Exception {
        HttpResponse<String> opened = agent.post("/panel/session", "{\"key\":\"" + TestAgent.ASPEN_KEY + "\"}", "Origin",
                agent.origin());
        assertThat(opened.statusCode()).isEqualTo(200);
        String cookie = opened.headers().firstValue("set-cookie").orElseThrow();
        assertThat(cookie).containsIgnoringCase("HttpOnly").containsIgnoringCase("SameSite=Strict");
        String value = cookie.substring(0, cookie.indexOf(';'));
        assertThat(agent.get("/panel/session", "Cookie", value).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"key\":\"wrong\"}", "{}", "[]", "not json", "{\"key\":7}"})
    void aWrongKeyOpensNothing(String body) throws Exception {
        HttpResponse<String> refused = agent.post("/panel/session", body, "Origin", agent.origin());
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("set-cookie")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "null", "http://127.0.0.1:1", "://"})
    void aPageFromElsewhereMayNotSpeakForThePanel(String origin) throws Exception {
        assertThat(agent.post("/panel/session", "{\"key\":\"" + TestAgent.ASPEN_KEY + "\"}", "Origin", origin).statusCode())
                .isEqualTo(403);
        assertThatThrownBy(() -> agent.http.newWebSocketBuilder()
                .header("Origin", origin)
                .header("Cookie", "lintel-panel=" + TestAgent.ASPEN_KEY)
                .buildAsync(agent.at("ws://127.0.0.1:" + agent.at("/").getPort() + "/panel/socket"), new WebSocket.Listener() {
                })
                .get()).cause()
                .isInstanceOfSatisfying(java.net.http.WebSocketHandshakeException.class,
                        refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(403));
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:7101", "localhost.evil.example", "[::2]"})
    void aNameThatIsNotOursIsADetour(String host) throws Exception {
        assertThat(firstLine("GET /health HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")).contains(" 421 ");
    }

    @Test
    void ourOwnNamesAreAnswered() throws Exception {
        assertThat(firstLine("GET /health/live HTTP/1.1\r\nHost: LOCALHOST:9\r\nConnection: close\r\n\r\n")).contains(" 200 ");
    }

    @Test
    void pathsDoNotClimbOutOfThePage() throws Exception {
        assertThat(firstLine("GET /door/../application.yml HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .containsAnyOf(" 404 ", " 400 ");
        assertThat(agent.get("/door/..%2F..%2Fapplication.yml").statusCode()).isEqualTo(404);
        assertThat(agent.get("/door/nothing-here.js").statusCode()).isEqualTo(404);
    }

    @Test
    void thePageMaySpeakToThisAgentOnly() throws Exception {
        HttpResponse<String> page = agent.get("/door/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-security-policy")).hasValueSatisfying(policy -> assertThat(policy)
                .contains("default-src 'none'")
                .contains("connect-src 'self' ws://" + agent.at("/").getAuthority()));
        assertThat(page.headers().firstValue("cache-control")).contains("no-cache");
        String tag = page.headers().firstValue("etag").orElseThrow();
        assertThat(agent.get("/door/", "If-None-Match", tag).statusCode()).isEqualTo(304);
    }

    @Test
    void aBodyBeyondTheLimitIsRefused() throws Exception {
        assertThat(agent.post("/panel/session", "x".repeat(70_000), "Origin", agent.origin()).statusCode()).isEqualTo(413);
    }

    @Test
    void healthAndFiguresAreForTheTechnician() throws Exception {
        HttpResponse<String> health = agent.get("/health");
        assertThat(health.statusCode()).as(health.body()).isEqualTo(200);
        assertThat(health.body()).contains("\"id\":\"cloud\"")
                .contains("not enrolled")
                .doesNotContain("Stand-up")
                .doesNotContain("Ada");
        assertThat(agent.get("/metrics").body()).contains("lintel_door_commits_total");
    }

    private static String firstLine(String request) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), agent.at("/").getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().findFirst().orElse("");
        }
    }
}
