package dev.lintel.edge.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A listener as systemd is one, on the other side of the calls to the C library.
@NullMarked
@SuppressWarnings("NullAway.Init")
class NoticeSocketTest {

    @TempDir
    Path folder;

    @Test
    void aNoticeArrivesAtAPath() throws Throwable {
        assertThat(heard(folder.resolve("notify").toString())).isEqualTo("READY=1");
    }

    @Test
    void aNoticeArrivesAtAnAbstractName() throws Throwable {
        assertThat(heard("@lintel-" + folder.getFileName())).isEqualTo("READY=1");
    }

    @Test
    void nobodyThereIsSaid() {
        assertThatThrownBy(() -> new NoticeSocket(folder.resolve("nobody").toString()).send("READY=1"))
                .isInstanceOf(IOException.class);
    }

    private static String heard(String address) throws Throwable {
        try (DatagramListener listener = DatagramListener.at(address)) {
            new NoticeSocket(address).send("READY=1");
            return listener.hear();
        }
    }
}
