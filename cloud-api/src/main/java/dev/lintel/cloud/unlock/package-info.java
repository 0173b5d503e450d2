/// PINs and badges: how people make themselves known at doors whose rooms ask for it.
///
/// A person has a door number, which is no secret, and behind it a PIN that they or an owner chose; a badge has what its
/// reader reads. Both are kept as argon2id verifiers only and never returned. They reach the floors that need them through
/// the feed, in the transaction that changes them.
///
/// Invariants: a floor without a room that asks holds nobody's verifier; tenants never share one; a change of a person's
/// verifiers and a change of a room's guard are serial per tenant, so that no floor misses one.
///
/// Threading: stateless beans on request threads; the computation waits for one of the bounded places of
/// [dev.lintel.cloud.account.Passwords].
@NullMarked
package dev.lintel.cloud.unlock;

import org.jspecify.annotations.NullMarked;
