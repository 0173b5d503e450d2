/// Tenants, and how the first one comes into being.
///
/// While there is no tenant, a start leaves a one-use token in the data folder (`setup-token`, mode 0600). Whoever can
/// read that file may make the first tenant and its owner, once; there is no default password anywhere.
///
/// Invariant: the token dies in the transaction that makes the tenant; of two who send it at once, one wins.
///
/// Threading: stateless beans; the token's file is written at start and removed after the commit.
@NullMarked
package dev.lintel.cloud.tenant;

import org.jspecify.annotations.NullMarked;
