package dev.lintel.cloud.booking;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The life of a booking: each thing that was asked and decided about it, in the order in which the cloud learned of it.
///
/// @param line before it the door of this floor decides, from it on the cloud, as it stands now; absent: the cloud decides all
/// @param decisions without anybody's title
@Serdeable
public record ExplainView(UUID booking, String phase, @Nullable Instant line, List<Step> decisions) {

    /// @param what proposed, booked, moved, extended, shortened, ended, cancelled, checked-in, started-early, released,
    ///     release-undone, revived, declined, filed, taken-over, or moved-elsewhere
    /// @param words the same for people
    /// @param side who decided, or took the wish: door or cloud
    /// @param line where the line stood then, as the cloud knew it; absent: the cloud decided all
    /// @param at when it happened
    /// @param recordedAt when the cloud wrote it down; later than `at` where a door was cut off
    /// @param awaiting who has to answer a proposal
    /// @param awaitedSince for an answer: since when it was waited for
    /// @param command what was asked for, such as cancel
    /// @param because of what it was declined
    /// @param inTheWay when whatever was in the way takes place
    /// @param window of the booking afterwards
    /// @param instead the booking that was made in its place
    @Serdeable
    @Schema(name = "ExplainStep")
    public record Step(String what, String words, Who who, String side, @Nullable Instant line, long epoch, Instant at,
            Instant recordedAt, UUID op, @Nullable String awaiting, @Nullable Instant awaitedSince, @Nullable String command,
            BookingView.@Nullable Why because, @Nullable Window inTheWay, @Nullable Window window, @Nullable Window before,
            @Nullable String phase, @Nullable UUID instead) {}

    /// @param kind person, door, sensor or cloud
    /// @param id of the person, the floor or the space
    /// @param name of the person, where this caller may read it
    @Serdeable
    @Schema(name = "ExplainWho")
    public record Who(String kind, @Nullable UUID id, @Nullable String name) {}

    @Serdeable
    @Schema(name = "Window")
    public record Window(Instant start, Instant end) {}
}
