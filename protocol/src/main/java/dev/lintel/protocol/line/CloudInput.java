package dev.lintel.protocol.line;

import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What can happen to the cloud's side of one floor.
public sealed interface CloudInput {

    /// A person's wish, by phone, web, calendar or API.
    record Asked(OperationId operation, BookingCommand command, Moment moment) implements CloudInput {}

    /// An entry of the door's log.
    record LogArrived(Entry entry, Moment moment) implements CloudInput {}

    /// The door says where it stands; first thing on every connection.
    record Greeted(Greeting greeting) implements CloudInput {}

    /// The door has our feed up to here.
    record FeedAcknowledged(Mark mark) implements CloudInput {}

    /// The door is reachable, so the line may move. Called every minute or so, and after each hello.
    record GrantDue(OperationId operation, Instant now, Duration horizon) implements CloudInput {}

    /// A space was added or changed.
    record SpaceChanged(OperationId operation, Space space) implements CloudInput {}

    /// A person's name as this floor may show it.
    record PersonNamed(OperationId operation, PersonId person, Optional<String> name) implements CloudInput {}
}
