package dev.lintel.provisioning.world.oracle;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.BookingEvent;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.line.Answer;
import dev.lintel.protocol.line.Change;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.CloudStep;
import dev.lintel.provisioning.world.cloud.Outbox;
import dev.lintel.provisioning.world.cloud.Tables;
import dev.lintel.provisioning.world.ground.Site;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What people know in the end: whoever had to wait has heard what came of it, and the last that they heard of a booking is so.
final class Hearing {

    /// Whoever waits longer than this has put the phone away.
    private static final Duration LOOKED_AT = Duration.ofSeconds(10);

    /// @param restores how often the cloud had been restored by then
    private record Wish(FloorId floor, PersonId person, BookingCommand command, Instant at, int restores) {}

    private final Scene scene;
    private final Excuses excuses;
    private final Notices notices;
    private final Map<OperationId, Wish> wishes = new LinkedHashMap<>();
    private final Map<OperationId, Instant> decided = new HashMap<>();
    private final Set<OperationId> granted = new HashSet<>();
    /// That changed because a door's copy said so, where nobody knows any more who decided it.
    private final Set<BookingId> takenOver = new HashSet<>();

    Hearing(Scene scene, Excuses excuses, Notices notices) {
        this.scene = scene;
        this.excuses = excuses;
        this.notices = notices;
    }

    void committed(CloudInput input, CloudStep step) {
        if (input instanceof CloudInput.CopyOffered) {
            step.changes().forEach(change -> {
                if (change instanceof Change.PutBooking(Booking booking)) {
                    takenOver.add(booking.id());
                }
            });
        }
    }

    /// Whoever asks again looks again, until it is decided.
    void asked(FloorId floor, PersonId person, OperationId operation, BookingCommand command) {
        if (!decided.containsKey(operation)) {
            Wish first = wishes.get(operation);
            wishes.put(operation, new Wish(floor, first == null ? person : first.person(), command, scene.time().now(),
                    excuses.restores()));
        }
    }

    /// In the cloud, by whomever.
    void decided(OperationId operation, Answer answer) {
        if (Outcomes.isFinal(answer) && wishes.containsKey(operation)) {
            decided.putIfAbsent(operation, scene.time().now());
            if (answer instanceof Answer.Done) {
                granted.add(operation);
            }
        }
    }

    void atRest() {
        wishes.forEach(this::heardOf);
        scene.site()
                .storeys()
                .stream()
                .map(Site.Storey::tenant)
                .distinct()
                .flatMap(tenant -> scene.cloud().of(tenant).rows().stream())
                .forEach(this::isSo);
    }

    private void heardOf(OperationId operation, Wish wish) {
        Instant at = decided.get(operation);
        boolean waited = at != null && Duration.between(wish.at(), at).compareTo(LOOKED_AT) > 0;
        if (!waited || excuses.isForced(wish.floor()) || wish.restores() != excuses.restores()) {
            return;
        }
        Tables tables = scene.tables(wish.floor());
        Optional<Answer> answer = tables.answer(operation).filter(Outcomes::isFinal);
        Outbox.Key key = new Outbox.Key(wish.person(), wish.command().booking(), operation);
        // What was overtaken before it could be told is not told; how it ended is asked of the booking.
        boolean dropped = tables.outbox().row(key).filter(row -> row.state() == Outbox.State.DROPPED).isPresent();
        if (answer.filter(Hearing::isNews).isPresent() && !notices.hasHeard(key) && !dropped) {
            throw new Violation("nobody was told", wish + " of " + operation + ", answered " + answer.get());
        }
    }

    /// Who attends, or ends what they attend, has seen it.
    private static boolean isNews(Answer answer) {
        return switch (answer) {
            case Answer.Refused _ -> true;
            case Answer.Waiting _ -> false;
            case Answer.Done(BookingEvent event, Booking _) -> switch (event) {
                case BookingEvent.Booked _,BookingEvent.Cancelled _,BookingEvent.Moved _,BookingEvent.Extended _,BookingEvent.Shortened _ ->
                    true;
                case BookingEvent.CheckedIn _,BookingEvent.Departed _,BookingEvent.Ended _,BookingEvent.Held _,BookingEvent.Released _,BookingEvent.ReleaseUndone _,BookingEvent.Revived _,BookingEvent.StartedEarly _,BookingEvent.TakenBack _ ->
                    false;
            };
        };
    }

    private void isSo(Tables.Row row) {
        Booking booking = row.booking();
        if (excuses.isForced(row.floor()) || takenOver.contains(booking.id()) || booking.organiser().isEmpty()) {
            return;
        }
        PersonId organiser = booking.organiser().get();
        if (notices.hasBeenForgotten(organiser, booking.id())) {
            return;
        }
        String last = notices.lastStanding(organiser, booking.id()).map(Outbox.Notice::kind).orElse("nothing");
        boolean so = switch (booking.phase()) {
            case Phase.Released _ -> last.equals("released");
            case Phase.Declined _ -> last.equals("declined");
            case Phase.Cancelled _ -> last.equals("cancelled") || saw(booking);
            case Phase.Requested _,Phase.Confirmed _,Phase.CheckedIn _,Phase.Completed _,Phase.Departed _ ->
                !last.equals("released") && !last.equals("declined") && !last.equals("cancelled");
        };
        if (!so) {
            throw new Violation("the last word is not so", "the organiser heard " + last + " of " + booking);
        }
    }

    /// The organiser's own wish ended it.
    private boolean saw(Booking booking) {
        return wishes.entrySet().stream().anyMatch(wish -> {
            BookingCommand command = wish.getValue().command();
            return command instanceof BookingCommand.Cancel && command.booking().equals(booking.id())
                    && booking.organiser().equals(Optional.of(wish.getValue().person()))
                    && granted.contains(wish.getKey());
        });
    }
}
