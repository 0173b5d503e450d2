package dev.lintel.protocol.wire;

/// What became of an order.
public sealed interface EdgeReply {

    record Done(Json.Obj facts) implements EdgeReply {}

    /// @param slug the short stable word of the refusal
    record Refused(String slug, Json.Obj facts) implements EdgeReply {}
}
