package dev.lintel.provisioning.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.provisioning.Repository;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/// The agent of this build in a process of its own, driven by a program among its tests that has a clock to tell the time by.
final class EdgeProgram {

    private EdgeProgram() {}

    /// Runs it to its end and returns what it said in lines of `prefix what=value`.
    static Properties run(String program, String prefix, String... arguments) throws Exception {
        Path edge = Repository.root().resolve("edge-agent/target");
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-Xmx256m", "-cp",
                edge.resolve("edge-agent.jar") + ":" + edge.resolve("lib") + "/*:" + edge.resolve("test-classes"), program));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Properties said = new Properties();
        StringBuilder last = new StringBuilder();
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(prefix)) {
                    int end = line.indexOf('=');
                    said.setProperty(line.substring(prefix.length(), end), line.substring(end + 1));
                } else if (!line.contains("\"level\":\"INFO\"")) {
                    last.append(line).append('\n');
                }
            }
        } finally {
            process.destroy();
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(last.toString()).isZero();
        return said;
    }
}
