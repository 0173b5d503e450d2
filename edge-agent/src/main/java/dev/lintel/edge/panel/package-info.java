/// What a panel beside a door gets: its page, a session, and one socket that shows and takes everything.
///
/// Purpose: turn bytes into one touch for the door and the door's state into one screen. Nothing is decided here.
/// [dev.lintel.edge.panel.RoomView] is a pure projection, so every panel of a room shows the same, under the same number;
/// [dev.lintel.edge.panel.PanelActions] finds the words of each answer, and with a refusal what comes closest.
///
/// Invariants: who has no paired panel's key gets the page and nothing else; the agent answers only under its own names
/// (a foreign `Host` is a rebinding attack) and takes a socket only from its own page (`Origin`); every frame, queue and
/// rate is bounded; a message that is not understood is answered or dropped, and never ends a socket.
///
/// Threading: handlers run on the server's event loops and never wait: they hand a touch to the door's queue and write
/// the answer when its future completes.
@NullMarked
package dev.lintel.edge.panel;

import org.jspecify.annotations.NullMarked;
