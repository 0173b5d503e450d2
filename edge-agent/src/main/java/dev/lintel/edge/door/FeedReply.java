package dev.lintel.edge.door;

import dev.lintel.protocol.line.Mark;
import java.util.Optional;

/// What became of a batch of the feed.
///
/// @param applied how far the feed is applied and committed now
/// @param missingFrom where the cloud has to send from, if entries are missing
/// @param halted whether this door takes nothing from the feed at present; the cloud is told nothing then
public record FeedReply(Mark applied, Optional<Long> missingFrom, boolean halted) {}
