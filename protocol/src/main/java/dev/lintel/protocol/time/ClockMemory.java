package dev.lintel.protocol.time;

import java.time.Duration;
import java.time.Instant;

/// What a door knows of the time, from one look to the next and, on its disk, over a restart.
///
/// @param boot the run of the machine in which it was known
/// @param running how long that run had lasted then
/// @param now the time then
/// @param source where the time came from last
public record ClockMemory(String boot, Duration running, Instant now, Source source) {

    /// Where a time came from.
    ///
    /// ```
    ///          boot with a battery clock ──► Battery ─┐
    /// boot ──┤                                        ├──time server──► Server ──┐
    ///          boot without one ───────────► Disk ────┘                    ▲     │ again
    ///                                                                      └─────┘
    /// ```
    public sealed interface Source {

        /// @param heard how long the machine had been running when a time server last kept its clock
        record Server(Duration heard) implements Source {}

        /// @param read how long the machine had been running when the time was last known otherwise than by its battery; negative for before the boot
        record Battery(Duration read) implements Source {}

        /// @param known the last time that is known from before the reboot
        record Disk(Instant known) implements Source {}
    }

    /// The same a while later in the same run.
    ClockMemory at(Duration later) {
        return new ClockMemory(boot, later, now.plus(later.minus(running)), source);
    }
}
