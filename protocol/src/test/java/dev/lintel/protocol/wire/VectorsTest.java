package dev.lintel.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The golden files are kept for ever: what was written by any version must read the same today.
///
/// A new message gets its file with `-Dvectors.write=true`; files that exist are never rewritten.
class VectorsTest {

    private static final Path FOLDER = Path.of("vectors", "v1");

    @Test
    void everySampleIsWrittenAsItsGoldenFileSays() throws IOException {
        for (Map.Entry<String, String> sample : written().entrySet()) {
            Path file = FOLDER.resolve(sample.getKey() + ".json");
            if (Boolean.getBoolean("vectors.write") && !Files.exists(file)) {
                Files.writeString(file, sample.getValue() + "\n");
            }
            assertThat(file).as("golden file of %s", sample.getKey()).exists();
            assertThat(sample.getValue()).as(sample.getKey()).isEqualTo(Json.parse(Files.readAllBytes(file)).canonical());
        }
    }

    @Test
    void everyGoldenFileReadsAsItsSample() throws IOException {
        for (Map.Entry<String, Envelope> sample : Samples.envelopes().entrySet()) {
            Decoded decoded = new Codec().decode(Files.readAllBytes(FOLDER.resolve(sample.getKey() + ".json")));
            assertThat(decoded).isInstanceOfSatisfying(Decoded.Read.class,
                    read -> assertThat(read.envelope()).isEqualTo(sample.getValue()));
        }
        for (Map.Entry<String, PanelMessage> sample : Samples.panel().entrySet()) {
            PanelDecoded decoded = new PanelCodec().decode(Files.readString(FOLDER.resolve(sample.getKey() + ".json")));
            assertThat(decoded).isEqualTo(new PanelDecoded.Read(sample.getValue()));
        }
    }

    @Test
    void noGoldenFileIsForgotten() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            Set<String> names = files.map(file -> file.getFileName().toString().replace(".json", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(names).isEqualTo(new TreeSet<>(written().keySet()));
        }
    }

    @Test
    void everyGoldenFileIsDescribedOrIsARefusalThatIs() throws IOException {
        String messages = Files.readString(Path.of("..", "docs", "protocol.md"));
        String problems = Files.readString(Path.of("..", "docs", "problems.md"));
        assertThat(written().keySet()).allSatisfy(name -> {
            String slug = name.replace("panel-answer-refused-", "");
            boolean described = messages.contains("/" + name + ".json)") || problems.contains("`" + slug + "`");
            assertThat(described).as("%s in docs/protocol.md or docs/problems.md", name).isTrue();
        });
    }

    private static Map<String, String> written() {
        Map<String, String> all = new TreeMap<>();
        Samples.envelopes()
                .forEach((name, envelope) -> all.put(name, new String(new Codec().encode(envelope), StandardCharsets.UTF_8)));
        Samples.panel().forEach((name, message) -> all.put(name, new PanelCodec().encode(message)));
        return all;
    }
}
