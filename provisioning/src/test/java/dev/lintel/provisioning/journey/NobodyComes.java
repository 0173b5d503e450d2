package dev.lintel.provisioning.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lintel.provisioning.Repository;
import dev.lintel.provisioning.cloud.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/// Two rooms are booked for people who never come. In Maple (or else Cedar) the sensors see nobody: its door asks, gives the room back, and
/// takes the release back when somebody asks for it. In Elm they have lost their power: its door says so and keeps the room.
///
/// Most of it is waiting for a minute of grace to pass, so it is told on a thread and in a browser of its own.
final class NobodyComes {

    private static final Duration SOON = Duration.ofSeconds(60);
    /// The doors may just have been started.
    private static final Duration OPENS = Duration.ofSeconds(100);
    /// A minute of grace, and what a busy machine takes besides.
    private static final Duration GRACE = Duration.ofSeconds(150);
    private static final Duration LOOKS_EACH = Duration.ofMillis(500);

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
                NobodyComes story = new NobodyComes(demo);
                story.withWhatIsSeen(browser, () -> story.tell(browser));
                told.complete(null);
            } catch (Throwable e) {
                told.completeExceptionally(e);
            }
        });
        return told;
    }

    @FunctionalInterface
    private interface Telling {
        void tell() throws IOException;
    }

    /// Where the story breaks off, what both doors showed and said just then goes into the failure.
    private void withWhatIsSeen(Browser browser, Telling story) throws IOException {
        try {
            story.tell();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "%s%nElm shows: %s%nMaple shows: %s%nCedar shows: %s%nfloor 1 says: %s%nfloor 2 says: %s%n%s".formatted(
                            e.getMessage(), seen(browser, "Elm"), seen(browser, "Maple"), seen(browser, "Cedar"),
                            checks(1), checks(2),
                            TellsWhatWasSaid.lately(demo)),
                    e);
        }
    }

    private String checks(int floor) {
        return demo.health(floor).replaceFirst("\"lights\".*", "");
    }

    private static String seen(Browser browser, String page) {
        try {
            return browser.text(page, "body").replaceAll("\\s+", " ");
        } catch (AssertionError notThere) {
            return "nothing: " + notThere.getMessage();
        }
    }

    private void tell(Browser browser) throws IOException {
        // What is to be seen stands for twenty seconds: whoever looks is there before.
        for (String room : List.of("Elm", "Maple", "Cedar")) {
            browser.open(room, demo.door(room), 800, 480);
            browser.waitFor(room, "[data-link='live']", OPENS);
        }
        typed("silent Elm", "Elm: the simulated sensors now say silent.");
        typed("noshow Elm", "Elm: booked for people who do not come.");
        Answer doubted = booking("Elm");
        String room = isGivenBack(browser, "Maple", 2) ? "Maple" : "Cedar";
        assertThat(room.equals("Maple") || isGivenBack(browser, room, 1)).as("one of two rooms is given back").isTrue();
        Answer missed = booking(room);

        // Its grace was over first.
        assertThat(phase(doubted)).as("a meeting that only silent sensors know of").isEqualTo("confirmed");
        assertThat(browser.text("Elm", "body")).as("asks whether anybody is there").doesNotContain("Empty?");
        await().atMost(SOON)
                .until(() -> demo.health(1).contains("Elm is not given back: its sensor pir is stale."));
        Screenshots.take(browser, "Elm", "sensors-in-doubt");

        browser.click(room, "button", "Undo");
        browser.waitFor(room, "[data-screen='in-use']", SOON);
        await().atMost(SOON).until(() -> phase(missed).equals("checked-in"));
        assertThat(phase(doubted)).isEqualTo("confirmed");
    }

    /// Books a room for nobody and looks on while its door asks whether anybody is there and gives the room back; or until it
    /// says that it will not. A machine that stood still for half a minute has not seen that nobody came: its door keeps the
    /// room then, and has to say so. Nor has anybody seen the question whose own machine stood still while it was asked.
    private boolean isGivenBack(Browser browser, String room, int floor) throws IOException {
        typed("noshow " + room, room + ": booked for people who do not come.");
        Answer missed = booking(room);
        String kept = room + " is not given back before its booking ends: ";
        AtomicBoolean asked = new AtomicBoolean();
        await().atMost(GRACE).pollInterval(LOOKS_EACH).until(() -> {
            if (!asked.get() && seen(browser, room).contains("Empty?")) {
                Screenshots.take(browser, room, "release");
                asked.set(true);
            }
            return phase(missed).equals("released") || demo.health(floor).contains(kept);
        });
        boolean released = asked.get() && phase(missed).equals("released");
        if (released) {
            browser.waitFor(room, "[data-screen='released']", SOON);
            Screenshots.take(browser, room, "released");
        }
        return released;
    }

    private void typed(String order, String answer) throws IOException {
        demo.type(order);
        await().atMost(SOON).until(() -> demo.says(answer));
    }

    private Answer booking(String room) throws IOException {
        return rooms.bookings(room)
                .stream()
                .filter(each -> each.optionalText("title").equals(Optional.of("Nobody comes")))
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
