package dev.lintel.edge;

import dev.lintel.protocol.wire.Json;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/// A tablet with its cookies, and with a key of its own where its browser can make one.
@NullMarked
final class TestTablet {

    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    private final TestAgent agent;
    private final KeyPair keys;
    private final boolean signs;
    private final Map<String, String> cookies = new HashMap<>();

    private TestTablet(TestAgent agent, boolean signs) throws Exception {
        this.agent = agent;
        this.signs = signs;
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        this.keys = generator.generateKeyPair();
    }

    static TestTablet withKey(TestAgent agent) throws Exception {
        return new TestTablet(agent, true);
    }

    static TestTablet withoutKey(TestAgent agent) throws Exception {
        return new TestTablet(agent, false);
    }

    /// The same tablet in front of the agent's next life.
    TestTablet at(TestAgent other) throws Exception {
        TestTablet moved = new TestTablet(other, keys, signs);
        moved.cookies.putAll(cookies);
        return moved;
    }

    private TestTablet(TestAgent agent, KeyPair keys, boolean signs) {
        this.agent = agent;
        this.keys = keys;
        this.signs = signs;
    }

    /// One that has been a panel with this key so far.
    TestTablet showing(String key) {
        cookies.put("lintel-panel", key);
        return this;
    }

    Reply asksForACode() throws Exception {
        Json.Obj body = signs
                ? Json.object().with("publicKey", TEXT.encodeToString(keys.getPublic().getEncoded()))
                : Json.object();
        return kept(agent.post("/panel/pairing", body.canonical(), "Origin", agent.origin(), "Cookie", shown()));
    }

    Reply looks() throws Exception {
        return kept(agent.get("/panel/pairing", "Cookie", shown()));
    }

    Reply signsIn(String panel) throws Exception {
        return signsIn(panel, challenge());
    }

    String challenge() throws Exception {
        return kept(agent.post("/panel/challenge", "{}", "Origin", agent.origin())).text("challenge");
    }

    Reply signsIn(String panel, String challenge) throws Exception {
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(keys.getPrivate());
        signature.update(("lintel-panel 1\n" + panel + "\n" + challenge).getBytes(StandardCharsets.UTF_8));
        Json.Obj body = Json.object()
                .with("panel", panel)
                .with("challenge", challenge)
                .with("signature", TEXT.encodeToString(signature.sign()));
        return kept(agent.post("/panel/session", body.canonical(), "Origin", agent.origin()));
    }

    int session() throws Exception {
        return agent.get("/panel/session", "Cookie", shown()).statusCode();
    }

    TestPanel opensItsSocket() throws Exception {
        return agent.panel(String.valueOf(cookies.get("lintel-panel")));
    }

    private String shown() {
        return cookies.isEmpty()
                ? "none=none"
                : cookies.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).collect(Collectors.joining("; "));
    }

    private Reply kept(HttpResponse<String> response) {
        for (String cookie : response.headers().allValues("set-cookie")) {
            String pair = cookie.substring(0, cookie.indexOf(';'));
            cookies.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        return Reply.of(response);
    }

    /// What came back, read.
    record Reply(int status, Json.Obj body) {

        static Reply of(HttpResponse<String> response) {
            return new Reply(response.statusCode(), (Json.Obj) Json.parse(response.body()));
        }

        String text(String name) {
            return body.fields().get(name) instanceof Json.Text text ? text.value() : "(no " + name + ")";
        }
    }
}
