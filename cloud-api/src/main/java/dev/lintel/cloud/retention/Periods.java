package dev.lintel.cloud.retention;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// For how long one tenant keeps what is its own.
record Periods(Duration titles, Duration bookings, Duration audit) {

    private static final Duration LEAST_TITLES = Duration.ofDays(1);
    private static final Duration LEAST_TRAIL = Duration.ofDays(30);
    /// Ten years: who must keep longer exports.
    private static final Duration MOST = Duration.ofDays(3_660);

    /// What a tenant has chosen, in whole days; the rest is the installation's.
    record Choice(@Nullable Integer titlesDays, @Nullable Integer bookingsDays, @Nullable Integer auditDays) {

        static final Choice NONE = new Choice(null, null, null);

        Periods or(RetentionSettings settings) {
            return new Periods(titlesDays == null ? settings.titles() : Duration.ofDays(titlesDays),
                    bookingsDays == null ? settings.bookings() : Duration.ofDays(bookingsDays),
                    auditDays == null ? settings.audit() : Duration.ofDays(auditDays));
        }
    }

    /// The first field that cannot be so, with the reason.
    Optional<Flaw> flaw() {
        if (outside(titles, LEAST_TITLES)) {
            return Optional.of(new Flaw("titlesDays", "is between 1 and " + MOST.toDays()));
        }
        if (outside(bookings, titles)) {
            return Optional
                    .of(new Flaw("bookingsDays", "is at least as long as titles are kept, and at most " + MOST.toDays()));
        }
        return outside(audit, LEAST_TRAIL)
                ? Optional.of(new Flaw("auditDays", "is between " + LEAST_TRAIL.toDays() + " and " + MOST.toDays()))
                : Optional.empty();
    }

    private static boolean outside(Duration period, Duration least) {
        return period.compareTo(least) < 0 || period.compareTo(MOST) > 0;
    }

    record Flaw(String field, String reason) {}
}
