package dev.lintel.protocol.booking;

/// Where a booking was first asked for.
public enum Origin {
    /// A walk-up at the panel.
    DOOR,
    /// Phone, web, calendar or API.
    CLOUD
}
