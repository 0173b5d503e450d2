package dev.lintel.edge.sync;

import java.time.Duration;

/// How long the cloud's silence is borne on a connection whose broker answers.
///
/// @param silence without a word the connection is over. The cloud asks a quiet edge for a word each minute, so two and a half
///     mean that nobody is behind the broker
/// @param askAgain after which an answer that was promised, a snapshot or what follows a copy, is asked for again
public record Listening(Duration silence, Duration askAgain) {

    public static final Listening USUAL = new Listening(Duration.ofSeconds(150), Duration.ofSeconds(60));
}
