package dev.lintel.cloud.place;

import dev.lintel.cloud.booking.SpaceStore;
import dev.lintel.protocol.booking.Guard;
import dev.lintel.protocol.booking.Policy;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The house rules of a space, in units that people use. What is absent in a request stays as it is, or is the usual.
///
/// @param keptFromMinutes bookings at least this long are never released as a no-show
/// @param checkInClosesMinutes how long after the start a check-in is still taken; absent in an answer: until the end. 0 in a change: until the end again
/// @param unlock by action at the door, any one of `pin` and `badge` that has to come with it; an empty object asks for nothing
@Serdeable
public record SpacePolicy(@Nullable @Min(0) @Max(1440) Integer checkInOpensMinutes,
        @Nullable @Min(1) @Max(1440) Integer graceMinutes, @Nullable @Min(1) @Max(1440) Integer minimumMinutes,
        @Nullable @Min(1) @Max(44640) Integer maximumMinutes, @Nullable @Min(1) @Max(730) Integer aheadDays,
        @Nullable @Min(0) @Max(240) Integer bufferMinutes, @Nullable @Min(1) @Max(44640) Integer keptFromMinutes,
        @Nullable @Min(0) @Max(1440) Integer checkInClosesMinutes,
        @Nullable @Size(max = 16) Map<@Pattern(regexp = ACTIONS, message = "is an action at a door") String, @Size(min = 1, max = 2) List<@Pattern(regexp = "pin|badge", message = "is pin or badge") String>> unlock) {

    private static final String ACTIONS = "book|check-in|start-early|extend|shorten|end|cancel|keep|undo|report";

    static final SpacePolicy USUAL = new SpacePolicy(null, null, null, null, null, null, null, null, null);

    static SpacePolicy of(Policy policy, Guard guard) {
        return new SpacePolicy((int) policy.checkInOpens().toMinutes(), (int) policy.grace().toMinutes(),
                (int) policy.minimum().toMinutes(), (int) policy.maximum().toMinutes(), (int) policy.ahead().toDays(),
                (int) policy.buffer().toMinutes(), (int) policy.keptFrom().toMinutes(),
                policy.checkInCloses().map(after -> (int) after.toMinutes()).orElse(null),
                guard.isOpen() ? null : guard.asks());
    }

    /// As its column holds it; nothing where nothing is asked, or nothing is said about it.
    @Nullable
    String guard() {
        return unlock == null ? null : SpaceStore.written(new Guard(new TreeMap<>(unlock))).orElse(null);
    }
}
