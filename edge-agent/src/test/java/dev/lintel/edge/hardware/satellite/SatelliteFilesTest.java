package dev.lintel.edge.hardware.satellite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.presence.Technology;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullMarked
@SuppressWarnings("NullAway.Init")
class SatelliteFilesTest {

    private static final String HASH = "0123456789abcdef".repeat(4);

    @TempDir
    Path folder;

    private void write(String name, String mode, String text) throws Exception {
        Path file = Files.writeString(folder.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static String file(String kind, String hash) {
        return "{\"space\":\"Aspen\",\"kind\":\"" + kind + "\",\"keySha256\":\"" + hash + "\"}";
    }

    @Test
    void aFileNamesASensorOfARoom() throws Exception {
        write("table.json", "rw-------", file("radar", HASH));
        assertThat(SatelliteFiles.listed(folder)).isEqualTo(new SatelliteFiles.Listed(
                List.of(new Satellite("table", "Aspen", Technology.RADAR, HASH)), List.of()));
    }

    @Test
    void everyFileThatIsLeftOutHasItsReasonAndTheOthersAreRead() throws Exception {
        write("a.json", "rw-------", file("radar", HASH));
        write("b.json", "rw-r--r--", file("pir", "1" + HASH.substring(1)));
        write("c.json", "rw-------", file("camera", "2" + HASH.substring(1)));
        write("d.json", "rw-------", file("pir", "short"));
        write("e.json", "rw-------", "{");
        write("F.json", "rw-------", file("pir", "3" + HASH.substring(1)));
        write("g.json", "rw-------", file("pir", HASH));
        write("h.json", "rw-------", " ".repeat(3_000) + file("pir", "4" + HASH.substring(1)));
        SatelliteFiles.Listed listed = SatelliteFiles.listed(folder);
        assertThat(listed.satellites()).extracting(Satellite::name).containsExactly("a");
        assertThat(listed.troubles()).containsExactlyInAnyOrder(
                "satellites/b.json: others may touch it; give it mode 0600.",
                "satellites/c.json: \"camera\" is not pir, radar or door-contact.",
                "satellites/d.json: it holds space, kind and keySha256 (64 hexadecimal digits).",
                "satellites/e.json: it is not JSON.",
                "satellites/F.json: a satellite's name has small letters, digits and -.",
                "satellites/g.json: it has the key of a; make one for each.",
                "satellites/h.json: it is too large for a satellite's file.");
    }

    @Test
    void noFolderIsNoSatelliteAndNoTrouble() {
        assertThat(SatelliteFiles.listed(folder.resolve("none")).troubles()).isEmpty();
    }
}
