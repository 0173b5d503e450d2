package dev.lintel.edge.copy;

import org.jspecify.annotations.NullMarked;

/// The stores of a file, for stories that start no agent.
@NullMarked
public final class Stores {

    private static final DoorSecret SECRET = new DoorSecret("the secret of the stories");

    private Stores() {}

    public static VerifierStore verifiers(CopyFile file) {
        return new VerifierStore(file, SECRET);
    }

    public static FloorStore floor(CopyFile file) {
        return new FloorStore(file);
    }

    public static DoorStore door(CopyFile file) {
        return new DoorStore(file, SECRET);
    }

    public static TidyStore tidy(CopyFile file) {
        return new TidyStore(door(file));
    }
}
