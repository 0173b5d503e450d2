package dev.lintel.provisioning;

import java.nio.file.Files;
import java.nio.file.Path;

/// The checkout a test runs in, found from the module's folder upwards.
public final class Repository {

    private Repository() {}

    public static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("not inside a checkout of Lintel");
            }
        }
        return folder;
    }
}
