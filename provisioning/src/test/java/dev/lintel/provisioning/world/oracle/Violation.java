package dev.lintel.provisioning.world.oracle;

/// A promise was broken. An error, so that nothing on the way up takes it for something that can go wrong in production.
public final class Violation extends Error {

    private static final long serialVersionUID = 1L;

    private final String promise;

    /// @param promise a short stable name
    public Violation(String promise, String detail) {
        super(promise + ": " + detail);
        this.promise = promise;
    }

    public String promise() {
        return promise;
    }
}
