/// The agent's own front door to the building's network: what is spoken there is encrypted, and nobody can crowd the
/// panels out.
///
/// Purpose: [dev.lintel.edge.gate.FloorAuthority] vouches for this agent towards panels, with a certificate that no cloud
/// has to issue and no outage can keep from being renewed; [dev.lintel.edge.gate.Admission] counts connections and
/// requests and says when it is enough.
///
/// Invariants: the authority's key can vouch for the names of this agent and for nothing else. Every table here is bounded,
/// every bound is a constant with its reason. An address that a paired panel has spoken from keeps its room while
/// strangers crowd, so a flood from the network costs strangers their place and panels nothing.
///
/// Threading: asked from all event loops at once; nothing here waits.
@NullMarked
package dev.lintel.edge.gate;

import org.jspecify.annotations.NullMarked;
