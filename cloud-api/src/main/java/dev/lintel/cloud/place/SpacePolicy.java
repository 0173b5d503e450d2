package dev.lintel.cloud.place;

import dev.lintel.protocol.booking.Policy;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/// The house rules of a space, in units that people use. What is absent in a request stays as it is, or is the usual.
///
/// @param keptFromMinutes bookings at least this long are never released as a no-show
@Serdeable
public record SpacePolicy(@Nullable @Min(0) @Max(1440) Integer checkInOpensMinutes,
        @Nullable @Min(1) @Max(1440) Integer graceMinutes, @Nullable @Min(1) @Max(1440) Integer minimumMinutes,
        @Nullable @Min(1) @Max(44640) Integer maximumMinutes, @Nullable @Min(1) @Max(730) Integer aheadDays,
        @Nullable @Min(0) @Max(240) Integer bufferMinutes, @Nullable @Min(1) @Max(44640) Integer keptFromMinutes) {

    static final SpacePolicy USUAL = new SpacePolicy(null, null, null, null, null, null, null);

    static SpacePolicy of(Policy policy) {
        return new SpacePolicy((int) policy.checkInOpens().toMinutes(), (int) policy.grace().toMinutes(),
                (int) policy.minimum().toMinutes(), (int) policy.maximum().toMinutes(), (int) policy.ahead().toDays(),
                (int) policy.buffer().toMinutes(), (int) policy.keptFrom().toMinutes());
    }
}
