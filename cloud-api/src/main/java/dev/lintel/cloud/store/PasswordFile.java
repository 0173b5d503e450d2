package dev.lintel.cloud.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/// Reads a secret from the file that a setting names. One that everybody on the machine may read is no secret.
public final class PasswordFile {

    private PasswordFile() {}

    /// @param setting the name of the setting, for the sentence that refuses the start
    public static String read(String setting, Path file) {
        try {
            if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
                throw new StartRefused(setting + " names " + file + ", which everybody may read: chmod 600 it.");
            }
            var text = Files.readString(file).strip();
            if (text.isEmpty()) {
                throw new StartRefused(setting + " names " + file + ", which is empty.");
            }
            return text;
        } catch (IOException e) {
            throw new StartRefused(setting + " names " + file + ", which cannot be read.");
        }
    }
}
