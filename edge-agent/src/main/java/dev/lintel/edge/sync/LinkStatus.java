package dev.lintel.edge.sync;

import java.time.Instant;

/// How this edge stands with its cloud.
///
/// ```
/// NotEnrolled ──token──► Down ──welcome──► Live
///                         ▲                 │
///                         └──────lost───────┘
/// ```
public sealed interface LinkStatus {

    /// There is no identity yet; the reason is a sentence for the technician.
    record NotEnrolled(String reason) implements LinkStatus {}

    record Down(String reason) implements LinkStatus {}

    record Live(Instant since) implements LinkStatus {}
}
