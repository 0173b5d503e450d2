package dev.lintel.edge.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A listener as systemd is one, on the other side of the calls to the C library.
@NullMarked
@SuppressWarnings("NullAway.Init")
class NoticeSocketTest {

    private static final String LISTENER = """
            import socket, sys
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            s.bind(sys.argv[1].replace('@', chr(0)))
            print('listening', flush=True)
            print(s.recv(4096).decode(), flush=True)
            """;

    @TempDir
    Path folder;

    @Test
    void aNoticeArrivesAtAPath() throws Exception {
        assertThat(heard(folder.resolve("notify").toString())).isEqualTo("READY=1");
    }

    @Test
    void aNoticeArrivesAtAnAbstractName() throws Exception {
        assertThat(heard("@lintel-" + folder.getFileName())).isEqualTo("READY=1");
    }

    @Test
    void nobodyThereIsSaid() {
        assertThatThrownBy(() -> new NoticeSocket(folder.resolve("nobody").toString()).send("READY=1"))
                .isInstanceOf(IOException.class);
    }

    private static String heard(String address) throws Exception {
        Process listener;
        try {
            listener = new ProcessBuilder(List.of("python3", "-c", LISTENER, address)).redirectErrorStream(true).start();
        } catch (IOException none) {
            assumeTrue(false, "no python3 here to listen as systemd would");
            throw none;
        }
        try (BufferedReader lines = listener.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("listening");
            new NoticeSocket(address).send("READY=1");
            return String.valueOf(lines.readLine());
        } finally {
            listener.destroy();
        }
    }
}
