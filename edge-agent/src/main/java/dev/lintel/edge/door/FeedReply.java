package dev.lintel.edge.door;

import dev.lintel.protocol.line.Mark;
import java.util.Optional;

/// What became of a batch of the feed.
///
/// @param applied how far the feed is applied and committed now
/// @param missingFrom where the cloud has to send from, if entries are missing
public record FeedReply(Mark applied, Optional<Long> missingFrom) {}
