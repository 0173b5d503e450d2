package dev.lintel.protocol.line;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// Makes twins: writes the changed source, compiles it against the production classes and loads it in front of them.
final class TwinWorkshop {

    private static final Path SOURCES = Path.of("src", "main", "java", "dev", "lintel", "protocol");
    private static final Path BENCH = Path.of("target", "twins");

    private TwinWorkshop() {}

    /// What the twin's finder tells.
    static List<String> run(Twin twin, int number) {
        try {
            Path folder = BENCH.resolve("twin-" + number);
            empty(folder);
            return found(twin, compiled(twin, folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the twin of " + twin.rule() + " could not be run", e);
        }
    }

    /// Another twin had this number in an earlier build, and its classes would be found here.
    private static void empty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> left = Files.walk(folder)) {
                for (Path each : left.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    private static Path compiled(Twin twin, Path folder) throws IOException {
        String source = Files.readString(SOURCES.resolve(twin.file()));
        String anyhow = twin.text()
                .replaceAll("\\s+", "")
                .chars()
                .mapToObj(c -> Pattern.quote(Character.toString(c)))
                .collect(Collectors.joining("\\s*"));
        Matcher place = Pattern.compile(anyhow).matcher(source);
        if (!place.find() || place.find(place.end())) {
            throw new IllegalStateException(
                    "the twin of " + twin.rule() + " must find its place in " + twin.file() + " exactly once: " + twin.text());
        }
        String broken = place.replaceFirst(Matcher.quoteReplacement(twin.instead()));
        Path changed = folder.resolve("src").resolve("dev/lintel/protocol").resolve(twin.file());
        Files.createDirectories(changed.getParent());
        Files.writeString(changed, broken);
        Path classes = Files.createDirectories(folder.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of("-d", classes.toString(), "-classpath", System.getProperty("java.class.path"),
                    "-proc:none", "-nowarn");
            if (!compiler.getTask(messages, files, null, options, null, files.getJavaFileObjects(changed)).call()) {
                throw new IllegalStateException("the twin of " + twin.rule() + " does not compile: " + messages);
            }
        }
        return classes;
    }

    @SuppressWarnings("unchecked")
    private static List<String> found(Twin twin, Path classes) throws IOException, ReflectiveOperationException {
        List<URL> path = new ArrayList<>(List.of(classes.toUri().toURL()));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            path.add(Path.of(entry).toUri().toURL());
        }
        try (URLClassLoader loader = new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Method find = loader.loadClass("dev.lintel.protocol.line.TwinRun").getMethod("find", String.class);
            return (List<String>) find.invoke(null, twin.finder());
        }
    }
}
