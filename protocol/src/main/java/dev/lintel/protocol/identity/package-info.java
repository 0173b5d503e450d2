/// Who and what things are: one-field records around an id, validated once, when they enter.
///
/// An id says of what kind it is, so that a floor's id can never be passed where a space's is meant.
/// All of them are immutable and safe to share between threads.
@NullMarked
package dev.lintel.protocol.identity;

import org.jspecify.annotations.NullMarked;
