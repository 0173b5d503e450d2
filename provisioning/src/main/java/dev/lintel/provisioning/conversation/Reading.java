package dev.lintel.provisioning.conversation;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Tells what a record means. One that this program does not know is still shown, in its own words.
final class Reading {

    private static final String LOG = "door log entry";
    private static final String FEED = "feed entry";
    private static final Pattern ASKS = Pattern.compile("panel \\S+ asks: (\\w+)");
    private static final Pattern SENT = Pattern.compile("door log entry (\\d+) sent");
    private static final Pattern APPLIED = Pattern.compile("feed entry (\\d+) (applied|heard again)");
    private static final Pattern TOLD = Pattern.compile("event told to (\\d+) watchers");

    private Reading() {}

    static Said of(LogLine line) {
        return line.ofCloud() ? cloud(line) : door(line);
    }

    private static Said door(LogLine line) {
        Matcher asks = ASKS.matcher(line.message());
        if (asks.matches()) {
            return Said.message(line.at(), Said.PANEL, line.program(), spaced(asks.group(1)));
        }
        Matcher sent = SENT.matcher(line.message());
        if (sent.matches()) {
            return Said.sent(line.at(), line.program(), LOG, Long.parseLong(sent.group(1)));
        }
        Matcher applied = APPLIED.matcher(line.message());
        return applied.matches()
                ? Said.heard(line.at(), line.program(), FEED, Long.parseLong(applied.group(1)), applied.group(2))
                : Said.note(line.at(), line.program(), line.message());
    }

    private static Said cloud(LogLine line) {
        Matcher told = TOLD.matcher(line.message());
        if (told.matches()) {
            return Said.message(line.at(), Said.CLOUD, Said.LISTENERS, "told to " + told.group(1));
        }
        return line.fact("seq").map(Long::parseLong).map(seq -> switch (line.message()) {
            case "feed entry sent" -> Said.sent(line.at(), Said.CLOUD, FEED, seq);
            case "door log entry received" -> Said.heard(line.at(), Said.CLOUD, LOG, seq,
                    line.fact("outcome").map(Reading::spaced).orElse("received"));
            default -> Said.note(line.at(), Said.CLOUD, line.message());
        }).orElseGet(() -> Said.note(line.at(), Said.CLOUD, line.message()));
    }

    /// `StartEarly` is "start early".
    private static String spaced(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }
}
