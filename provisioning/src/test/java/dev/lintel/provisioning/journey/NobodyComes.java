package dev.lintel.provisioning.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lintel.provisioning.Repository;
import dev.lintel.provisioning.cloud.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/// Two rooms are booked for people who never come. In Maple the sensors see nobody: its door asks, gives the room back, and
/// takes the release back when somebody asks for it. In Elm they have lost their power: its door says so and keeps the room.
///
/// Most of it is waiting for a minute of grace to pass, so it is told on a thread and in a browser of its own.
final class NobodyComes {

    private static final Duration SOON = Duration.ofSeconds(20);
    /// The doors may just have been started.
    private static final Duration OPENS = Duration.ofSeconds(100);
    /// A minute of grace, and what a busy machine takes besides.
    private static final Duration GRACE = Duration.ofSeconds(150);

    private final DemoRun demo;
    private final Rooms rooms;

    private NobodyComes(DemoRun demo) {
        this.demo = demo;
        this.rooms = new Rooms(demo);
    }

    /// Tells the story while other things happen; completes with it.
    static CompletableFuture<Void> begins(DemoRun demo) {
        CompletableFuture<Void> told = new CompletableFuture<>();
        Thread.ofPlatform().name("nobody-comes").daemon().start(() -> {
            try (Browser browser = new Browser(Repository.root())) {
                new NobodyComes(demo).tell(browser);
                told.complete(null);
            } catch (Throwable e) {
                told.completeExceptionally(e);
            }
        });
        return told;
    }

    private void tell(Browser browser) throws IOException {
        // What is to be seen stands for twenty seconds: whoever looks is there before.
        browser.open("elm", demo.door("Elm"), 800, 480);
        browser.open("maple", demo.door("Maple"), 800, 480);
        browser.waitFor("elm", "[data-link='live']", OPENS);
        browser.waitFor("maple", "[data-link='live']", OPENS);
        typed("silent Elm", "Elm: the simulated sensors now say silent.");
        typed("noshow Elm", "Elm: booked for people who do not come.");
        Answer doubted = booking("Elm");
        // Maple's door asks for twenty seconds only, so its page stands there before anybody is awaited.
        for (String room : List.of("Elm", "Maple")) {
            String page = room.toLowerCase(Locale.ROOT);
            browser.open(page, demo.door(room), 800, 480);
            browser.waitFor(page, "[data-screen]", GRACE);
        }
        typed("noshow Maple", "Maple: booked for people who do not come.");
        Answer missed = booking("Maple");
        browser.waitFor("maple", "[data-screen='release']", GRACE);
        Screenshots.take(browser, "maple", "release");
        browser.waitFor("maple", "[data-screen='released']", GRACE);
        Screenshots.take(browser, "maple", "released");
        await().atMost(SOON).until(() -> phase(missed).equals("released"));

        // Its grace was over first.
        assertThat(phase(doubted)).as("a meeting that only silent sensors know of").isEqualTo("confirmed");
        assertThat(browser.text("elm", "body")).as("asks whether anybody is there").doesNotContain("Empty?");
        await().atMost(SOON)
                .until(() -> demo.health(1).contains("Elm is not given back: its sensor pir is stale."));
        Screenshots.take(browser, "elm", "sensors-in-doubt");

        browser.click("maple", "button", "Undo");
        browser.waitFor("maple", "[data-screen='in-use']", SOON);
        await().atMost(SOON).until(() -> phase(missed).equals("checked-in"));
        assertThat(phase(doubted)).isEqualTo("confirmed");
    }

    private void typed(String order, String answer) throws IOException {
        demo.type(order);
        await().atMost(SOON).until(() -> demo.says(answer));
    }

    private Answer booking(String room) throws IOException {
        return rooms.bookings(room)
                .stream()
                .filter(each -> each.text("title").equals("Nobody comes"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing is booked in " + room));
    }

    private String phase(Answer booking) {
        try {
            return rooms.phase(booking);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
