package dev.lintel.edge.settings;

import java.io.Serial;
import java.util.List;

/// The agent cannot start here, and a technician can do something about it.
///
/// An exception and not a value because it ends the start from any depth; it is caught once, in the main method, which
/// prints the sentences without a stack trace and leaves with the exit code.
public final class StartRefused extends Exception {

    /// Settings are wrong: restarting will not help, so a supervisor must not try.
    public static final int BAD_CONFIGURATION = 3;

    /// Something of this machine is in the way (a folder in use, a port taken, a disk that refuses): worth another try.
    public static final int IN_THE_WAY = 4;

    @Serial
    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final transient List<String> sentences;

    public StartRefused(int exitCode, List<String> sentences) {
        super(String.join("\n", sentences));
        this.exitCode = exitCode;
        this.sentences = List.copyOf(sentences);
    }

    public StartRefused(String sentence, Throwable cause) {
        super(sentence, cause);
        this.exitCode = IN_THE_WAY;
        this.sentences = List.of(sentence);
    }

    public int exitCode() {
        return exitCode;
    }

    public List<String> sentences() {
        return sentences;
    }
}
