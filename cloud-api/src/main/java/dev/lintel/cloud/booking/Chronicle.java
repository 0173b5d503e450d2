package dev.lintel.cloud.booking;

import dev.lintel.cloud.audit.AuditStore;
import java.util.List;
import java.util.stream.IntStream;

/// Puts into the trail what was decided; `explain` reads it there. Pure.
final class Chronicle {

    private Chronicle() {}

    /// @param actor who the inputs came from
    /// @param deeds of the whole transaction, in order
    static List<AuditStore.Line> lines(String actor, List<Deed> deeds) {
        return IntStream.range(0, deeds.size()).mapToObj(i -> line(actor, deeds.get(i), i)).toList();
    }

    private static AuditStore.Line line(String actor, Deed deed, int place) {
        return new AuditStore.Line(deed.operation(), deed.actor().orElse(actor), action(deed), "booking:" + deed.booking(),
                DeedJson.of(deed, place).canonical());
    }

    /// A booking's new phase, or what was said about it otherwise.
    private static String action(Deed deed) {
        return "booking-" + deed.now().map(now -> now.phase().slug()).orElseGet(() -> deed.what().slug());
    }
}
