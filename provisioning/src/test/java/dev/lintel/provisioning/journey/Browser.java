package dev.lintel.provisioning.journey;

import dev.lintel.provisioning.cloud.Answer;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// A real Chromium, driven line by line through `panel-ui/browser/browser.mjs`. Pages are known by names of our choice.
final class Browser implements AutoCloseable {

    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;

    Browser(Path repository) throws IOException {
        process = new ProcessBuilder("node", "browser/browser.mjs").directory(repository.resolve("panel-ui").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        commands = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    void open(String page, String url, int width, int height) {
        ask("open", page, Map.of("url", url, "width", width, "height", height));
    }

    void reload(String page) {
        ask("reload", page, Map.of());
    }

    void click(String page, String role, String name) {
        ask("click", page, Map.of("role", role, "name", name));
    }

    String text(String page, String selector) {
        return ask("text", page, Map.of("selector", selector)).text("text");
    }

    void waitFor(String page, String selector, Duration atMost) {
        ask("waitFor", page, Map.of("selector", selector, "timeoutMs", (int) atMost.toMillis()));
    }

    void screenshot(String page, Path file) {
        ask("screenshot", page, Map.of("path", file.toAbsolutePath().toString()));
    }

    private Answer ask(String command, String page, Map<String, Object> words) {
        Map<String, Object> all = new TreeMap<>(words);
        all.put("do", command);
        all.put("page", page);
        try {
            commands.write(Answer.json(all));
            commands.newLine();
            commands.flush();
            String line = answers.readLine();
            if (line == null) {
                throw new IllegalStateException("the browser ended before it answered " + all);
            }
            Answer answer = Answer.read(line).orElseThrow(() -> new IllegalStateException("the browser said: " + line));
            return answer.optionalText("error").map(Browser::failed).orElse(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer failed(String error) {
        throw new AssertionError(error);
    }

    @Override
    public void close() throws IOException {
        try {
            commands.close();
            process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
        } finally {
            // A browser that hangs is no reason to leave it behind.
            process.destroyForcibly();
        }
    }
}
