package dev.lintel.protocol.line;

/// A position in a log: how far, and on which chain.
public record Mark(long seq, Hash hash) {

    public static final Mark START = new Mark(0, Hash.START);

    public Mark {
        if (seq < 0) {
            throw new IllegalArgumentException("sequence numbers start at 1; 0 is the place before the first");
        }
    }

    static Mark of(Entry entry) {
        return new Mark(entry.seq(), entry.hash());
    }
}
