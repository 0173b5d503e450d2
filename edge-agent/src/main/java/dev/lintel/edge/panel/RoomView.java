package dev.lintel.edge.panel;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Policy;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.time.ClockQuality;
import dev.lintel.protocol.time.Moment;
import dev.lintel.protocol.wire.PanelMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What one door's screen shows: a pure projection of the floor, the time and the link.
final class RoomView {

    /// How much of the calendar a screen shows, half of it behind now: today's timeline, whatever the hour.
    private static final Duration SHOWN_EACH_WAY = Duration.ofHours(12);

    private RoomView() {}

    /// The link as a door needs it.
    ///
    /// @param live the cloud answers at present
    /// @param lastSyncedAt when it last did
    record Linked(boolean live, Optional<Instant> lastSyncedAt) {}

    /// The screen of a space; empty while this edge does not know the space.
    static Optional<PanelMessage.State> of(DoorState state, SpaceId id, Moment moment, Linked linked, long seq) {
        return state.space(id).map(space -> of(state, space, moment, linked, seq));
    }

    private static PanelMessage.State of(DoorState state, Space space, Moment moment, Linked linked, long seq) {
        Instant now = moment.now();
        Policy policy = space.policy();
        List<PanelMessage.BookingShown> bookings = state.bookings(space.id())
                .filter(booking -> shown(booking, now))
                .sorted(Comparator.comparing((Booking booking) -> booking.slot().start())
                        .thenComparing(booking -> booking.id().toString()))
                .map(booking -> shown(state, booking, policy))
                .toList();
        return new PanelMessage.State(seq, now,
                new PanelMessage.SpaceShown(space.id(), space.name(), space.floorName(), space.capacity()),
                new PanelMessage.LinkShown(link(state, now, linked), linked.lastSyncedAt()), clock(moment.quality()),
                space.closed(),
                new PanelMessage.PolicyShown((int) policy.checkInOpens().toMinutes(), (int) policy.grace().toMinutes(),
                        (int) policy.minimum().toMinutes(), (int) policy.maximum().toMinutes()),
                bookings);
    }

    private static boolean shown(Booking booking, Instant now) {
        boolean near = booking.slot().end().isAfter(now.minus(SHOWN_EACH_WAY))
                && booking.slot().start().isBefore(now.plus(SHOWN_EACH_WAY));
        return near && switch (booking.phase()) {
            case Phase.Requested _,Phase.Confirmed _,Phase.CheckedIn _,Phase.Completed _,Phase.Released _ -> true;
            case Phase.Cancelled _,Phase.Declined _ -> false;
        };
    }

    private static PanelMessage.BookingShown shown(DoorState state, Booking booking, Policy policy) {
        Instant start = booking.slot().start();
        Instant graceFrom = booking.madeAt().isAfter(start) ? booking.madeAt() : start;
        Instant closes = graceFrom.plus(policy.grace());
        Optional<String> organiser = booking.organiser().flatMap(state::name);
        return new PanelMessage.BookingShown(booking.id(), booking.version(), booking.slot(), booking.title(), organiser,
                booking.phase().slug(),
                booking.phase() instanceof Phase.Requested(var awaiting) ? Optional.of(awaiting) : Optional.empty(),
                start.minus(policy.checkInOpens()), closes.isAfter(booking.slot().end()) ? booking.slot().end() : closes);
    }

    /// Past the line nothing here is final, which a screen must not hide.
    private static String link(DoorState state, Instant now, Linked linked) {
        if (linked.live()) {
            return "live";
        }
        return state.at().line().doorOwns(now) ? "local" : "stale";
    }

    private static String clock(ClockQuality quality) {
        if (!quality.permitsNow()) {
            return "unknown";
        }
        return quality.permitsRelease() ? "good" : "uncertain";
    }
}
