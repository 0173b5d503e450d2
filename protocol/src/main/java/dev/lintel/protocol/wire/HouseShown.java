package dev.lintel.protocol.wire;

import java.time.LocalTime;
import java.util.List;
import java.util.Optional;

/// What the house has decided for its screens.
///
/// @param languages offered at the panel, best first; empty: all that the page has
/// @param night when the screen is dimmed
/// @param palette `usual` or `purple`, for those who tell green from purple more easily than from red
public record HouseShown(List<String> languages, Optional<Night> night, Optional<String> palette) {

    public static final HouseShown USUAL = new HouseShown(List.of(), Optional.empty(), Optional.empty());

    public HouseShown {
        languages = List.copyOf(languages);
    }

    /// Wall time of the site; `until` before `from` means over midnight.
    ///
    /// @param brightnessPercent of the screen at night
    public record Night(LocalTime from, LocalTime until, int brightnessPercent) {

        public Night {
            if (brightnessPercent > 100) {
                throw new IllegalArgumentException("no screen is brighter than 100 %");
            }
        }
    }
}
