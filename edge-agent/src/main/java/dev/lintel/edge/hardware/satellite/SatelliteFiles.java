package dev.lintel.edge.hardware.satellite;

import dev.lintel.protocol.presence.Technology;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.Malformed;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Satellites as IT lists them: one file each, and only its owner may touch it.
final class SatelliteFiles {

    /// A file is four short lines.
    private static final int FILE_LIMIT_BYTES = 2_048;
    /// More than a floor has rooms for.
    private static final int FILES_LIMIT = 128;
    private static final String ENDING = ".json";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE);

    /// @param troubles files that are left out, each with the reason, as sentences
    record Listed(List<Satellite> satellites, List<String> troubles) {

        Listed {
            satellites = List.copyOf(satellites);
            troubles = List.copyOf(troubles);
        }
    }

    private SatelliteFiles() {}

    static Listed listed(Path folder) {
        List<Satellite> satellites = new ArrayList<>();
        List<String> troubles = new ArrayList<>();
        Map<String, String> keys = new HashMap<>();
        Set<Path> files = new TreeSet<>();
        if (!Files.isDirectory(folder)) {
            return new Listed(satellites, troubles);
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*" + ENDING)) {
            found.forEach(files::add);
        } catch (IOException | DirectoryIteratorException e) {
            troubles.add("satellites: the folder cannot be read; " + owner() + " has to own it.");
        }
        for (Path file : files.stream().limit(FILES_LIMIT).toList()) {
            String shown = "satellites/" + file.getFileName() + ": ";
            switch (read(file)) {
                case Read.Good(Satellite satellite) -> {
                    String other = keys.putIfAbsent(satellite.keySha256(), satellite.name());
                    if (other == null) {
                        satellites.add(satellite);
                    } else {
                        troubles.add(shown + "it has the key of " + other + "; make one for each.");
                    }
                }
                case Read.Bad(String reason) -> troubles.add(shown + reason);
            }
        }
        if (files.size() > FILES_LIMIT) {
            troubles.add("satellites: of " + files.size() + " files only " + FILES_LIMIT + " are read.");
        }
        return new Listed(satellites, troubles);
    }

    private static String owner() {
        return "the agent's user (" + System.getProperty("user.name") + ")";
    }

    private sealed interface Read {

        record Good(Satellite satellite) implements Read {}

        record Bad(String reason) implements Read {}
    }

    private static Read read(Path file) {
        String name = file.getFileName().toString();
        name = name.substring(0, name.length() - ENDING.length());
        try {
            if (!NAME.matcher(name).matches()) {
                return new Read.Bad("a satellite's name has small letters, digits and -.");
            }
            // Whoever may write it could let a sensor of their own in.
            if (!OWNERS.containsAll(Files.getPosixFilePermissions(file))) {
                return new Read.Bad("others may touch it; give it mode 0600.");
            }
            if (Files.size(file) > FILE_LIMIT_BYTES) {
                return new Read.Bad("it is too large for a satellite's file.");
            }
            if (Json.parse(Files.readString(file)) instanceof Json.Obj fields
                    && fields.fields().get("space") instanceof Json.Text(String space)
                    && fields.fields().get("kind") instanceof Json.Text(String kind)
                    && fields.fields().get("keySha256") instanceof Json.Text(String hash) && HASH.matcher(hash).matches()) {
                String own = name;
                return technology(kind).<Read>map(what -> new Read.Good(new Satellite(own, space, what, hash)))
                        .orElseGet(() -> new Read.Bad("\"" + kind + "\" is not pir, radar or door-contact."));
            }
        } catch (IOException | Malformed e) {
            return new Read.Bad(Files.isReadable(file)
                    ? "it is not JSON."
                    : "it cannot be read; " + owner() + " has to own it.");
        }
        return new Read.Bad("it holds space, kind and keySha256 (64 hexadecimal digits).");
    }

    private static Optional<Technology> technology(String kind) {
        return switch (kind) {
            case "pir" -> Optional.of(Technology.PIR);
            case "radar" -> Optional.of(Technology.RADAR);
            case "door-contact" -> Optional.of(Technology.DOOR_CONTACT);
            default -> Optional.empty();
        };
    }
}
