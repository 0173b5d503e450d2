/// Who did what, when, and under which operation: written in the transaction it tells of, and only ever added to.
///
/// The role that the cloud works with may neither change nor delete a row. Details hold ids and words of the product,
/// never titles, addresses or secrets.
///
/// Threading: stateless; each call uses the caller's transaction.
@NullMarked
package dev.lintel.cloud.audit;

import org.jspecify.annotations.NullMarked;
