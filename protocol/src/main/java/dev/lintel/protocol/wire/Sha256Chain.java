package dev.lintel.protocol.wire;

import dev.lintel.protocol.line.Body;
import dev.lintel.protocol.line.Chain;
import dev.lintel.protocol.line.Hash;
import dev.lintel.protocol.line.Head;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The chain of both logs: SHA-256 over the canonical JSON of predecessor, number, head and body.
public final class Sha256Chain implements Chain {

    @Override
    public Hash link(Hash previous, long seq, Head head, Body body) {
        return hash(previous, seq, LineJson.head(head), LineJson.body(body));
    }

    static Hash hash(Hash previous, long seq, Json head, Json body) {
        Json.Obj link = Json.object().with("previous", previous.hex()).with("seq", seq).with("head", head).with("body", body);
        try {
            return new Hash(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(link.bytes())));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
