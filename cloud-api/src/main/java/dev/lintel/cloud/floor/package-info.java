/// The cloud's side of each floor's line, on the wire: messages in, feed and grants out.
///
/// [FloorLink] is the connection, a pipe that may lose, repeat and reorder. [FloorListener] turns bytes into entries,
/// checks that the edge may speak for the floor, and gives them to the booking desk, whose transaction decides and
/// advances the cursor. [Reception] takes doors in, and [Replies] answers each in the epoch in which it listens.
/// [FeedPump] sends what stands in the feed and was not acknowledged.
///
/// Invariants:
///
/// - Nothing that arrives is believed because of where it arrived: the edge follows from the topic (which the broker
///   enforces), the floor must be that edge's, the tenant is looked up on the server.
/// - An acknowledgement is sent only after the commit that moved the cursor.
/// - Whatever is lost here is sent again by the log's owner; a wake-up that is missed costs a polling interval.
///
/// Threading: messages of one edge are handled one after the other on one lane; different edges on different lanes. The
/// pump is one thread. Any replica may receive any message: the floor's row, locked in the transaction, is the order.
@NullMarked
package dev.lintel.cloud.floor;

import org.jspecify.annotations.NullMarked;
