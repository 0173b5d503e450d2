package dev.lintel.edge.hardware.pi;

import dev.lintel.edge.hardware.Colour;
import dev.lintel.edge.hardware.StatusLight;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/// One chain of WS2812 for a whole floor: each room has a stretch of it. Used by the lights' thread alone.
final class LedChain {

    private final List<Colour> leds = new ArrayList<>();
    private final Consumer<byte[]> wire;
    private boolean news;

    /// @param wire sends bytes out of the data pin of SPI
    LedChain(Consumer<byte[]> wire) {
        this.wire = wire;
    }

    /// The stretch from one LED to another, counted from 1.
    StatusLight stretch(int first, int last) {
        while (leds.size() < last) {
            leds.add(Colour.DARK);
        }
        return new Stretch(first - 1, last);
    }

    private final class Stretch implements StatusLight {

        private final int from;
        private final int until;

        private Stretch(int from, int until) {
            this.from = from;
            this.until = until;
        }

        /// Also what stays the same: a chain that was without power in between has forgotten it.
        @Override
        public void show(Colour colour) {
            Collections.fill(leds.subList(from, until), colour);
            news = true;
        }

        @Override
        public void flush() {
            if (news) {
                // Where that fails it is still news, so that each room of the chain finds its own light failing.
                wire.accept(Ws2812.frame(leds));
                news = false;
            }
        }

        @Override
        public void close() {
            show(Colour.DARK);
            flush();
        }
    }
}
