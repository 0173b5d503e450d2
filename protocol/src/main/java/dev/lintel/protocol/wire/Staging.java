package dev.lintel.protocol.wire;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// The parts that have arrived of one snapshot or copy. A part of another whole begins anew: the sender has started again from a later position.
///
/// Immutable; a shell that must survive a restart, or several that share the work, keep the parts in a table instead and ask [Parts] when one has come.
public record Staging(SortedMap<Integer, Part> byNumber) {

    public Staging {
        byNumber = Collections.unmodifiableSortedMap(new TreeMap<>(byNumber));
    }

    public static Staging empty() {
        return new Staging(new TreeMap<>());
    }

    public Staging with(Part part) {
        boolean same = parts().stream().allMatch(p -> p.whole().equals(part.whole()) && p.of() == part.of());
        SortedMap<Integer, Part> next = new TreeMap<>(same ? byNumber : new TreeMap<>());
        next.put(part.number(), part);
        return new Staging(next);
    }

    public Collection<Part> parts() {
        return byNumber.values();
    }
}
