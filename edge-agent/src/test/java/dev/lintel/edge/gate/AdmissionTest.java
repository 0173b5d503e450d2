package dev.lintel.edge.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// Who is let in while many want to.
@NullMarked
class AdmissionTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Admission admission = new Admission(new SimpleMeterRegistry(), 0);

    private static InetAddress address(int number) {
        try {
            return InetAddress.getByAddress(new byte[]{10, 0, (byte) (number >> 8), (byte) number});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private int entering(InetAddress from, int times, long nowNanos) {
        int entered = 0;
        for (int i = 0; i < times; i++) {
            entered += admission.entered(from, nowNanos) ? 1 : 0;
        }
        return entered;
    }

    @Test
    void oneAddressHasItsShareOfConnectionsAndNoMore() {
        assertThat(entering(address(1), 100, 0)).isEqualTo(Admission.CONNECTIONS_PER_ADDRESS);
        admission.left(address(1));
        assertThat(entering(address(1), 5, SECOND)).isEqualTo(1);
    }

    @Test
    void openingAndClosingInALoopIsBoundedToo() {
        int entered = 0;
        for (int i = 0; i < 1_000; i++) {
            if (admission.entered(address(1), 0)) {
                entered++;
                admission.left(address(1));
            }
        }
        assertThat(entered).isEqualTo(Admission.OPENINGS_AT_ONCE);
    }

    @Test
    void aCrowdOfStrangersLeavesThePanelsTheirRoom() {
        admission.trusted(address(9), 0);
        int strangers = 0;
        for (int i = 100; i < 400; i++) {
            strangers += entering(address(i), 10, i * SECOND / 10);
        }
        assertThat(strangers).isEqualTo(Admission.CONNECTIONS_OF_STRANGERS);
        assertThat(admission.entered(address(500), 60 * SECOND)).as("one more stranger").isFalse();
        assertThat(admission.entered(address(9), 60 * SECOND)).as("a panel that comes back").isTrue();
    }

    @Test
    void aPanelThatWasAStrangerGivesItsPlaceBack() {
        assertThat(entering(address(1), 3, 0)).isEqualTo(3);
        assertThat(admission.strangers()).isEqualTo(3);
        admission.trusted(address(1), 0);
        assertThat(admission.strangers()).isZero();
        admission.left(address(1));
        assertThat(admission.strangers()).isZero();
    }

    @Test
    void anAddressWhoseOnlyPanelWasRevokedIsAStrangersAgain() {
        admission.trusted(address(1), 0);
        admission.trusted(address(2), 0);
        admission.trustedOnly(Set.of(address(2)));
        assertThat(entering(address(1), 1, 0)).isEqualTo(1);
        assertThat(entering(address(2), 1, 0)).isEqualTo(1);
        assertThat(admission.strangers()).isEqualTo(1);
    }

    @Test
    void moreAddressesThanTheTableHoldsForgetNoPanelAndNoConnection() {
        admission.trusted(address(1), 0);
        assertThat(admission.entered(address(2), 0)).isTrue();
        for (int i = 10; i < 10 + 3 * Admission.ADDRESSES; i++) {
            assertThat(admission.asked(address(i), 0)).isTrue();
        }
        admission.left(address(2));
        assertThat(admission.strangers()).isZero();
        assertThat(entering(address(1), 1, 0)).isEqualTo(1);
        assertThat(admission.strangers()).as("the panel is still known as one").isZero();
    }

    @Test
    void requestsAreCountedByAddress() {
        int answered = 0;
        for (int i = 0; i < 1_000; i++) {
            answered += admission.asked(address(1), 0) ? 1 : 0;
        }
        assertThat(answered).isEqualTo(Admission.REQUESTS_AT_ONCE);
        assertThat(admission.asked(address(2), 0)).isTrue();
        assertThat(admission.asked(address(1), SECOND)).as("a second later").isTrue();
    }
}
