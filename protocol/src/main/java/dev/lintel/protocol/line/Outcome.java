package dev.lintel.protocol.line;

/// How an input ended, for whoever sent it.
public sealed interface Outcome {

    /// To a wish of a person.
    record Answered(Answer answer) implements Outcome {}

    /// To an entry, acknowledgement or hello: taken into account.
    record Applied() implements Outcome {}

    /// Seen before: nothing changed, acknowledge again.
    record Repeated() implements Outcome {}

    /// Entries are missing: ask to be sent from here.
    record Gap(long from) implements Outcome {}

    /// This party does not decide at present; nothing changed.
    record Halted(String reason) implements Outcome {}

    /// The handshake: from where each log has to be sent, and what comes besides.
    record Welcomed(long logFrom, long feedFrom, Coming coming) implements Outcome {}
}
