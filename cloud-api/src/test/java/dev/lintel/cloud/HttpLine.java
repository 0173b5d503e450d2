package dev.lintel.cloud;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// One connection that asks and waits, again and again, with next to no processor time of its own.
///
/// A benchmark on two cores measures its own client too. [Api] goes through the JDK's client, which spends as much on a small
/// request as the cloud spends on answering it; the bare SQL beside it pays for no such thing.
///
/// Used by one thread. It reads what this cloud writes: bodies with a length.
final class HttpLine implements AutoCloseable {

    private static final int NOTHING = -1;

    private final Socket socket;
    private final InputStream in;
    private final String host;

    HttpLine(URI base) throws IOException {
        socket = new Socket(base.getHost(), base.getPort());
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        host = base.getAuthority();
    }

    /// The status of the answer; its body is read and forgotten.
    int post(String path, String token, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var head = "POST " + path + " HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Bearer " + token
                + "\r\nContent-Type: application/json\r\nContent-Length: " + bytes.length + "\r\n\r\n";
        var out = socket.getOutputStream();
        var first = head.getBytes(StandardCharsets.US_ASCII);
        var all = new byte[first.length + bytes.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(bytes, 0, all, first.length, bytes.length);
        out.write(all);
        var status = Integer.parseInt(line().split(" ", 3)[1]);
        int length = NOTHING;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(header.indexOf(':') + 1).strip());
            }
        }
        if (length == NOTHING) {
            throw new IOException("an answer without a length");
        }
        in.skipNBytes(length);
        return status;
    }

    private String line() throws IOException {
        var text = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the cloud hung up");
            }
            if (c != '\r') {
                text.append((char) c);
            }
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
