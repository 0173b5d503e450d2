package dev.lintel.protocol.line;

import dev.lintel.protocol.booking.BookingEvent;
import dev.lintel.protocol.booking.Decision;
import dev.lintel.protocol.booking.Rejection;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What exploration, walks and stories have ever reached in this run: an answer that nothing ever gave proves nothing about itself.
public final class Sometimes {

    private static final Set<Class<?>> REACHED = ConcurrentHashMap.newKeySet();
    private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

    private Sometimes() {}

    static void reached(Outcome outcome) {
        if (outcome instanceof Outcome.Answered(Answer answer)) {
            reached(answer);
        }
    }

    static void reached(Collection<Effect> effects) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.Decided decided) {
                reached(decided.answer());
            }
        }
    }

    static void reached(Answer answer) {
        switch (answer) {
            case Answer.Done(BookingEvent event, var _) -> REACHED.add(event.getClass());
            case Answer.Refused(Rejection why) -> REACHED.add(why.getClass());
            case Answer.Waiting _ -> REACHED.add(Answer.Waiting.class);
        }
    }

    public static void reached(Decision decision) {
        switch (decision) {
            case Decision.Made made -> REACHED.add(made.event().getClass());
            case Decision.Refused refused -> REACHED.add(refused.why().getClass());
        }
    }

    /// One of the three kinds of stories has begun: the table, the scenarios, the rules.
    public static void told(String kind) {
        TOLD.add(kind);
    }

    /// Whether this run told stories at all, and did not only run some other test.
    static boolean everythingRan() {
        return TOLD.containsAll(Set.of("table", "scenarios", "rules"));
    }

    static boolean isReached(Class<?> type) {
        return REACHED.contains(type);
    }
}
