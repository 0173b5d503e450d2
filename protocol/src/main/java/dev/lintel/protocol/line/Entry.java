package dev.lintel.protocol.line;

/// One line of a feed or of a door log: written once, by one writer, chained to its predecessor.
public record Entry(long seq, Hash previous, Hash hash, Head head, Body body) {

    public Entry {
        if (seq < 1) {
            throw new IllegalArgumentException("sequence numbers start at 1");
        }
    }

    static Entry after(Mark last, Head head, Body body, Chain chain) {
        long seq = last.seq() + 1;
        return new Entry(seq, last.hash(), chain.link(last.hash(), seq, head, body), head, body);
    }
}
