package dev.lintel.protocol.time;

import java.time.Duration;
import java.time.Instant;

/// What a machine says about the time at one look.
///
/// @param wall what its clock shows
/// @param boot names the present run of the machine; another after each reboot
/// @param running how long that run has lasted; nobody can set it, and it counts while the machine sleeps
/// @param synchronised whether a time server keeps the clock at present
/// @param battery whether the clock was read from a battery-backed one at boot
public record ClockReading(Instant wall, String boot, Duration running, boolean synchronised, boolean battery) {}
