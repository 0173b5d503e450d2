/// Bytes to sealed messages and back, topics, and the one textual form that is hashed.
///
/// **Purpose.** Whatever arrives, from anybody, becomes a value or a counted refusal here; nothing behind this package sees text.
///
/// **Invariants.** Decoding never throws ([dev.lintel.protocol.wire.Codec], [dev.lintel.protocol.wire.PanelCodec]). Names on the wire never change; unknown fields are kept in the tree,
/// unknown kinds become values of their own. Sizes are bounded before anything is parsed. Golden messages under `protocol/vectors` are read by Java and TypeScript.
///
/// **Threading.** Everything may be shared between threads.
@NullMarked
package dev.lintel.protocol.wire;

import org.jspecify.annotations.NullMarked;
