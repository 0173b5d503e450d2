package dev.lintel.edge;

import dev.lintel.edge.pairing.TechnicianKey;
import dev.lintel.edge.settings.EdgeSettings;
import dev.lintel.edge.settings.StartRefused;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.Malformed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A technician's words to the agent that runs on the same machine: pair a panel, list panels, remove one.
///
/// It finds the data folder the way the agent does, there the address of the agent that runs, and a key that only the agent's
/// user can read and that proves who speaks.
final class TechnicianCommand {

    /// In the data folder, while an agent listens.
    static final String ADDRESS_FILE = "technician-address";

    private static final Set<String> WORDS = Set.of("pair", "panels", "revoke");
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int WELL = 0;
    private static final int REFUSED = 1;
    private static final int MISUSED = 2;

    private final PrintStream out;
    private final BufferedReader typed;

    TechnicianCommand(PrintStream out, BufferedReader typed) {
        this.out = out;
        this.typed = typed;
    }

    static boolean knows(String word) {
        return WORDS.contains(word);
    }

    static TechnicianCommand atThisTerminal() {
        return new TechnicianCommand(System.out,
                new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())));
    }

    /// Returns the exit code.
    int run(String... args) {
        List<String> words = Arrays.stream(args).filter(word -> !word.startsWith("--")).toList();
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            EdgeSettings settings = Agent.settings(args);
            Agency agency = new Agency(http, URI.create(Files.readString(settings.data().resolve(ADDRESS_FILE)).strip()),
                    Files.readString(settings.data().resolve(TechnicianKey.FILE)).strip());
            return said(words, agency);
        } catch (StartRefused badSettings) {
            badSettings.sentences().forEach(out::println);
            return badSettings.exitCode();
        } catch (IOException e) {
            out.println("The agent cannot be asked: " + e.getMessage() + ". It must be running here, and you its user.");
            return REFUSED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return REFUSED;
        }
    }

    private int said(List<String> words, Agency agency) throws IOException, InterruptedException {
        if (words.size() == 3 && words.getFirst().equals("pair")) {
            return pair(agency, words.get(1), words.get(2));
        }
        if (words.size() == 1 && words.getFirst().equals("panels")) {
            Answer list = agency.ask("GET", "/technician/panels", "");
            if (list.body().fields().get("panels") instanceof Json.Arr panels) {
                panels.items().forEach(panel -> out.println(panel.canonical()));
            }
            return list.status() == 200 ? WELL : refused(list);
        }
        if (words.size() == 2 && words.getFirst().equals("revoke")) {
            Answer gone = agency.ask("DELETE", "/technician/panels/" + encoded(words.get(1)), "");
            if (gone.status() != 200) {
                return refused(gone);
            }
            out.println("Panel " + words.get(1) + " is no longer paired.");
            return WELL;
        }
        out.println("Use: pair <code> <space>, panels, or revoke <panel>.");
        return MISUSED;
    }

    private int pair(Agency agency, String code, String space) throws IOException, InterruptedException {
        Answer seen = agency.ask("GET", "/technician/pairings/" + encoded(code), "");
        if (seen.status() != 200) {
            return refused(seen);
        }
        out.println("Does the screen that you want to pair show these words: " + seen.text("phrase") + " ? [y/N]");
        String answer = typed.readLine();
        if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
            out.println("Nothing was paired.");
            return REFUSED;
        }
        Answer done = agency.ask("POST", "/technician/pairings",
                Json.object().with("code", code).with("space", space).canonical());
        if (done.status() != 200) {
            return refused(done);
        }
        out.println("The screen is now the panel of " + done.text("name") + " (panel " + done.text("panel") + ").");
        return WELL;
    }

    private int refused(Answer answer) {
        out.println(answer.text("message"));
        return REFUSED;
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8);
    }

    private record Answer(int status, Json.Obj body) {

        String text(String name) {
            return body.fields().get(name) instanceof Json.Text text ? text.value() : "";
        }
    }

    /// The running agent, as a technician reaches it.
    private record Agency(HttpClient http, URI address, String key) {

        Answer ask(String method, String path, String body) throws IOException, InterruptedException {
            HttpResponse<String> response = http.send(HttpRequest.newBuilder(address.resolve(path))
                    .timeout(PATIENCE)
                    .header("Authorization", "Bearer " + key)
                    .header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                    .build(), HttpResponse.BodyHandlers.ofString());
            try {
                return new Answer(response.statusCode(),
                        Json.parse(response.body()) instanceof Json.Obj fields ? fields : Json.object());
            } catch (Malformed e) {
                throw new IOException("another program answers at " + address, e);
            }
        }
    }
}
