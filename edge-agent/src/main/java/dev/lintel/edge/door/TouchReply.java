package dev.lintel.edge.door;

import dev.lintel.protocol.line.Answer;

/// What a touch came to.
///
/// ```
/// touch ──► Busy | Unready            nothing was decided, ask again
///       └─► decided ──commit──► Answered
///                    └─fails──► NotSaved   nothing happened
/// ```
public sealed interface TouchReply {

    /// The rules' answer, and it is on the disk.
    record Answered(Answer answer) implements TouchReply {}

    /// More touches are waiting than a person would wait for.
    record Busy() implements TouchReply {}

    /// This edge does not know its floor yet.
    record Unready() implements TouchReply {}

    /// The disk refused; the calendar is as it was.
    record NotSaved() implements TouchReply {}
}
