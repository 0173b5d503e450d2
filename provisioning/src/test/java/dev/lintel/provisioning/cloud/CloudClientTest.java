package dev.lintel.provisioning.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CloudClientTest {

    private final Set<Integer> callers = ConcurrentHashMap.newKeySet();
    private HttpServer server;

    @BeforeEach
    void aServerThatRemembersItsCallers() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/health", exchange -> {
            callers.add(exchange.getRemoteAddress().getPort());
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write(new byte[]{'{', '}'});
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void itIsGone() {
        server.stop(0);
    }

    @Test
    void howeverManyClientsAskOneAfterTheOtherOneConnectionIsEnough() {
        for (int asked = 0; asked < 30; asked++) {
            assertThat(new CloudClient(URI.create("http://localhost:" + server.getAddress().getPort())).isHealthy()).isTrue();
        }
        assertThat(callers).hasSize(1);
    }
}
