/// Names of things: one-field records, validated once, on entry.
///
/// **Purpose.** A booking's id cannot be passed where a space's is meant, and a malformed text never travels further than the line that read it.
///
/// **Invariants.** Every id but the edge's is a UUID and prints in its usual lower-case form; an edge id is 26 base32 characters, because it stands in topics and certificates.
/// New ids come from an [dev.lintel.protocol.identity.IdSource] that is handed in.
///
/// **Threading.** Values are immutable; [dev.lintel.protocol.identity.TimeOrdered] may be shared between threads.
@NullMarked
package dev.lintel.protocol.identity;

import org.jspecify.annotations.NullMarked;
