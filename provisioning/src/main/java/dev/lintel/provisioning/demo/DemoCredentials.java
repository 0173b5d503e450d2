package dev.lintel.provisioning.demo;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/// The generated passwords and panel keys, in one file that only its owner may read.
///
/// They are made and written before they are used: a run that is killed in between finds them again and goes on.
final class DemoCredentials {

    private static final String FILE = "credentials.properties";

    private final Path file;
    private final boolean isNew;
    private final Properties values;

    private DemoCredentials(Path file, boolean isNew, Properties values) {
        this.file = file;
        this.isNew = isNew;
        this.values = values;
    }

    static DemoCredentials in(DemoFolder folder) {
        Path file = folder.root().resolve(FILE);
        Properties values = new Properties();
        boolean isNew = !Files.exists(file);
        try {
            if (isNew) {
                folder.writePrivately(file, text(generated(new SecureRandom())));
            }
            values.load(new StringReader(Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new DemoCredentials(file, isNew, values);
    }

    private static Map<String, String> generated(SecureRandom random) {
        Map<String, String> values = new TreeMap<>();
        for (DemoSite.Person person : DemoSite.PEOPLE) {
            values.put("password." + person.email(), secret(random, 15));
        }
        for (DemoSite.Floor floor : DemoSite.FLOORS) {
            for (DemoSite.Room room : floor.rooms()) {
                values.put("panel." + room.name(), secret(random, 32));
            }
        }
        return values;
    }

    private static String text(Map<String, String> values) {
        StringBuilder text = new StringBuilder("# Credentials of the demo on this machine. tenant=" + DemoSite.TENANT + "\n");
        values.forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
        return text.toString();
    }

    private static String secret(SecureRandom random, int bytes) {
        byte[] secret = new byte[bytes];
        random.nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    Path file() {
        return file;
    }

    /// True in the run that made them, the only one that prints them.
    boolean isNew() {
        return isNew;
    }

    String password(DemoSite.Person person) {
        return value("password." + person.email());
    }

    String panelKey(DemoSite.Room room) {
        return value("panel." + room.name());
    }

    private String value(String name) {
        String value = values.getProperty(name);
        if (value == null) {
            throw new DemoFailure("The file " + file + " lacks " + name + "; start anew with ./mvnw -Pdemo -Ddemo.fresh");
        }
        return value;
    }
}
