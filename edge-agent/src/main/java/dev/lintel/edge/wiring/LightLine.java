package dev.lintel.edge.wiring;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the line of one light: `rgb gpio12 gpio13`, `ws2812 1-8`, or `simulated`.
final class LightLine {

    private static final Pattern GPIO = Pattern.compile("gpio([0-9]{1,3})");
    private static final Pattern STRETCH = Pattern.compile("([1-9][0-9]{0,3})-([1-9][0-9]{0,3})");
    /// A frame of more would not fit into the 4096 bytes that the kernel sends at once, and a pause would show it too early.
    private static final int LEDS = 440;

    /// Either a light, or why not.
    sealed interface Read {

        record Good(LightWire light) implements Read {}

        record Bad(List<PinBook.Refusal> refusals) implements Read {}
    }

    private final PinBook pins;

    LightLine(PinBook pins) {
        this.pins = pins;
    }

    Read read(String property, String text) {
        List<String> words = List.of(text.split("\\s+"));
        List<String> rest = words.subList(1, words.size());
        return switch (words.getFirst()) {
            case "simulated" -> new Read.Good(new LightWire.Simulated());
            case "rgb" -> rgb(property, rest);
            case "ws2812" -> chain(property, rest);
            default -> bad("\"" + words.getFirst() + "\" is not a kind of light.", "Use rgb, ws2812 or simulated.");
        };
    }

    private Read rgb(String property, List<String> words) {
        List<Integer> numbers = new ArrayList<>();
        List<PinBook.Refusal> refusals = new ArrayList<>();
        for (String word : words) {
            Matcher gpio = GPIO.matcher(word);
            if (gpio.matches()) {
                int pin = Integer.parseInt(gpio.group(1));
                numbers.add(pin);
                pins.pwm(property, pin).ifPresent(refusals::add);
            } else {
                refusals.add(new PinBook.Refusal("\"" + word + "\" is not a pin.", "Use gpio12, gpio13, gpio18 or gpio19."));
            }
        }
        if (words.size() < 2 || words.size() > 3 || numbers.stream().distinct().count() < numbers.size()) {
            refusals.add(new PinBook.Refusal("does not name a pin for each colour.",
                    "Write it as: rgb gpio12 gpio13 (red, green, and blue if there is one)"));
        }
        return refusals.isEmpty() ? new Read.Good(new LightWire.Pwm(numbers)) : new Read.Bad(refusals);
    }

    private Read chain(String property, List<String> words) {
        Matcher stretch = STRETCH.matcher(words.size() == 1 ? words.getFirst() : "");
        if (!stretch.matches()) {
            return bad("does not say which LEDs of the chain.", "Write it as: ws2812 1-8");
        }
        int first = Integer.parseInt(stretch.group(1));
        int last = Integer.parseInt(stretch.group(2));
        if (first > last || last > LEDS) {
            return bad("\"" + words.getFirst() + "\" is no stretch of the chain.", "Count from 1 to " + LEDS + " at most.");
        }
        List<PinBook.Refusal> refusals = new ArrayList<>(pins.spi("the WS2812 chain"));
        for (int led = first; led <= last && refusals.isEmpty(); led++) {
            pins.take(property, "LED " + led + " of the chain").ifPresent(refusals::add);
        }
        return refusals.isEmpty() ? new Read.Good(new LightWire.Chain(first, last)) : new Read.Bad(refusals);
    }

    private static Read bad(String reason, String fix) {
        return new Read.Bad(List.of(new PinBook.Refusal(reason, fix)));
    }
}
