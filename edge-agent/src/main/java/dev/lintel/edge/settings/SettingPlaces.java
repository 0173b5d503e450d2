package dev.lintel.edge.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Where each setting was made, so that a technician finds the line that is wrong: the file and its line, the variable, or
/// the command line.
///
/// The settings themselves are read by the framework. This reads the same sources again, only far enough to find names in
/// them: keys of a YAML file by their indentation, lines of a properties file as they are.
public final class SettingPlaces {

    private static final String FILES = "micronaut.config.files";
    private static final Pattern YAML_KEY = Pattern.compile("^( *)[\"']?([A-Za-z0-9_.-]+)[\"']?\\s*:(\\s.*)?$");
    private static final Pattern PROPERTY = Pattern.compile("^\\s*([A-Za-z0-9_.-]+)\\s*[=:\\s].*$");
    /// A file of settings has a few dozen lines; what is longer is another file, and is not searched.
    private static final long LIMIT_BYTES = 256 * 1024;

    private final Map<String, String> places = new TreeMap<>();
    private final List<String> written = new ArrayList<>();

    private SettingPlaces() {}

    /// @param args the command line
    /// @param property looks up a Java system property
    /// @param variable looks up an environment variable
    public static SettingPlaces of(String[] args, Function<String, Optional<String>> property,
            Function<String, Optional<String>> variable) {
        SettingPlaces places = new SettingPlaces();
        Optional<String> files = argument(args, FILES).or(() -> property.apply(FILES))
                .or(() -> variable.apply(variable(FILES)));
        files.stream().flatMap(list -> Stream.of(list.split(",", -1))).map(String::strip).forEach(places::search);
        for (String name : SettingsReading.NAMES) {
            variable.apply(variable(name)).ifPresent(_ -> places.places.put(name, "environment variable " + variable(name)));
            property.apply(name).ifPresent(_ -> places.places.put(name, "-D" + name));
        }
        for (String arg : args) {
            if (arg.startsWith("--lintel.") && arg.contains("=")) {
                places.found(arg.substring(2, arg.indexOf('=')), "command line");
            }
        }
        return places;
    }

    /// For settings of which nobody has to be told where they came from.
    public static SettingPlaces none() {
        return new SettingPlaces();
    }

    private static Optional<String> argument(String[] args, String name) {
        return Arrays.stream(args)
                .filter(arg -> arg.startsWith("--" + name + "="))
                .map(arg -> arg.substring(name.length() + 3))
                .findFirst();
    }

    private static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /// Where the value of a setting that counts was made; empty for a default.
    public Optional<String> of(String name) {
        return Optional.ofNullable(places.get(name));
    }

    /// Names under `lintel` that files and the command line have, in the order they were found.
    public List<String> written() {
        return List.copyOf(written);
    }

    private void found(String name, String place) {
        places.put(name, place);
        if (!written.contains(name)) {
            written.add(name);
        }
    }

    private void search(String file) {
        try {
            Path path = Path.of(file.startsWith("file:") ? file.substring("file:".length()) : file);
            if (Files.isRegularFile(path) && Files.size(path) <= LIMIT_BYTES) {
                List<String> lines = Files.readAllLines(path);
                if (file.endsWith(".properties")) {
                    properties(path, lines);
                } else {
                    yaml(path, lines);
                }
            }
        } catch (IOException | InvalidPathException unreadable) {
            // The framework reads the same file, and says what is wrong with it.
        }
    }

    private void properties(Path file, List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            Matcher line = PROPERTY.matcher(lines.get(i));
            if (line.matches()) {
                foundInFile(line.group(1), file, i);
            }
        }
    }

    private record Level(int indent, String key) {}

    private void yaml(Path file, List<String> lines) {
        Deque<Level> path = new ArrayDeque<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher line = YAML_KEY.matcher(lines.get(i));
            if (!line.matches()) {
                continue;
            }
            int indent = line.group(1).length();
            while (!path.isEmpty() && path.getLast().indent() >= indent) {
                path.removeLast();
            }
            path.addLast(new Level(indent, line.group(2)));
            String value = line.group(3) == null ? "" : line.group(3).strip();
            if (!value.isEmpty() && !value.startsWith("#")) {
                foundInFile(String.join(".", path.stream().map(Level::key).toList()), file, i);
            }
        }
    }

    private void foundInFile(String name, Path file, int line) {
        if (name.startsWith("lintel.")) {
            found(name, file + " line " + (line + 1));
        }
    }
}
