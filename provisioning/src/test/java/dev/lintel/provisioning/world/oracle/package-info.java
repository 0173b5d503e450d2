/// What must be true of every world, asked at every commit and, where it takes longer to ask, when the world has come to rest.
///
/// The oracles look at rows, entries, answers and bytes, never at how the rules came to them. What they are told of faults is only where a promise is weaker: after force and after a disk that lied confirmed may clash, and has to be recorded.
@NullMarked
package dev.lintel.provisioning.world.oracle;

import org.jspecify.annotations.NullMarked;
