/// How the agent tells what it does: one JSON object a line, on standard output.
///
/// Purpose: make a touch traceable from the finger to the cloud. Each record that belongs to an operation carries its
/// id as `op`, the same id that stands in the panel's message, the door log, the feed and the cloud's own records.
///
/// Invariants: records never carry titles, addresses of people, tokens or keys; whoever logs passes ids and numbers.
/// `node` says which edge wrote the line.
///
/// Threading: the encoder is called by the appender under its own lock; [dev.lintel.edge.log.Op] binds to the calling thread.
@NullMarked
package dev.lintel.edge.log;

import org.jspecify.annotations.NullMarked;
