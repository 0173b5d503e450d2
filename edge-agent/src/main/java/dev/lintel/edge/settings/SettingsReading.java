package dev.lintel.edge.settings;

import dev.lintel.edge.wiring.Wiring;
import dev.lintel.edge.wiring.WiringReading;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Reads all settings and collects every fault before it says no.
///
/// It takes a plain lookup rather than a framework's environment: the rules of what is a good setting are then a
/// function that a test can ask with a map.
public final class SettingsReading {

    /// A host name or address literal as it may stand in a `Host` header, without port.
    private static final String HOST_NAME = "[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?|\\[[0-9a-fA-F:]{2,45}]";

    /// What travels without encryption must not leave the machine.
    private static final String OWN_ADDRESS = "localhost|127(\\.[0-9]{1,3}){3}|\\[::1]|::1";

    private static final Set<String> EVERY_ADDRESS = Set.of("0.0.0.0", "::", "[::]");

    /// Every setting there is; whatever else is written under `lintel` is a slip of the pen.
    static final List<String> NAMES = Stream
            .concat(WiringReading.NAMES.stream(), Stream.of("lintel.data", "lintel.panel.host", "lintel.panel.port",
                    "lintel.panel.https.host", "lintel.panel.https.port", "lintel.panel.names", "lintel.panel.locale",
                    "lintel.panel.time-zone", "lintel.panel.clock", "lintel.cloud.url", "lintel.broker.address",
                    "lintel.enrolment.token-file", "lintel.enrolment.token", "lintel.presence.simulated", "lintel.log.level"))
            .toList();

    /// One setting that is wrong: which, where it was made, why it is wrong, and what to do.
    ///
    /// @param place the file and its line, the variable, or the command line; empty where it was not made at all
    public record Fault(String property, Optional<String> place, String reason, String fix) {

        @Override
        public String toString() {
            return place.map(where -> where + ": ").orElse("") + property + " " + reason + " " + fix;
        }
    }

    /// Either settings or everything that is wrong with them, never both.
    public sealed interface Outcome {

        record Good(EdgeSettings settings, Wiring wiring) implements Outcome {}

        record Bad(List<Fault> faults) implements Outcome {

            public Bad {
                faults = List.copyOf(faults);
            }
        }
    }

    private final Function<String, Optional<String>> lookup;
    private final SettingPlaces places;
    private final List<Fault> faults = new ArrayList<>();

    private SettingsReading(Function<String, Optional<String>> lookup, SettingPlaces places) {
        this.lookup = lookup;
        this.places = places;
    }

    /// Reads the settings from a lookup of property names to texts.
    public static Outcome read(Function<String, Optional<String>> lookup, SettingPlaces places) {
        return new SettingsReading(lookup, places).read();
    }

    private Outcome read() {
        slips();
        Optional<Path> data = path("lintel.data");
        if (data.isEmpty() && text("lintel.data").isEmpty()) {
            fault("lintel.data", "is not set.", "Name the folder in which this edge keeps its data.");
        }
        String host = text("lintel.panel.host").orElse("127.0.0.1");
        if (!host.matches(OWN_ADDRESS)) {
            fault("lintel.panel.host", "\"" + host + "\" is not an address of this machine alone.",
                    "Use 127.0.0.1; panels elsewhere are served over HTTPS at lintel.panel.https.host.");
        }
        int port = port("lintel.panel.port", 7101);
        Set<String> names = names();
        Optional<EdgeSettings.Lan> lan = lan(names);
        Optional<URI> cloud = cloud();
        Optional<Path> tokenFile = path("lintel.enrolment.token-file");
        if (tokenFile.isPresent() && text("lintel.cloud.url").isEmpty()) {
            fault("lintel.cloud.url", "is not set, but an enrolment token is.",
                    "Name the cloud that issued the token, for example https://lintel.example:8443.");
        }
        if (text("lintel.enrolment.token").isPresent()) {
            fault("lintel.enrolment.token", "would put a secret where other users can read it.",
                    "Write the token to a file of mode 0600 and name it in lintel.enrolment.token-file.");
        }
        Optional<InetSocketAddress> broker = broker();
        Locale locale = locale();
        ZoneId zone = zone();
        boolean hour12 = clock();
        simulated();
        Wiring wiring = wiring();
        if (!faults.isEmpty() || data.isEmpty()) {
            return new Outcome.Bad(faults);
        }
        return new Outcome.Good(
                new EdgeSettings(data.get(), host, port, lan, names, cloud, tokenFile, broker, locale, zone, hour12),
                wiring);
    }

    private Optional<EdgeSettings.Lan> lan(Set<String> names) {
        int port = port("lintel.panel.https.port", 7443);
        Optional<String> host = text("lintel.panel.https.host");
        if (host.isPresent() && !host.get().matches(HOST_NAME) && !EVERY_ADDRESS.contains(host.get())) {
            fault("lintel.panel.https.host", "\"" + host.get() + "\" is not a host name or address.",
                    "Use the address at which panels reach this machine, or 0.0.0.0 for all of its addresses.");
        }
        if (host.isPresent() && port == 0) {
            fault("lintel.panel.https.port", "0 takes another port at each start, where no panel would find it.",
                    "Choose a port; the default is 7443.");
        }
        if (host.filter(EVERY_ADDRESS::contains).isPresent() && names.isEmpty()) {
            fault("lintel.panel.names", "is empty, but lintel.panel.https.host listens everywhere.",
                    "List the names and addresses that panels use; the certificate speaks for these.");
        }
        return host.map(address -> new EdgeSettings.Lan(address, port));
    }

    private Set<String> names() {
        Set<String> names = Stream.of(text("lintel.panel.names").orElse("").split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
        names.stream()
                .filter(name -> !name.matches(HOST_NAME))
                .sorted()
                .forEach(name -> fault("lintel.panel.names", "\"" + name + "\" is not a host name.",
                        "List the names without port, separated by commas."));
        return names;
    }

    private Optional<URI> cloud() {
        Optional<String> text = text("lintel.cloud.url");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI uri = URI.create(text.get());
            if ("https".equals(uri.getScheme()) && uri.getHost() != null && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null) {
                return Optional.of(uri);
            }
        } catch (IllegalArgumentException notAnAddress) {
            // Reported below with all other addresses that do not do.
        }
        fault("lintel.cloud.url", "\"" + text.get() + "\" is not an https address.",
                "Write it as https://host:port, without user, query or password.");
        return Optional.empty();
    }

    private Optional<InetSocketAddress> broker() {
        Optional<String> text = text("lintel.broker.address");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        int colon = text.get().lastIndexOf(':');
        String host = text.get().substring(0, Math.max(colon, 0));
        String port = text.get().substring(colon + 1);
        if (host.matches(HOST_NAME) && port.matches("[1-9][0-9]{0,4}") && Integer.parseInt(port) <= 65_535) {
            return Optional.of(InetSocketAddress.createUnresolved(host, Integer.parseInt(port)));
        }
        fault("lintel.broker.address", "\"" + text.get() + "\" is not a host and a port.",
                "Write it as host:port, or leave it out to use the address the cloud named.");
        return Optional.empty();
    }

    private Locale locale() {
        String text = text("lintel.panel.locale").orElse("en-GB");
        Locale locale = Locale.forLanguageTag(text);
        if (locale.getLanguage().isEmpty()) {
            fault("lintel.panel.locale", "\"" + text + "\" is not a language tag.",
                    "Use a tag such as en-GB, de-DE or ar.");
        }
        return locale;
    }

    private ZoneId zone() {
        String text = text("lintel.panel.time-zone").orElse("UTC");
        try {
            return ZoneId.of(text);
        } catch (DateTimeException unknown) {
            fault("lintel.panel.time-zone", "\"" + text + "\" is not a time zone.",
                    "Use a name such as Europe/Berlin.");
            return ZoneId.of("UTC");
        }
    }

    private boolean clock() {
        String text = text("lintel.panel.clock").orElse("24h");
        if (!text.equals("12h") && !text.equals("24h")) {
            fault("lintel.panel.clock", "\"" + text + "\" is not a form of clock.", "Use 24h or 12h.");
        }
        return text.equals("12h");
    }

    private void simulated() {
        String text = text("lintel.presence.simulated").orElse("false");
        if (!text.equals("true") && !text.equals("false")) {
            fault("lintel.presence.simulated", "\"" + text + "\" is neither true nor false.",
                    "Use true for sensors that exist in memory only, or leave it out.");
        }
    }

    private Wiring wiring() {
        WiringReading.Outcome read = WiringReading.read(places.written(), lookup);
        read.faults().forEach(fault -> fault(fault.property(), fault.reason(), fault.fix()));
        return read.wiring();
    }

    /// A setting with a misspelt name would otherwise have no effect, and nobody would know why.
    private void slips() {
        for (String name : places.written()) {
            if (!NAMES.contains(name) && !WiringReading.reads(name)) {
                fault(name, "is not a setting.", nearest(name).map(near -> "Did you mean " + near + "?")
                        .orElse("Remove it; docs/configuration.md has all there are."));
            }
        }
    }

    private static Optional<String> nearest(String name) {
        return NAMES.stream()
                .filter(known -> distance(name, known) <= Math.min(4, known.length() / 4))
                .min(Comparator.comparingInt(known -> distance(name, known)));
    }

    /// How many letters have to be put in, left out or changed to make one of the other.
    private static int distance(String one, String other) {
        int[] row = IntStream.rangeClosed(0, other.length()).toArray();
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }

    private int port(String property, int otherwise) {
        Optional<String> text = text(property);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            int port = Integer.parseInt(text.get());
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // Reported below with the numbers out of range.
        }
        fault(property, "\"" + text.get() + "\" is not a port.", "Use a number from 1 to 65535, or 0 for a free one.");
        return otherwise;
    }

    private Optional<Path> path(String property) {
        return text(property).flatMap(text -> {
            try {
                return Optional.of(Path.of(text).toAbsolutePath().normalize());
            } catch (InvalidPathException notAPath) {
                fault(property, "\"" + text + "\" is not a path.", "Name a file or folder of this machine.");
                return Optional.empty();
            }
        });
    }

    private Optional<String> text(String property) {
        return lookup.apply(property).map(String::strip).filter(text -> !text.isEmpty());
    }

    private void fault(String property, String reason, String fix) {
        faults.add(new Fault(property, places.of(property), reason, fix));
    }
}
