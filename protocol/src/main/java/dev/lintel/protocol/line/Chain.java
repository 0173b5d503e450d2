package dev.lintel.protocol.line;

/// How an entry is hashed. The wire's answer is SHA-256 over canonical JSON; a reader checks it over the very bytes it received, before anything is decoded.
@FunctionalInterface
public interface Chain {

    Hash link(Hash previous, long seq, Head head, Body body);
}
