package dev.lintel.provisioning.demo;

import dev.lintel.provisioning.cable.Weather;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// What somebody typed into the terminal of a running demo.
sealed interface DemoOrder {

    /// Change the weather of a floor's cable.
    record Turn(int floor, Weather weather) implements DemoOrder {}

    /// What the simulated sensors of a room are to see.
    ///
    /// @param name of the scene, as the door's agent calls it
    record Scene(int floor, String room, String name) implements DemoOrder {}

    /// Book a room for people who will not come.
    record NoShow(String room) implements DemoOrder {}

    /// Show both sides of every floor.
    record Show() implements DemoOrder {}

    /// Say what can be typed.
    record Explain() implements DemoOrder {}

    /// Not understood; the sentence says why and what would be.
    record Unclear(String sentence) implements DemoOrder {}

    String WORDS = """
            cut FLOOR     pull the cable between a floor's door agent and the cloud, for example: cut 1
            heal FLOOR    plug it in again
            freeze FLOOR  leave it plugged in, but let nothing through; nobody is told
            slow FLOOR    make it a poor line: 400 ms late, 20,000 bytes a second
            people ROOM   the room's simulated sensors see people
            still ROOM    they see one person who does not move
            empty ROOM    they see nobody
            silent ROOM   they have lost their power
            noshow ROOM   book it for people who never come, with a minute of grace: its door asks, then gives it back
            status        what the cloud and each door hold of the other
            help          these words; Ctrl-C stops everything""";

    static DemoOrder of(String typed) {
        List<String> words = List.of(typed.strip().toLowerCase(Locale.ROOT).split("\\s+", 2));
        String floor = words.size() > 1 ? words.get(1) : "";
        return switch (words.getFirst()) {
            case "cut" -> turn(floor, new Weather.Cut());
            case "heal" -> turn(floor, new Weather.Clear());
            case "freeze" -> turn(floor, new Weather.Silent());
            case "slow" -> turn(floor, new Weather.Slow(Duration.ofMillis(400), 20_000));
            case "people" -> scene(floor, "occupied");
            case "still", "empty", "silent" -> scene(floor, words.getFirst());
            case "noshow" -> noShow(floor);
            case "status" -> new Show();
            case "help", "?" -> new Explain();
            default -> new Unclear(
                    "\"" + words.getFirst() + "\" is not one of: cut, heal, freeze, slow, people, still, empty, silent, noshow,"
                            + " status, help.");
        };
    }

    private static DemoOrder turn(String floor, Weather weather) {
        OptionalInt index = IntStream.range(0, DemoSite.FLOORS.size())
                .filter(each -> isCalled(DemoSite.FLOORS.get(each), each + 1, floor))
                .findFirst();
        return index.isPresent()
                ? new Turn(index.getAsInt(), weather)
                : new Unclear("Name a floor from 1 to " + DemoSite.FLOORS.size() + ", for example: cut 1");
    }

    private static DemoOrder scene(String room, String name) {
        for (int floor = 0; floor < DemoSite.FLOORS.size(); floor++) {
            for (DemoSite.Room each : DemoSite.FLOORS.get(floor).rooms()) {
                if (each.name().equalsIgnoreCase(room)) {
                    return new Scene(floor, each.name(), name);
                }
            }
        }
        return new Unclear("Name a room, for example: empty Alder");
    }

    private static DemoOrder noShow(String room) {
        return scene(room, "") instanceof Scene known
                ? new NoShow(known.room())
                : new Unclear("Name a room, for example: noshow Maple");
    }

    private static boolean isCalled(DemoSite.Floor floor, int number, String name) {
        return name.equals(Integer.toString(number)) || name.equals(floor.key())
                || name.equals(floor.name().toLowerCase(Locale.ROOT));
    }
}
