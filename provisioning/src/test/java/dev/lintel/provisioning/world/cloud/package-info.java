/// The cloud of a simulated world: its tables, what it does with what people and doors say, and what it sends.
///
/// It decides with production's own rules (`CloudSide`, `Crossing`, `Snapshot`, `Parts`) over tables in memory that are the [dev.lintel.protocol.line.Ledger] of those rules, and every word
/// travels as the bytes of production's codec. What lies between, `LineDesk`, `EpochDesk`, `FloorListener` and the pumps in the real cloud, is bound to SQL and threads and told again here as plainly as possible.
/// `CloudStoresTest` holds both to PostgreSQL: each [Transaction] of its worlds is done again by the real desks ([Counterpart]), which must answer the same and then hold the same rows.
///
/// [Tables] are durable: a crash of the cloud forgets everything else.
@NullMarked
package dev.lintel.provisioning.world.cloud;

import org.jspecify.annotations.NullMarked;
