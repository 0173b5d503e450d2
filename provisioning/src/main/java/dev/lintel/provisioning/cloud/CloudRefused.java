package dev.lintel.provisioning.cloud;

/// The cloud answered, and its answer was no.
public final class CloudRefused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;

    CloudRefused(int status, String sentence) {
        super(sentence);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
