/// Connections, transactions and migrations: everything between the features and PostgreSQL.
///
/// * [DataFolder] is the one folder a cloud owns; its lock makes sure that only one process does.
/// * [EmbeddedPostgres] is a real PostgreSQL started from packaged binaries, with durability on. [DatabaseSettings]
///   may name another server instead; the rest of the cloud cannot tell the difference.
/// * [Database] migrates as the owner of the tables and then works as `lintel_app`, a role that owns nothing and is
///   held by row-level security to the tenant that [Transactions] names at the start of each transaction.
///
/// Invariants: a commit is durable before it is acknowledged (`fsync` and `synchronous_commit` are checked at start);
/// no statement runs outside a transaction of [Transactions]; a forgotten tenant sees no rows, never all rows.
///
/// Threading: all types are safe to share. A transaction belongs to the thread that opened it.
@NullMarked
package dev.lintel.cloud.store;

import org.jspecify.annotations.NullMarked;
