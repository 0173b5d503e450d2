/// The live board: whoever watches a tenant, site, floor or space is told what happened there, over one WebSocket.
///
/// Events are rows that were written by the transaction they tell of. A pump reads them in the order in which their
/// transactions became visible and hands them to the board; the board hands them to those who watch. A wake-up only
/// makes the pump look sooner: a missed one costs a second, never an event.
///
/// Invariants:
///
/// - A watcher sees events in order and each once; what it missed it can ask for by position ("after").
/// - What a watcher may see follows from its token's tenant; a channel of another tenant is simply silent.
/// - A slow watcher costs a bounded queue. When that is full, its events are dropped and it is told to read a snapshot
///   (the REST resources) and to go on from a position.
///
/// Threading: the board may be used from any thread; each watcher sends one frame at a time.
@NullMarked
package dev.lintel.cloud.live;

import org.jspecify.annotations.NullMarked;
