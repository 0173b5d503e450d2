package dev.lintel.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the documents name exists: links and paths as files, types as sources, commands with profiles and properties
/// that the build really reads.
class DocumentsTest {

    private static final Path ROOT = Repository.root();
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)(#[^)]*)?\\)");
    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern TYPE = Pattern.compile("[A-Z][A-Za-z]+[a-z][A-Za-z]*");
    private static final Pattern MAVEN = Pattern.compile("\\./mvnw[^`\\n#]*");
    private static final Set<String> WORDS_THAT_ARE_NO_TYPES = Set.of("Operation-Id", "View", "Desk", "Store", "Link",
            "Listener", "Pump",
            "Controller", "Socket", "Settings", "Command", "Rules");

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path document : documents()) {
            Matcher link = LINK.matcher(Files.readString(document));
            while (link.find()) {
                String target = link.group(1);
                if (!target.contains("://") && !Files.exists(document.resolveSibling(target))) {
                    broken.add(ROOT.relativize(document) + " -> " + target);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    /// What a build makes is left out: a quick one does not make everything.
    @Test
    void everyPathNamedExists() throws IOException {
        Set<String> top = topLevel();
        List<String> missing = new ArrayList<>();
        for (Path document : documents()) {
            for (String word : code(document)) {
                boolean path = word.contains("/") && !word.contains(" ") && !word.contains("/target/")
                        && top.contains(word.substring(0, word.indexOf('/')));
                if (path && !Files.exists(ROOT.resolve(word))) {
                    missing.add(ROOT.relativize(document) + " names " + word);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyTypeOfTheStepTableExists() throws IOException {
        Set<String> sources = sources();
        String table = Files.readString(ROOT.resolve("README.md")).split("## One touch")[1].split("## ")[0];
        List<String> types = new ArrayList<>();
        Matcher code = CODE.matcher(table);
        while (code.find()) {
            if (TYPE.matcher(code.group(1)).matches()) {
                types.add(code.group(1));
            }
        }
        assertThat(types).hasSizeGreaterThanOrEqualTo(8);
        assertThat(sources).containsAll(types);
    }

    @Test
    void everyTypeNamedInTheArchitectureExists() throws IOException {
        Set<String> unknown = new TreeSet<>();
        for (String word : code(ROOT.resolve("docs/architecture.md"))) {
            if (TYPE.matcher(word).matches() && !WORDS_THAT_ARE_NO_TYPES.contains(word)) {
                unknown.add(word);
            }
        }
        unknown.removeAll(sources());
        assertThat(unknown).isEmpty();
    }

    @Test
    void everyCommandUsesProfilesModulesAndPropertiesOfTheBuild() throws IOException {
        String build = Files.readString(ROOT.resolve("pom.xml")) + Files.readString(ROOT.resolve("provisioning/pom.xml"));
        List<String> unknown = new ArrayList<>();
        int commands = 0;
        for (Path document : documents()) {
            Matcher maven = MAVEN.matcher(Files.readString(document));
            while (maven.find()) {
                commands++;
                for (String word : maven.group().strip().split("\\s+")) {
                    if (!isKnown(word, build)) {
                        unknown.add(ROOT.relativize(document) + ": " + maven.group().strip() + " (" + word + ")");
                    }
                }
            }
        }
        assertThat(commands).isGreaterThan(5);
        assertThat(unknown).isEmpty();
    }

    @Test
    void everyProblemSaidByADoorAloneIsInItsCode() throws IOException {
        String section = Files.readString(ROOT.resolve("docs/problems.md")).split("## Said by a door alone")[1];
        StringBuilder code = new StringBuilder();
        try (Stream<Path> files = Files.walk(ROOT.resolve("edge-agent/src/main/java"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                code.append(Files.readString(file));
            }
        }
        List<String> slugs = new ArrayList<>();
        Matcher anchor = Pattern.compile("<a id=\"([a-z-]+)\">").matcher(section);
        while (anchor.find()) {
            slugs.add(anchor.group(1));
        }
        assertThat(slugs).hasSizeGreaterThan(3).allSatisfy(slug -> assertThat(code).contains("\"" + slug + "\""));
    }

    private static boolean isKnown(String word, String build) {
        if (word.startsWith("-P")) {
            return build.contains("<id>" + word.substring(2) + "</id>");
        }
        if (word.startsWith("-Dtest=") || word.startsWith("-Dit.test=")) {
            String named = word.substring(word.indexOf('=') + 1);
            return named.equals("none") || isTest(named + ".java");
        }
        if (word.startsWith("-D")) {
            String property = word.substring(2).split("=")[0];
            return build.contains("<name>" + property + "</name>") || build.contains("<" + property + ">");
        }
        boolean modules = Stream.of(word.split(",")).allMatch(module -> Files.exists(ROOT.resolve(module).resolve("pom.xml")));
        return modules
                || Set.of("./mvnw", "verify", "test", "-q", "-pl", "-am", "formatter:format", "spotless:apply").contains(word);
    }

    private static boolean isTest(String file) {
        return Stream.of("protocol", "cloud-api", "edge-agent", "provisioning").anyMatch(module -> {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                return files.anyMatch(path -> path.endsWith(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static Set<String> code(Path document) throws IOException {
        Set<String> found = new TreeSet<>();
        Matcher code = CODE.matcher(Files.readString(document));
        while (code.find()) {
            found.add(code.group(1));
        }
        return found;
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> top = Files.list(ROOT); Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(top, docs).filter(file -> file.toString().endsWith(".md")).sorted().toList();
        }
    }

    private static Set<String> topLevel() throws IOException {
        try (Stream<Path> files = Files.list(ROOT)) {
            return files.map(path -> path.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    private static Set<String> sources() throws IOException {
        Set<String> types = new TreeSet<>();
        for (String module : List.of("protocol", "cloud-api", "edge-agent", "provisioning")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".java"))
                        .forEach(name -> types.add(name.replace(".java", "")));
            }
        }
        return types;
    }
}
