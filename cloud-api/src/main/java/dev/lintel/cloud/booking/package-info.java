/// Bookings, and the one transaction in which the cloud decides about a floor.
///
/// * [LineDesk] runs the shared rules (`CloudSide`) over one floor: lock the floor's row, load, decide, save, append to
///   the feed, tell. Whatever reaches the cloud's side of the line goes through it: a person's wish, an entry of the
///   door's log, an acknowledgement, a changed space.
/// * [BookingDesk] is what people ask; where the door has to decide and is there, it waits a quarter of a second for
///   the answer before it says `awaiting-door`.
/// * [Deeds] reads from each step what was decided about which booking, and [Chronicle] writes that into the audit trail in
///   the same transaction; [ExplainDesk] tells a booking's life from it.
/// * [LineStore] and [BookingStore] hold the SQL.
///
/// Invariants: transactions of one floor are serial, because the floor's row is locked first (R1); a step's changes and
/// entries are written together or not at all; an exclusion constraint fences decided bookings a second time.
///
/// Threading: stateless beans, any replica may run any step. After the commit the bell is rung for the pumps that send
/// the feed and the live events on; whoever misses it reads the tables a moment later.
@NullMarked
package dev.lintel.cloud.booking;

import org.jspecify.annotations.NullMarked;
