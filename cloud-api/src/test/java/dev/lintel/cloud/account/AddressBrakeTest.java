package dev.lintel.cloud.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class AddressBrakeTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-02T09:00:00Z"));
    private final AddressBrake brake = new AddressBrake(now::get);

    @Test
    void thirtyFailuresAMinuteAreEnoughForOneAddressAndNobodyElseWaits() throws UnknownHostException {
        var one = InetAddress.getByName("192.0.2.1");
        for (int i = 0; i < AddressBrake.FAILURES; i++) {
            assertThat(brake.wait(one)).isEmpty();
            brake.failed(one);
        }
        assertThat(brake.wait(one)).isPresent();
        assertThat(brake.wait(InetAddress.getByName("192.0.2.2"))).isEmpty();
        now.updateAndGet(at -> at.plus(Duration.ofMinutes(1)));
        assertThat(brake.wait(one)).isEmpty();
    }

    @Test
    void aSubscribersWholeNetworkIsOneAddress() throws UnknownHostException {
        for (int i = 0; i < AddressBrake.FAILURES; i++) {
            brake.failed(InetAddress.getByName("2001:db8:0:1::" + Integer.toHexString(i + 1)));
        }
        assertThat(brake.wait(InetAddress.getByName("2001:db8:0:1::ffff"))).isPresent();
        assertThat(brake.wait(InetAddress.getByName("2001:db8:0:2::1"))).isEmpty();
    }
}
