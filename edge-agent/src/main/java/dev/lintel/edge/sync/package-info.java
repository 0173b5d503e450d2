/// The link to the cloud, which the door never waits for.
///
/// Purpose: enrol once, then keep one MQTT connection with mutual TLS, hand the door log up and the feed down. The
/// broker is a lossy pipe: every guarantee is made between the door's file and the cloud's tables. The door log itself
/// is the only buffer, so nothing is published while the link is down, and nothing is forgotten because it was published:
/// an entry is done when the cloud says so.
///
/// Invariants: the private key is made here and never leaves; no byte is sent to a server before its certificate chain
/// has led to the authority whose hash stands in the enrolment token; what comes down goes through the door's queue, and
/// is acknowledged after the door has committed it.
///
/// Threading: one thread (`sync`) enrols, connects and pumps. The MQTT library's callbacks only put what arrived into
/// that thread's bounded queue and never wait there: what does not fit is dropped, and sent again by the cloud.
@NullMarked
package dev.lintel.edge.sync;

import org.jspecify.annotations.NullMarked;
