package dev.lintel.edge.hardware.pi;

import dev.lintel.edge.hardware.Colour;
import java.util.List;

/// The bytes that make a WS2812 chain shine when they leave the data pin of SPI at [#HERTZ]. Pure.
///
/// The chain knows a bit by how long the wire stays high. Three bits of SPI make one of the chain: `100` is a zero (417 ns
/// high, 833 ns low), `110` is a one (833 ns high, 417 ns low); the chain allows 150 ns more or less than 400 and 850.
/// After 300 us of low everything received is shown.
final class Ws2812 {

    static final int HERTZ = 2_400_000;

    /// The controller may hold the wire high for a while as it begins; low for some bits, and no colour is harmed.
    private static final int LEAD_BYTES = 2;
    private static final int BYTES_PER_LED = 9;
    /// At this rate a byte takes 3.3 us.
    private static final int SHOW_BYTES = 92;

    private Ws2812() {}

    static byte[] frame(List<Colour> leds) {
        byte[] bytes = new byte[LEAD_BYTES + leds.size() * BYTES_PER_LED + SHOW_BYTES];
        int bit = LEAD_BYTES * Byte.SIZE;
        for (Colour led : leds) {
            // Green comes first, and the highest bit of each part.
            int parts = led.green() << 16 | led.red() << 8 | led.blue();
            for (int i = 23; i >= 0; i--) {
                boolean one = (parts >> i & 1) == 1;
                high(bytes, bit);
                if (one) {
                    high(bytes, bit + 1);
                }
                bit += 3;
            }
        }
        return bytes;
    }

    private static void high(byte[] bytes, int bit) {
        bytes[bit / Byte.SIZE] |= (byte) (0x80 >> bit % Byte.SIZE);
    }
}
