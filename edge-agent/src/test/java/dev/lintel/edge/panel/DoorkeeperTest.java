package dev.lintel.edge.panel;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class DoorkeeperTest {

    @Test
    void whatTellsWhichRoomsAreInUseIsNotForTheNetwork() {
        assertThat(Doorkeeper.tells("/health")).isTrue();
        assertThat(Doorkeeper.tells("/metrics")).isTrue();
        assertThat(Doorkeeper.tells("/health/live")).isFalse();
        assertThat(Doorkeeper.tells("/door/")).isFalse();
    }
}
