/// What the machine below says about the time.
///
/// Purpose: ask Linux, without starting a process, what its clock shows, whether a time server keeps it, how long the
/// machine has been running and in which run. What that is worth is decided by the pure rules of
/// [dev.lintel.protocol.time.ClockRules]; the door's clock asks them.
///
/// Invariants: nothing here can fail for its caller. What the machine does not tell is taken as the worse: not
/// synchronised.
///
/// Threading: one daemon thread (`clock`) asks the kernel once a second; readers see its last answer.
@NullMarked
package dev.lintel.edge.time;

import org.jspecify.annotations.NullMarked;
