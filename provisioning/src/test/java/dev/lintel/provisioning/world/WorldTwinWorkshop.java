package dev.lintel.provisioning.world;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// Makes twins: writes the changed source, compiles it against the production classes and loads it, and worlds with it, in front of them.
final class WorldTwinWorkshop {

    private static final Path REPOSITORY = Path.of("..");
    private static final Path BENCH = Path.of("target", "world-twins");
    private static final String SOURCES = "src/main/java/";

    private WorldTwinWorkshop() {}

    /// The promise that this twin breaks; empty where the world did not see it.
    static String broken(WorldTwin twin, int number) throws IOException, ReflectiveOperationException {
        Path classes = compiled(twin, BENCH.resolve("twin-" + number));
        List<URL> path = new ArrayList<>(List.of(classes.toUri().toURL()));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            path.add(Path.of(entry).toUri().toURL());
        }
        try (URLClassLoader loader = new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Method broken = loader.loadClass("dev.lintel.provisioning.world.WorldTwinRun").getMethod("broken", long.class);
            return (String) broken.invoke(null, twin.seed());
        }
    }

    private static Path compiled(WorldTwin twin, Path folder) throws IOException {
        Path file = REPOSITORY.resolve(twin.file());
        String anyhow = twin.text()
                .replaceAll("\\s+", "")
                .chars()
                .mapToObj(c -> Pattern.quote(Character.toString(c)))
                .collect(Collectors.joining("\\s*"));
        Matcher place = Pattern.compile(anyhow).matcher(Files.readString(file));
        if (!place.find() || place.find(place.end())) {
            throw new IllegalStateException("this must stand exactly once in " + twin.file() + ": " + twin.text());
        }
        Path changed = folder.resolve("src").resolve(twin.file().substring(twin.file().indexOf(SOURCES) + SOURCES.length()));
        Files.createDirectories(changed.getParent());
        Files.writeString(changed, place.replaceFirst(Matcher.quoteReplacement(twin.instead())));
        Path classes = Files.createDirectories(folder.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of("-d", classes.toString(), "-classpath", System.getProperty("java.class.path"),
                    "-proc:none", "-nowarn");
            if (!compiler.getTask(messages, files, null, options, null, files.getJavaFileObjects(changed)).call()) {
                throw new IllegalStateException("'" + twin.fault() + "' does not compile: " + messages);
            }
        }
        return classes;
    }
}
