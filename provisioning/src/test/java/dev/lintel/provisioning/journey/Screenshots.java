package dev.lintel.provisioning.journey;

import dev.lintel.provisioning.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Pictures of doors as the journeys saw them, for the README and for whoever wonders about a red run.
final class Screenshots {

    private Screenshots() {}

    static void take(Browser browser, String page, String name) throws IOException {
        Path folder = Repository.root().resolve("provisioning/target/screenshots");
        Files.createDirectories(folder);
        browser.screenshot(page, folder.resolve("door-" + name + "-800x480.png"));
    }
}
