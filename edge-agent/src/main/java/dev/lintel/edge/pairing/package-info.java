/// Which screens belong to this agent, and how a new one comes to belong to it.
///
/// Purpose: an unpaired page shows a code and a phrase. A technician at the machine types the code, compares the phrase and
/// names the room; from then on the panel proves itself with a key that it made and that never leaves it.
///
/// Invariants: [dev.lintel.edge.pairing.PairingBook] is a pure value and knows every limit: ten minutes, five wrong tries,
/// twenty codes and twenty wrong tries an hour. A panel counts as paired, and as removed, only once that is on the disk.
/// Of a panel's secret only the hash is kept; sessions are signed, so taking a panel out of the table ends them.
///
/// Threading: asked from event loops and from the link at once; changes are made under one lock and written by the door's
/// thread.
@NullMarked
package dev.lintel.edge.pairing;

import org.jspecify.annotations.NullMarked;
