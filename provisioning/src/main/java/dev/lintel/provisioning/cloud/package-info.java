/// Talks to the cloud the way any client does: REST over HTTP, JSON, problem documents.
///
/// A refusal of the cloud arrives as [CloudRefused] with the cloud's own sentence, which is meant for people and is
/// shown as it is. Every call has a time limit. Clients are immutable; one may be used by several threads.
@NullMarked
package dev.lintel.provisioning.cloud;

import org.jspecify.annotations.NullMarked;
