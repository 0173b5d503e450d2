package dev.lintel.cloud.place;

import dev.lintel.cloud.booking.SpaceStore;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A room or a desk.
///
/// @param closed why nobody may book it now; absent: it is open
/// @param privacy what a bystander at its door may read: title, organiser or busy
/// @param amenities what it has, as words
/// @param position where it lies along its floor
/// @param version counts its changes; send it along with a change to be told of others'
@Serdeable
public record SpaceView(UUID id, UUID floor, UUID site, String kind, String name, int capacity,
        @Nullable String closed, String privacy, SpacePolicy policy, List<String> amenities, @Nullable Integer position,
        int version) {

    static SpaceView of(SpaceStore.Found found) {
        var space = found.space();
        return new SpaceView(space.id().value(), found.floor().value(), found.site().value(), found.kind(),
                space.name(), space.capacity(), space.closed().orElse(null),
                space.privacy().name().toLowerCase(Locale.ROOT), SpacePolicy.of(space.policy(), space.guard()),
                found.amenities().stream().sorted().toList(),
                found.position().isPresent() ? found.position().getAsInt() : null, found.version());
    }
}
