package dev.lintel.cloud.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.cloud.TestCloud;
import dev.lintel.protocol.wire.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuessableTest {

    private final Guessable guessable = new Guessable();

    @ParameterizedTest
    @ValueSource(strings = {"123456789012", "password1234", "Passw0rd1234", "qwertyuiop12", "aaaaaaaaaaaaaaaa",
            "iloveyouiloveyou",
            "olga@first.example", "Olga Petrova"})
    void whatSomebodyWouldTryFirstIsRefused(String password) {
        assertThat(guessable.is(password, List.of("olga@first.example", "Olga Petrova"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {TestCloud.PASSWORD, "correct horse battery staple", "v8Kq2mZr0TyL", "drei kleine Türen am Flur"})
    void whatIsHardToGuessIsTaken(String password) {
        assertThat(guessable.is(password, List.of("olga@first.example", "Olga Petrova"))).isFalse();
    }

    @Test
    void aLongPasswordCostsNoLongTime() {
        var began = System.nanoTime();
        assertThat(guessable.is("ab".repeat(Passwords.LONGEST / 2), List.of())).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void nobodyIsAddedWithOne() {
        var owner = TestCloud.running().newTenant();
        var refused = owner.api()
                .post("/api/v1/people", Json.object()
                        .with("name", "Otto")
                        .with("email", "otto" + Instant.now().toEpochMilli() + "@x.example")
                        .with("password", "password1234")
                        .with("role", "member"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("field")).isEqualTo("password");
    }
}
