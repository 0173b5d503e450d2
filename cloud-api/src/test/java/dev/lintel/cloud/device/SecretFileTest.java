package dev.lintel.cloud.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {

    @TempDir
    Path folder;

    /// To whoever may do anything every folder opens, so this one is not there at all.
    @Test
    void aFolderThatCannotBeOpenedDoesNotUndoWhatWasWrittenInIt() {
        assertThatCode(() -> SecretFile.settle(folder.resolve("closed"))).doesNotThrowAnyException();
    }

    @Test
    void theNewContentIsThereAndNothingElse() throws IOException {
        SecretFile.write(folder.resolve("key"), "old");
        SecretFile.write(folder.resolve("key"), "new");

        assertThat(folder.resolve("key")).hasContent("new");
        try (var names = Files.list(folder)) {
            assertThat(names).hasSize(1);
        }
    }
}
