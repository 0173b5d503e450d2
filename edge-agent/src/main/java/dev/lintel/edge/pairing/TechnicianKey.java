package dev.lintel.edge.pairing;

import dev.lintel.edge.settings.DataFolder;
import io.micronaut.context.annotation.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.random.RandomGenerator;

/// What proves that somebody may do a technician's work on this agent: being able to read a file that only the agent's own
/// user may read. It works when everything but this machine is cut off.
@Context
public final class TechnicianKey {

    /// In the data folder.
    public static final String FILE = "technician-key";

    private final String hash;

    TechnicianKey(DataFolder folder, RandomGenerator chance) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file) || Files.size(file) == 0) {
            DataFolder.ownerOnly(file);
            Files.writeString(file, Secrets.random(chance), StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        }
        this.hash = Secrets.hash(Files.readString(file).strip());
    }

    public boolean opens(String shown) {
        return Secrets.same(hash, Secrets.hash(shown));
    }
}
