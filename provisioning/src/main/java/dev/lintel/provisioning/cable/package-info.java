/// A network cable one can pull: a relay of TCP bytes on this machine whose weather is changed while it runs.
///
/// The demo and the journeys lay a [Cable] between each door agent and the broker, so that an outage is a word instead
/// of a firewall rule, and touches nothing but its own floor. A cable knows no protocol: TLS passes through it, and
/// neither side can tell it from a bad network.
///
/// Invariants: it listens and connects on the loopback address only; bytes are never reordered, doubled or invented;
/// what a connection had read when its cable was cut is dropped, as in a wire.
///
/// Threading: one platform thread accepts, each connection has a virtual thread for either direction. All of them see
/// a change of the weather within [Cable#NOTICES_WITHIN].
@NullMarked
package dev.lintel.provisioning.cable;

import org.jspecify.annotations.NullMarked;
