package dev.lintel.protocol.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lintel.protocol.booking.BookingEvent;
import dev.lintel.protocol.booking.Rejection;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// Last of all: every refusal and every event has happened somewhere, or the run is red.
@Order(Integer.MAX_VALUE)
class SometimesTest {

    /// Said by the shells, which know who may do what; the core only carries it.
    private static final Set<Class<?>> OF_THE_SHELLS = Set.of(Rejection.NotAllowed.class);

    @Test
    void everyRefusalWasOnceTheAnswer() {
        assumeTrue(Sometimes.everythingRan(), "only after all stories");
        List<Class<?>> all = Arrays.stream(Rejection.class.getPermittedSubclasses())
                .<Class<?>>map(type -> type)
                .filter(type -> !OF_THE_SHELLS.contains(type))
                .toList();
        List<String> missing = all.stream().filter(type -> !Sometimes.isReached(type)).map(Class::getSimpleName).toList();
        System.out.printf("rejections reached: %d of %d (beside them %d said by the shells)%n", all.size() - missing.size(),
                all.size(), OF_THE_SHELLS.size());
        assertThat(missing).as("refusals that nothing ever led to").isEmpty();
    }

    @Test
    void everyEventOnceHappened() {
        assumeTrue(Sometimes.everythingRan(), "only after all stories");
        Class<?>[] all = BookingEvent.class.getPermittedSubclasses();
        List<String> missing = Arrays.stream(all).filter(type -> !Sometimes.isReached(type)).map(Class::getSimpleName).toList();
        System.out.printf("events reached: %d of %d%n", all.length - missing.size(), all.length);
        assertThat(missing).as("events that nothing ever led to").isEmpty();
    }
}
