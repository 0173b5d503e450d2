package dev.lintel.protocol.line;

import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Party;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Which answers to proposals were ever given: a row that nothing reaches proves nothing.
final class Rows {

    private final Set<String> reached = new TreeSet<>();

    /// Notes the answers that a step wrote.
    void note(WorldState before, WorldState after) {
        if (after.door().at().epoch() == before.door().at().epoch() && after.log().size() > before.log().size()) {
            note(Party.DOOR, after.log().subList(before.log().size(), after.log().size()), before.cloud().requests().values());
        }
        if (after.cloud().at().epoch() == before.cloud().at().epoch() && after.feed().size() > before.feed().size()) {
            note(Party.CLOUD, after.feed().subList(before.feed().size(), after.feed().size()),
                    before.door().requests().toList());
        }
    }

    void note(Party by, List<Entry> written, Collection<Request> open) {
        for (Entry entry : written) {
            Optional<BookingCommand> asked = open.stream()
                    .filter(r -> r.operation().equals(entry.head().operation()))
                    .map(Request::command)
                    .findFirst();
            Optional<String> answer = switch (entry.body()) {
                case Body.Accepted _ -> Optional.of("accepted");
                case Body.Declined declined -> Optional.of(declined.why().slug());
                case Body.Granted _,Body.Happened _,Body.Proposed _,Body.NotUnderstood _,Body.Observed _,Body.Late _,Body.Closed _,Body.SpaceSet _,Body.PersonShown _,Body.VerifiersSet _,Body.Unreadable _ ->
                    Optional.empty();
            };
            Stream.of(0)
                    .flatMap(_ -> asked.stream())
                    .forEach(command -> answer.ifPresent(
                            a -> reached.add(by.name().toLowerCase(java.util.Locale.ROOT) + " " + command.slug() + " " + a)));
        }
    }

    Set<String> reached() {
        return reached;
    }
}
