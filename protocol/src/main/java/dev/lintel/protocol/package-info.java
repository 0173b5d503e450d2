/// What the cloud and a door must agree on, as pure values and functions.
///
/// **Purpose.** Both parties run the same rules from here, so an `if` about the business is written once.
///
/// **Invariants.** Nothing in this module reads a clock, asks for chance or does I/O. Only `wire` knows a JSON library.
///
/// **Threading.** Everything is immutable or confined to one call.
@NullMarked
package dev.lintel.protocol;

import org.jspecify.annotations.NullMarked;
