package dev.lintel.edge.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullMarked
class DataFolderTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void aSecondAgentOnTheSameFolderIsToldSo() throws Exception {
        Path data = folder.resolve("data");
        try (DataFolder held = DataFolder.hold(data)) {
            assertThat(Files.exists(held.resolve("lock"))).isTrue();
            assertThatThrownBy(() -> DataFolder.hold(data)).isInstanceOf(StartRefused.class)
                    .hasMessageContaining("already running")
                    .hasMessageContaining(data.toString());
        }
    }

    @Test
    void theFolderIsFreeAgainWhenItsHolderIsGone() throws Exception {
        DataFolder.hold(folder).close();
        try (DataFolder again = DataFolder.hold(folder)) {
            assertThat(again).isNotNull();
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsASentence() throws Exception {
        Path file = Files.createFile(folder.resolve("occupied"));
        assertThatThrownBy(() -> DataFolder.hold(file.resolve("data"))).isInstanceOf(StartRefused.class)
                .hasMessageContaining("cannot be used");
    }
}
