package dev.lintel.cloud.retention;

import dev.lintel.cloud.store.StartRefused;
import dev.lintel.protocol.Limits;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// For how long things are kept; see the package.
@ConfigurationProperties("lintel.retention")
public record RetentionSettings(@Bindable(defaultValue = "30d") Duration titles,
        @Bindable(defaultValue = "396d") Duration bookings,
        @Bindable(defaultValue = "30d") Duration operations, @Bindable(defaultValue = "35d") Duration logs,
        @Bindable(defaultValue = "90d") Duration notices, @Bindable(defaultValue = "366d") Duration audit) {

    private static final Duration REPETITIONS = Duration.ofDays(1);
    private static final Duration TRAIL = Duration.ofDays(30);

    public RetentionSettings {
        atLeast("lintel.retention.logs", logs, Limits.LOG_KEPT, "a restored cloud is told this much by its doors");
        atLeast("lintel.retention.operations", operations, REPETITIONS,
                "whoever repeats a request the next morning is answered");
        atLeast("lintel.retention.audit", audit, TRAIL, "a trail that is gone before anybody looks is none");
        atLeast("lintel.retention.bookings", bookings, titles, "a booking keeps its person at least as long as its title");
    }

    private static void atLeast(String setting, Duration value, Duration least, String reason) {
        if (value.compareTo(least) < 0) {
            throw new StartRefused(setting + " is at least " + least.toDays() + " days: " + reason + ".");
        }
    }
}
