package dev.lintel.edge;

import dev.lintel.protocol.wire.Json;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;

/// A real Chromium in front of one door, driven line by line through `panel-ui/browser/browser.mjs`.
@NullMarked
final class TestBrowser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;

    TestBrowser() throws IOException {
        process = new ProcessBuilder("node", "browser/browser.mjs").directory(Path.of("../panel-ui").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        commands = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    void opens(String address) throws IOException {
        ask(Json.object().with("do", "open").with("url", address).with("width", 800).with("height", 480));
    }

    void reloads() throws IOException {
        ask(Json.object().with("do", "reload"));
    }

    void touches(String button) throws IOException {
        ask(Json.object().with("do", "click").with("role", "button").with("name", button));
    }

    /// Touches a button and reads what is then shown for some seconds only.
    String touchesAndReads(String button, String selector) throws IOException {
        return text(ask(Json.object()
                .with("do", "clickAndRead")
                .with("role", "button")
                .with("name", button)
                .with("selector", selector)), "text");
    }

    String reads(String selector) throws IOException {
        return text(ask(Json.object().with("do", "text").with("selector", selector)), "text");
    }

    /// What a screen reader calls the first of these.
    String named(String selector) throws IOException {
        return text(ask(Json.object().with("do", "attribute").with("selector", selector).with("name", "aria-label")), "value");
    }

    /// The names of what the page keeps, once its service worker is there.
    String stored() throws IOException {
        return text(ask(Json.object().with("do", "stored").with("database", "lintel").with("shelf", "kept")), "names");
    }

    /// A state of the screen, as the page names it.
    void sees(String screen, String link) throws IOException {
        waits("main[data-screen='" + screen + "'][data-link='" + link + "']");
    }

    void waits(String selector) throws IOException {
        ask(Json.object().with("do", "waitFor").with("selector", selector).with("timeoutMs", PATIENCE.toMillis()));
    }

    private Json.Obj ask(Json.Obj command) throws IOException {
        commands.write(command.with("page", "door").canonical());
        commands.newLine();
        commands.flush();
        String line = answers.readLine();
        if (line != null && Json.parse(line) instanceof Json.Obj answer && !answer.fields().containsKey("error")) {
            return answer;
        }
        throw new AssertionError("the browser said " + line + " to " + command.canonical());
    }

    private static String text(Json.Obj answer, String name) {
        return answer.fields().get(name) instanceof Json.Text(String value) ? value : "";
    }

    @Override
    public void close() throws IOException {
        commands.close();
        process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }
}
