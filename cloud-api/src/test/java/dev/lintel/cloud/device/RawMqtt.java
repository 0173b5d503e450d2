package dev.lintel.cloud.device;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/// MQTT 5 by hand over TLS: says what no honest client library would let through.
@NullMarked
final class RawMqtt implements AutoCloseable {

    static final int GRANTED = 0;
    /// The connection ended where an answer was awaited.
    static final int CUT = -1;

    private static final int CONNACK = 2;
    private static final int PUBLISH = 3;
    private static final int PUBACK = 4;
    private static final int PONG = 13;
    private static final int TIMEOUT_MILLIS = 10_000;

    private final SSLSocket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final List<String> heard = new ArrayList<>();
    private int packet;

    /// A last will, if there is one.
    record Will(String topic, String payload, boolean retained) {}

    private RawMqtt(SSLSocket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    static RawMqtt open(int port, SSLContext tls) throws IOException {
        var plain = new Socket();
        plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
        plain.setTcpNoDelay(true);
        plain.setSoTimeout(TIMEOUT_MILLIS);
        var socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, "localhost", port, true);
        try {
            socket.startHandshake();
            return new RawMqtt(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /// The reason code of the answer, or that there was none.
    int connect(String clientId, @Nullable String user, @Nullable Will will) {
        try {
            var body = new ByteArrayOutputStream();
            text(body, "MQTT");
            body.write(5);
            body.write(0x02 | (user == null ? 0 : 0x80) | (will == null ? 0 : 0x04 | (1 << 3) | (will.retained() ? 0x20 : 0)));
            body.write(0);
            body.write(60);
            body.write(0);
            text(body, clientId);
            if (will != null) {
                body.write(0);
                text(body, will.topic());
                text(body, will.payload());
            }
            if (user != null) {
                text(body, user);
            }
            send(0x10, body);
            while (true) {
                byte[] answer = read(CONNACK);
                if (answer.length > 1) {
                    return answer[1] & 0xff;
                }
            }
        } catch (IOException e) {
            return CUT;
        }
    }

    void publish(String topic, String payload, boolean retained) throws IOException {
        var body = new ByteArrayOutputStream();
        text(body, topic);
        identifier(body);
        body.write(0);
        body.write(payload.getBytes(StandardCharsets.UTF_8));
        send(0x32 | (retained ? 1 : 0), body);
    }

    void subscribe(String filter) throws IOException {
        var body = new ByteArrayOutputStream();
        identifier(body);
        body.write(0);
        text(body, filter);
        body.write(1);
        send(0x82, body);
    }

    /// The reason code of the answer to the last message published, or that the connection ended instead.
    int answer() {
        try {
            byte[] answer = read(PUBACK);
            return answer.length > 2 ? answer[2] & 0xff : GRANTED;
        } catch (IOException e) {
            return CUT;
        }
    }

    /// Waits until everything sent so far has been handled; false when the connection ended meanwhile.
    boolean settle() {
        try {
            out.write(new byte[]{(byte) 0xC0, 0});
            out.flush();
            read(PONG);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// Topics of everything that was delivered here.
    List<String> heard() {
        return heard;
    }

    /// Reads until a packet of this type has come.
    private byte[] read(int type) throws IOException {
        while (true) {
            int first = in.read();
            if (first < 0) {
                throw new EOFException();
            }
            byte[] body = in.readNBytes(length());
            if (first >> 4 == PUBLISH) {
                int size = ((body[0] & 0xff) << 8) | (body[1] & 0xff);
                heard.add(new String(body, 2, size, StandardCharsets.UTF_8));
            }
            if (first >> 4 == type) {
                return body;
            }
        }
    }

    private int length() throws IOException {
        int length = 0;
        for (int shift = 0; shift <= 21; shift += 7) {
            int next = in.readUnsignedByte();
            length |= (next & 0x7f) << shift;
            if (next < 0x80) {
                break;
            }
        }
        return length;
    }

    private void send(int first, ByteArrayOutputStream body) throws IOException {
        var whole = new ByteArrayOutputStream();
        whole.write(first);
        int length = body.size();
        do {
            int next = length & 0x7f;
            length >>= 7;
            whole.write(length > 0 ? next | 0x80 : next);
        } while (length > 0);
        body.writeTo(whole);
        out.write(whole.toByteArray());
        out.flush();
    }

    private void identifier(ByteArrayOutputStream body) {
        packet = packet % 65_535 + 1;
        body.write(packet >> 8);
        body.write(packet);
    }

    private static void text(ByteArrayOutputStream body, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        body.write(bytes.length >> 8);
        body.write(bytes.length);
        body.writeBytes(bytes);
    }

    /// Without a farewell, so that the broker publishes the last will.
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // Already gone.
        }
    }
}
