/// What every HTTP route shares.
///
/// * [Refusal] is why a request was not granted, as a value; [Problems] is the one place that turns it into a problem
///   document, whoever refused: a desk, a parameter, the framework.
/// * [Operation] is the id that joins a request with everything it causes, and that makes a repeated request harmless
///   ([OperationStore]).
/// * [Page] is how lists are cut.
///
/// Invariants: no response without an operation id; no error body that is not a problem document; nothing in a problem
/// that its reader may not know.
///
/// Threading: stateless beans, safe to share.
@NullMarked
package dev.lintel.cloud.web;

import org.jspecify.annotations.NullMarked;
