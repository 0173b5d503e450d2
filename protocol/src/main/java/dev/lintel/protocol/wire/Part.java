package dev.lintel.protocol.wire;

import dev.lintel.protocol.line.Hash;
import java.util.List;

/// A piece of something that does not fit one packet. The rows of all parts, in order, are the whole.
///
/// @param whole the hash of all rows: names what this is a part of, and proves it when it is complete
/// @param number from 1
/// @param of how many
public record Part(Hash whole, int number, int of, List<Json> rows) {

    public Part {
        if (number < 1 || number > of) {
            throw new IllegalArgumentException("parts are numbered from 1 to as many as there are");
        }
        rows = List.copyOf(rows);
    }
}
