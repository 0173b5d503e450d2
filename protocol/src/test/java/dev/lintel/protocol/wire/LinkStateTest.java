package dev.lintel.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NullMarked
class LinkStateTest {

    @Test
    void whatAnEdgeWritesTheCloudReads() {
        assertThat(new String(new LinkState(7, true).bytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"connection\":7,\"state\":\"up\",\"v\":1}");
        assertThat(LinkState.read(new LinkState(7, true).bytes())).contains(new LinkState(7, true));
        assertThat(LinkState.read(new LinkState(8, false).bytes())).contains(new LinkState(8, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "up", "{}", "{\"connection\":-1,\"state\":\"up\"}", "{\"connection\":1,\"state\":\"sideways\"}",
            "{\"connection\":\"1\",\"state\":\"up\"}"})
    void anythingElseIsNoState(String text) {
        assertThat(LinkState.read(text.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }
}
