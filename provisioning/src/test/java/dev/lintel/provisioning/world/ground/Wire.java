package dev.lintel.provisioning.world.ground;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The way between one edge and the cloud, in both directions: bytes go in, and some, none, or the same several times come out, in whatever order the weather allows.
///
/// What was under way when the wire is cut is gone. An edge that ends its connection hears nothing more of it; what it has handed over still arrives.
public final class Wire {

    private static final int USUAL_MILLIS = 40;
    private static final int CAPTURED = 20;

    /// @param lost of a hundred messages
    /// @param doubled of a hundred
    /// @param late of a hundred, overtaken by those sent up to some seconds after
    public record Weather(int lost, int doubled, int late) {
        public static final Weather FAIR = new Weather(0, 0, 0);
    }

    private final Timeline time;
    private final Chance chance;
    private final Consumer<byte[]> up;
    private final Consumer<byte[]> down;
    private final List<byte[]> captured = new ArrayList<>();
    private Weather weather = Weather.FAIR;
    private boolean cut;
    private long cuts;
    private long connection;
    private int spoiled;
    private long carried;

    public Wire(Timeline time, Chance chance, Consumer<byte[]> up, Consumer<byte[]> down) {
        this.time = time;
        this.chance = chance;
        this.up = up;
        this.down = down;
    }

    public boolean isCut() {
        return cut;
    }

    public void cut() {
        cut = true;
        cuts++;
    }

    public void heal() {
        cut = false;
    }

    /// The edge's connection has ended.
    public void reset() {
        connection++;
    }

    public void weather(Weather next) {
        weather = next;
    }

    /// The next messages arrive torn or garbled.
    public void spoil(int messages) {
        spoiled += messages;
    }

    public long carried() {
        return carried;
    }

    public void up(byte[] bytes) {
        carry(bytes, up);
    }

    public void down(byte[] bytes) {
        carry(bytes, down);
    }

    /// What somebody who has listened could say again.
    public Optional<byte[]> captured() {
        return captured.isEmpty() ? Optional.empty() : Optional.of(chance.of(captured));
    }

    /// Somebody says again what was said.
    public void replay() {
        captured().ifPresent(old -> time.afterMillis(USUAL_MILLIS, () -> up.accept(old)));
    }

    private void carry(byte[] bytes, Consumer<byte[]> to) {
        if (cut || chance.percent(weather.lost())) {
            return;
        }
        if (captured.size() < CAPTURED && to == up) {
            captured.add(bytes);
        }
        deliver(spoiled > 0 ? garbled(bytes) : bytes, to);
        if (weather.doubled() > 0 && chance.percent(weather.doubled())) {
            deliver(bytes, to);
        }
    }

    /// Never another message that can be read: no TLS lets one through.
    private byte[] garbled(byte[] bytes) {
        spoiled--;
        if (chance.percent(50)) {
            return Arrays.copyOf(bytes, chance.below(bytes.length));
        }
        byte[] other = bytes.clone();
        for (int i = 0; i < 3; i++) {
            other[chance.below(other.length)] ^= (byte) (1 << chance.below(7));
        }
        other[0] = 0;
        return other;
    }

    private void deliver(byte[] bytes, Consumer<byte[]> to) {
        long on = connection;
        long whole = cuts;
        long delay = USUAL_MILLIS;
        if (weather.late() > 0 && chance.percent(weather.late())) {
            delay += chance.below(8_000);
        }
        time.afterMillis(delay, () -> {
            if (whole == cuts && (to == up || on == connection)) {
                carried++;
                to.accept(bytes);
            }
        });
    }
}
