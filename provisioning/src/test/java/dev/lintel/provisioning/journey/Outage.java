package dev.lintel.provisioning.journey;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;

/// What is done to the cable of one of the demo's floors, by the words that anybody would type.
final class Outage {

    private static final Duration SAID_WITHIN = Duration.ofSeconds(30);
    /// The pause between two attempts of a door's link grows to a minute while nobody is there.
    private static final Duration RECONNECTS_WITHIN = Duration.ofSeconds(100);

    private final DemoRun demo;
    private final int floor;

    Outage(DemoRun demo, int floor) {
        this.demo = demo;
        this.floor = floor;
    }

    void cut() throws IOException {
        order("cut", "the cable is PULLED", SAID_WITHIN);
    }

    /// Connections stand, and nothing arrives.
    void freeze() throws IOException {
        order("freeze", "the cable carries nothing", SAID_WITHIN);
    }

    /// Plugs it in, and does not wait for anybody to notice.
    void plugIn() throws IOException {
        order("heal", "the cable is in", SAID_WITHIN);
    }

    /// Plugs it in and waits until the terminal says that both sides hold the same.
    void heal() throws IOException {
        order("heal", "the cable is in; both sides hold the same", RECONNECTS_WITHIN);
    }

    private void order(String word, String answer, Duration patience) throws IOException {
        int before = demo.output().length();
        demo.type(word + " " + floor);
        await().atMost(patience).until(() -> demo.output().substring(before).contains("Floor " + floor + ": " + answer));
    }
}
