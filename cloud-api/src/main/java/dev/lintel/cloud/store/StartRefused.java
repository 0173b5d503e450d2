package dev.lintel.cloud.store;

/// The cloud must not start, for a reason that an operator can act on. The message is the whole explanation.
public final class StartRefused extends RuntimeException {

    public StartRefused(String sentence) {
        super(sentence);
    }

    public StartRefused(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
