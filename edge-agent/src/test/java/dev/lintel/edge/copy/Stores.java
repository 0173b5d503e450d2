package dev.lintel.edge.copy;

import org.jspecify.annotations.NullMarked;

/// The stores of a file, for stories that start no agent.
@NullMarked
public final class Stores {

    private Stores() {}

    public static FloorStore floor(CopyFile file) {
        return new FloorStore(file);
    }

    public static DoorStore door(CopyFile file) {
        return new DoorStore(file);
    }

    public static TidyStore tidy(CopyFile file) {
        return new TidyStore(new DoorStore(file));
    }
}
