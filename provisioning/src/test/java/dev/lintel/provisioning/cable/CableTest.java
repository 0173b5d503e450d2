package dev.lintel.provisioning.cable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CableTest {

    private static final int PATIENCE_MILLIS = 10_000;
    private static final int SHORT_MILLIS = 150;
    private static final int NOBODY_LISTENS = 9;

    private ServerSocket echo;
    private Cable cable;

    @BeforeEach
    void anEchoAtTheEndOfACable() throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        echo = server;
        Thread.ofPlatform().daemon().start(() -> answer(server));
        cable = Cable.lay(0, server.getLocalPort());
    }

    @AfterEach
    void allIsUnplugged() throws IOException {
        cable.close();
        echo.close();
    }

    @Test
    void whatEntersComesOutInOrder() throws IOException {
        try (Socket caller = plug()) {
            for (int word = 0; word < 200; word++) {
                say(caller, "word " + word + ";");
            }
            assertThat(hear(caller, 1_690)).startsWith("word 0;word 1;").endsWith("word 198;word 199;");
        }
    }

    @Test
    void aPulledCableEndsWhatWasConnectedAndTakesNobodyNew() throws IOException {
        try (Socket caller = plug()) {
            say(caller, "before");
            assertThat(hear(caller, 6)).isEqualTo("before");
            cable.turn(new Weather.Cut());
            assertThat(ends(caller)).isTrue();
        }
        try (Socket second = plug()) {
            assertThat(ends(second)).isTrue();
        }
        cable.turn(new Weather.Clear());
        try (Socket third = plug()) {
            say(third, "healed");
            assertThat(hear(third, 6)).isEqualTo("healed");
        }
    }

    @Test
    void aSilentCableTellsNobodyAndDeliversAllWhenItIsHealed() throws IOException {
        try (Socket caller = plug()) {
            say(caller, "hello");
            assertThat(hear(caller, 5)).isEqualTo("hello");
            cable.turn(new Weather.Silent());
            say(caller, "is anybody");
            caller.setSoTimeout(SHORT_MILLIS);
            assertThatThrownBy(() -> caller.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            say(caller, " there");
            cable.turn(new Weather.Clear());
            assertThat(hear(caller, 16)).isEqualTo("is anybody there");
        }
    }

    @Test
    void aSilentCableCanBePulled() throws IOException {
        try (Socket caller = plug()) {
            cable.turn(new Weather.Silent());
            say(caller, "lost");
            cable.turn(new Weather.Cut());
            assertThat(ends(caller)).isTrue();
        }
    }

    @Test
    void aSlowCableTakesItsTimeUntilItIsHealed() throws IOException {
        cable.turn(new Weather.Slow(Duration.ofHours(1), 1));
        try (Socket caller = plug()) {
            say(caller, "late");
            caller.setSoTimeout(SHORT_MILLIS);
            assertThatThrownBy(() -> caller.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            cable.turn(new Weather.Clear());
            assertThat(hear(caller, 4)).isEqualTo("late");
        }
    }

    @Test
    void aCableIntoNothingEndsTheCall() throws IOException {
        // A free port that the machine gives out may be given to the cable's own end, which then talks to itself.
        try (Cable nowhere = Cable.lay(0, NOBODY_LISTENS);
                Socket caller = new Socket(InetAddress.getLoopbackAddress(), nowhere.port())) {
            assertThat(ends(caller)).isTrue();
        }
    }

    private Socket plug() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), cable.port());
    }

    private static void say(Socket caller, String words) throws IOException {
        caller.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
    }

    private static String hear(Socket caller, int bytes) throws IOException {
        caller.setSoTimeout(PATIENCE_MILLIS);
        return new String(caller.getInputStream().readNBytes(bytes), StandardCharsets.US_ASCII);
    }

    /// An end may be told by a closed stream or by a reset; both are an end.
    private static boolean ends(Socket caller) throws IOException {
        caller.setSoTimeout(PATIENCE_MILLIS);
        try {
            return caller.getInputStream().read() < 0;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    private static void answer(ServerSocket server) {
        while (!server.isClosed()) {
            try {
                Socket caller = server.accept();
                Thread.ofVirtual().start(() -> repeat(caller));
            } catch (IOException ended) {
                return;
            }
        }
    }

    private static void repeat(Socket caller) {
        try (caller) {
            caller.getInputStream().transferTo(caller.getOutputStream());
        } catch (IOException unplugged) {
            // The test ends connections on purpose.
        }
    }
}
