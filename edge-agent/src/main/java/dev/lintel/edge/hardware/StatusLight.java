package dev.lintel.edge.hardware;

/// The light beside one door, however it is connected. Used by the lights' thread alone.
public interface StatusLight extends AutoCloseable {

    /// Takes this colour; lights of one chain show it with the next [#flush()].
    void show(Colour colour);

    /// Has everything taken shown; several lights of one chain need it once.
    void flush();

    /// Leaves it dark.
    @Override
    void close();
}
