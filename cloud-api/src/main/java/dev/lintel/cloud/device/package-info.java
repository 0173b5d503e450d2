/// Devices: who an edge is, how it becomes known, and the broker it talks through.
///
/// The cloud is its own certificate authority ([Authority]). An admin registers an edge and receives a one-use token
/// ([dev.lintel.protocol.identity.EnrolmentToken]) that carries the hash of the authority's root: the Pi checks the cloud before it sends anything,
/// then sends a request for a key that never leaves it, and gets a certificate for thirty days.
///
/// Invariants:
///
/// - A certificate names exactly one bearer ([Bearer]); the broker knows nobody else.
/// - The token is burnt in the transaction that records the certificate; the second user of a token gets nothing.
/// - Connecting needs no database: certificate, client id and the set in memory ([Revocations]) decide ([Admission]).
/// - Topics are granted one by one, and what is not granted is denied. The tenant never stands in a topic: which floor
///   and tenant an edge speaks for is looked up on the server.
/// - Keys rest in files of mode 0600 inside folders of mode 0700.
///
/// Threading: [Authority] is immutable, [Revocations] may be used from any thread, the gate runs on the broker's threads.
@NullMarked
package dev.lintel.cloud.device;

import org.jspecify.annotations.NullMarked;
