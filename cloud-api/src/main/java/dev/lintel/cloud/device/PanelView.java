package dev.lintel.cloud.device;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.UUID;

/// A panel that an edge lets in, as it told last.
///
/// @param how `code` for one that was paired, `file` for one that a technician listed
@Serdeable
public record PanelView(UUID panel, UUID space, Instant pairedAt, String how) {}
