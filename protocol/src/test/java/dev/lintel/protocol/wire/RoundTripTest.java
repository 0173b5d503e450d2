package dev.lintel.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.SpaceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

/// What is written is read again as it was, whatever it says.
class RoundTripTest {

    @Property
    void aBookingReadsAsItWasWritten(@ForAll("bookings") Booking booking) {
        assertThat(BookingJson.readBooking(Json.parse(BookingJson.booking(booking).canonical()))).isEqualTo(booking);
    }

    @Property
    void theCanonicalTextOfAValueIsItsOnlyText(@ForAll("bookings") Booking booking) {
        String text = BookingJson.booking(booking).canonical();
        assertThat(Json.parse(text).canonical()).isEqualTo(text);
    }

    @Property
    void twoSlotsOverlapExactlyWhenTheyShareASecond(@ForAll @LongRange(min = 0, max = 40) long from,
            @ForAll @LongRange(min = 1, max = 20) long length,
            @ForAll @LongRange(min = 0, max = 40) long other, @ForAll @LongRange(min = 1, max = 20) long otherLength) {
        Slot one = Slot.of(Instant.ofEpochSecond(from), Duration.ofSeconds(length));
        Slot two = Slot.of(Instant.ofEpochSecond(other), Duration.ofSeconds(otherLength));
        boolean shared = false;
        for (long second = from; second < from + length; second++) {
            shared |= two.contains(Instant.ofEpochSecond(second));
        }
        assertThat(one.overlaps(two)).isEqualTo(shared).isEqualTo(two.overlaps(one));
    }

    @Provide
    Arbitrary<Booking> bookings() {
        Arbitrary<UUID> ids = Arbitraries.longs().tuple2().map(t -> new UUID(t.get1(), t.get2()));
        Arbitrary<Slot> slots = Combinators
                .combine(Arbitraries.longs().between(0, 4_000_000_000L), Arbitraries.integers().between(1, 100_000))
                .as((start, length) -> Slot.of(Instant.ofEpochSecond(start), Duration.ofSeconds(length)));
        Arbitrary<Optional<String>> titles = Arbitraries.strings()
                .all()
                .ofMaxLength(200)
                .filter(text -> text.chars().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF))
                .optional();
        Arbitrary<Phase> phases = Arbitraries.of(Samples.phases());
        return Combinators
                .combine(ids, ids, slots, Arbitraries.integers().greaterOrEqual(1), titles, phases,
                        Arbitraries.of(Origin.class))
                .as((id, other, slot, version, title, phase, origin) -> new Booking(new BookingId(id), new SpaceId(other), slot,
                        version, Optional.of(new PersonId(other)), title, origin,
                        slot.start().minusSeconds(60), phase));
    }
}
