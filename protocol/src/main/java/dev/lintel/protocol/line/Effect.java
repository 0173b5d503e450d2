package dev.lintel.protocol.line;

import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;

/// What the shell tells the world after the commit. Losing one loses news, never a decision: all of it can be read again from the stores.
public sealed interface Effect {

    /// An operation that was waiting has its answer.
    record Decided(OperationId operation, BookingId booking, Answer answer) implements Effect {}

    /// A booking on its way to another floor can go on: time for [Crossing#goOn] with both floors in hand. Asked again whenever it was lost.
    record Onward(OperationId operation, BookingId booking) implements Effect {}

    /// Something that needs a human: a short stable word and a sentence.
    record Alarm(String kind, String detail) implements Effect {}
}
