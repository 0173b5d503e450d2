package dev.lintel.edge.sync;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.NullMarked;

/// As little of an MQTT 5 client as a measurement needs: one thread, one packet at a time, nothing between it and the
/// socket but TLS.
@NullMarked
final class RawMqtt implements AutoCloseable {

    private static final int PUBACK = 0x40;

    private final SSLSocket socket;
    private final DataInputStream in;
    private int packets;

    private RawMqtt(SSLSocket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    /// @param suffix makes the client's name its own; a broker that allows only the certificate's gets that one
    static RawMqtt connect(Identity identity, String suffix) throws IOException, GeneralSecurityException {
        SSLSocket socket = (SSLSocket) Tls.as(identity)
                .getSocketFactory()
                .createSocket(identity.brokerHost(), identity.brokerPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        RawMqtt client = new RawMqtt(socket);
        String name = System.getProperty("link.data", "").isEmpty() ? identity.edge() + suffix : identity.edge().toString();
        client.send(0x10, body -> {
            body.writeUTF("MQTT");
            body.write(new byte[]{5, 2, 0, 60, 0});
            body.writeUTF(name);
        });
        client.expect(0x20);
        return client;
    }

    @FunctionalInterface
    private interface Body {
        void to(DataOutputStream out) throws IOException;
    }

    private void send(int kind, Body body) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        body.to(new DataOutputStream(content));
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(kind);
        int left = content.size();
        do {
            packet.write(left > 0x7F ? (left & 0x7F) | 0x80 : left);
            left >>= 7;
        } while (left > 0);
        content.writeTo(packet);
        socket.getOutputStream().write(packet.toByteArray());
    }

    private byte[] expect(int kind) throws IOException {
        int got = in.readUnsignedByte();
        int length = 0;
        for (int shift = 0; shift < 28; shift += 7) {
            int next = in.readUnsignedByte();
            length |= (next & 0x7F) << shift;
            if (next < 0x80) {
                break;
            }
        }
        byte[] body = in.readNBytes(length);
        if ((got & 0xF0) != kind) {
            throw new IOException("packet " + Integer.toHexString(got) + " instead of " + Integer.toHexString(kind));
        }
        return body;
    }

    void subscribe(String topic) throws IOException {
        send(0x82, body -> {
            body.write(new byte[]{0, 9, 0});
            body.writeUTF(topic);
            body.write(1);
        });
        expect(0x90);
    }

    void publish(String topic, byte[] word) throws IOException {
        publishOnly(topic, word);
        acknowledged();
    }

    void publishOnly(String topic, byte[] word) throws IOException {
        packets = packets % 60_000 + 1;
        send(0x32, body -> {
            body.writeUTF(topic);
            body.writeShort(packets);
            body.write(0);
            body.write(word);
        });
    }

    void acknowledged() throws IOException {
        expect(PUBACK);
    }

    /// The next word on a topic, which is acknowledged.
    void received() throws IOException {
        byte[] body = expect(0x30);
        int topic = ((body[0] & 0xFF) << 8) | (body[1] & 0xFF);
        byte high = body[2 + topic];
        byte low = body[3 + topic];
        send(PUBACK, out -> out.write(new byte[]{high, low}));
    }

    @Override
    public void close() throws IOException {
        socket.getOutputStream().write(new byte[]{(byte) 0xE0, 0});
        socket.close();
    }
}
