package dev.lintel.provisioning.demo;

import dev.lintel.provisioning.cloud.CloudRefused;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/// The terminal of a running demo: takes orders, and tells of a floor's two sides for as long as they differ.
///
/// One thread reads what is typed, another looks at the floors; a closed input ends the first and disturbs nothing.
final class DemoTerminal {

    private static final Duration BETWEEN_TWO_LOOKS = Duration.ofSeconds(1);

    private final DemoCables cables;
    private final IntFunction<Sides> look;
    private final Consumer<DemoOrder.Scene> stage;
    private final Consumer<String> forNobody;
    private final PrintStream out;
    /// What was last told of each floor that is not level; guarded by this.
    private final Map<Integer, String> told = new HashMap<>();

    DemoTerminal(DemoCables cables, IntFunction<Sides> look, Consumer<DemoOrder.Scene> stage,
            Consumer<String> forNobody, PrintStream out) {
        this.cables = cables;
        this.look = look;
        this.stage = stage;
        this.forNobody = forNobody;
        this.out = out;
    }

    void start(InputStream typed) {
        Thread.ofPlatform().name("demo-terminal").daemon().start(() -> read(typed));
        Thread.ofPlatform().name("demo-sides").daemon().start(this::follow);
    }

    private void read(InputStream typed) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(typed, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    obey(DemoOrder.of(line));
                }
            }
        } catch (IOException closed) {
            // Nobody types any more; the demo goes on.
        }
    }

    private synchronized void obey(DemoOrder order) {
        switch (order) {
            case DemoOrder.Turn(int floor, var weather) -> {
                cables.turn(floor, weather);
                tell(floor);
            }
            case DemoOrder.Scene scene -> play(scene);
            case DemoOrder.NoShow(String room) -> book(room);
            case DemoOrder.Show() -> {
                for (int floor = 0; floor < DemoSite.FLOORS.size(); floor++) {
                    out.println(look.apply(floor).text(ZoneId.systemDefault()));
                }
            }
            case DemoOrder.Explain() -> out.println(DemoOrder.WORDS);
            case DemoOrder.Unclear(String sentence) -> out.println(sentence);
        }
        out.flush();
    }

    private void play(DemoOrder.Scene scene) {
        try {
            stage.accept(scene);
            out.println(scene.room() + ": the simulated sensors now say " + scene.name() + ".");
        } catch (CloudRefused away) {
            out.println(scene.room() + ": its door does not listen (" + away.getMessage() + ").");
        }
    }

    private void book(String room) {
        try {
            forNobody.accept(room);
            out.println(room + ": booked for people who do not come. In 40 seconds its door asks whether anybody is there,"
                    + " 20 seconds later it gives the room back; Undo there takes it again.");
        } catch (CloudRefused refused) {
            out.println(room + ": not booked: " + refused.getMessage());
        }
    }

    private void follow() {
        try {
            while (true) {
                Thread.sleep(BETWEEN_TWO_LOOKS);
                synchronized (this) {
                    java.util.List.copyOf(told.keySet()).forEach(this::tell);
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /// Tells of this floor if something changed, and goes on until both sides hold the same again.
    private void tell(int floor) {
        Sides sides = look.apply(floor);
        String text = sides.text(ZoneId.systemDefault());
        if (!text.equals(told.put(floor, text))) {
            out.println(text);
            out.flush();
        }
        if (sides.areLevel()) {
            told.remove(floor);
        }
    }
}
