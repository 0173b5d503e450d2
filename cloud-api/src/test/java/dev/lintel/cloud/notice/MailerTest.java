package dev.lintel.cloud.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lintel.cloud.store.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Settings that would let mails silently never leave, or leave unprotected, prevent the start.
class MailerTest {

    @Test
    void withoutAHostNoMailIsSent() {
        assertThat(mailer(null, "starttls", null, null).isOn()).isFalse();
    }

    @Test
    void onlyAServerOnThisMachineMayGoWithoutTls() {
        assertThat(mailer("127.0.0.1", "none", null, null).isOn()).isTrue();
        assertThat(mailer("localhost", "none", null, null).isOn()).isTrue();
        refused("192.0.2.7", "none", null, null, "may be none only for a mail server on this machine");
    }

    @Test
    void wrongSettingsAreSaidInASentence(@TempDir Path folder) throws IOException {
        refused("mail.example", "ssl", null, null, "starttls, implicit or none");
        refused("mail.example", "starttls", "lintel", null, "needed together");
        var open = Files.writeString(folder.resolve("open"), "secret");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        refused("mail.example", "starttls", "lintel", open, "everybody may read");
        refused("mail.example", "starttls", "lintel", folder.resolve("nowhere"), "cannot be read");
        var empty = Files.writeString(folder.resolve("empty"), "\n");
        Files.setPosixFilePermissions(empty, PosixFilePermissions.fromString("rw-------"));
        refused("mail.example", "starttls", "lintel", empty, "is empty");
        assertThatThrownBy(
                () -> new Mailer(new MailSettings("mail.example", 587, "starttls", null, null, null, null), "http://here"))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("lintel.mail.from");
    }

    private static Mailer mailer(@Nullable String host, String tls, @Nullable String user, @Nullable Path passwordFile) {
        return new Mailer(new MailSettings(host, 587, tls, user, passwordFile, null, "rooms@lintel.example"), "http://here/");
    }

    private static void refused(String host, String tls, @Nullable String user, @Nullable Path passwordFile, String because) {
        assertThatThrownBy(() -> mailer(host, tls, user, passwordFile)).isInstanceOf(StartRefused.class)
                .hasMessageContaining(because);
    }
}
