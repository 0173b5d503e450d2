package dev.lintel.edge.panel;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingRules;
import dev.lintel.protocol.booking.Offers;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Policy;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.Line;
import dev.lintel.protocol.time.ClockQuality;
import dev.lintel.protocol.time.Moment;
import dev.lintel.protocol.wire.PanelMessage;
import dev.lintel.protocol.wire.RoomShown;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What one door's screen shows: a pure projection of the floor, the time, the link, and what is known of the room besides.
final class RoomView {

    /// How much of the calendar a screen shows, half of it behind now: today's timeline, whatever the hour.
    private static final Duration SHOWN_EACH_WAY = Duration.ofHours(12);

    private final DoorState state;
    private final Space space;
    private final Moment moment;
    private final Offers offers;
    private final Slot shown;

    private RoomView(DoorState state, Space space, Moment moment) {
        this.state = state;
        this.space = space;
        this.moment = moment;
        // Whole hours, so that what is offered does not change from second to second.
        Instant hour = moment.now().truncatedTo(ChronoUnit.HOURS);
        Instant until = hour.plus(SHOWN_EACH_WAY.plusHours(1));
        Instant furthest = hour.plus(space.policy().ahead());
        this.shown = new Slot(hour.minus(SHOWN_EACH_WAY),
                furthest.isAfter(hour) && furthest.isBefore(until) ? furthest : until);
        this.offers = new Offers(space, state.obstacles(space.id(), Offers.asked(space, shown)), shown);
    }

    /// The link as a door needs it.
    ///
    /// @param live the cloud answers at present
    /// @param lastSyncedAt when it last did
    record Linked(boolean live, Optional<Instant> lastSyncedAt) {}

    /// The screen of a space; empty while this edge does not know the space.
    ///
    /// @param besides what is known of the room besides the calendar; its openings are filled in here
    static Optional<PanelMessage.State> of(DoorState state, SpaceId id, Moment moment, Linked linked, RoomShown besides) {
        return state.space(id).map(space -> new RoomView(state, space, moment).shown(linked, besides));
    }

    private PanelMessage.State shown(Linked linked, RoomShown besides) {
        Instant now = moment.now();
        Policy policy = space.policy();
        List<PanelMessage.BookingShown> bookings = state.bookings(space.id())
                .filter(booking -> isShown(booking, now))
                .sorted(Comparator.comparing((Booking booking) -> booking.slot().start())
                        .thenComparing(booking -> booking.id().toString()))
                .map(booking -> shown(moment.quality().permitsNow() ? booking.asOf(now) : booking))
                .toList();
        return new PanelMessage.State(0, now,
                new PanelMessage.SpaceShown(space.id(), space.name(), space.floorName(), space.capacity()),
                new PanelMessage.LinkShown(link(now, linked), linked.lastSyncedAt(), line()), clock(moment.quality()),
                space.closed(),
                new PanelMessage.PolicyShown((int) policy.checkInOpens().toMinutes(), (int) policy.grace().toMinutes(),
                        (int) policy.minimum().toMinutes(), (int) policy.maximum().toMinutes()),
                bookings,
                new RoomShown(besides.presence(), besides.release(), besides.undo(), offers.openings(), besides.issues(),
                        besides.issueKinds(), besides.unlock()));
    }

    private static boolean isShown(Booking booking, Instant now) {
        boolean near = booking.slot().end().isAfter(now.minus(SHOWN_EACH_WAY))
                && booking.slot().start().isBefore(now.plus(SHOWN_EACH_WAY));
        return near && switch (booking.phase()) {
            case Phase.Requested _,Phase.Confirmed _,Phase.CheckedIn _,Phase.Completed _,Phase.Released _ -> true;
            case Phase.Cancelled _,Phase.Departed _,Phase.Declined _ -> false;
        };
    }

    private PanelMessage.BookingShown shown(Booking booking) {
        Optional<String> organiser = booking.organiser().flatMap(state::name);
        return new PanelMessage.BookingShown(booking.id(), booking.version(), booking.slot(), booking.title(), organiser,
                booking.phase().slug(),
                booking.phase() instanceof Phase.Requested(var awaiting) ? Optional.of(awaiting) : Optional.empty(),
                booking.slot().start().minus(space.policy().checkInOpens()),
                BookingRules.checkInClosesAt(booking, space.policy()), offers.latestEnd(booking),
                offers.earliestStart(booking));
    }

    private Optional<Instant> line() {
        Instant at = state.line(space.id()).at();
        return at.equals(Line.NONE.at()) ? Optional.empty() : Optional.of(at);
    }

    /// Past the line nothing here is final, which a screen must not hide.
    private String link(Instant now, Linked linked) {
        if (linked.live()) {
            return "live";
        }
        return state.line(space.id()).doorOwns(now) ? "local" : "stale";
    }

    private static String clock(ClockQuality quality) {
        if (!quality.permitsNow()) {
            return "unknown";
        }
        return quality.permitsRelease() ? "good" : "uncertain";
    }
}
