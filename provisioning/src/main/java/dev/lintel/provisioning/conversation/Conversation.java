package dev.lintel.provisioning.conversation;

import dev.lintel.provisioning.conversation.Said.Cargo;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Everything that was said about one operation, or about all operations of one booking.
///
/// Clocks of several machines are not one clock: what was sent stands before what was heard of it, whatever the times say.
record Conversation(String about, Set<String> operations, List<Said> said) {

    /// Empty where no record speaks of it.
    static Optional<Conversation> about(String id, Records records) throws IOException {
        Set<String> operations = records.where(line -> line.contains(id))
                .stream()
                .flatMap(line -> line.operation().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (operations.isEmpty()) {
            return Optional.empty();
        }
        List<Said> said = records.where(line -> operations.stream().anyMatch(line::contains))
                .stream()
                .filter(line -> line.operation().filter(operations::contains).isPresent())
                .map(Reading::of)
                .sorted(Comparator.comparing(Said::at))
                .collect(Collectors.toCollection(ArrayList::new));
        return Optional.of(new Conversation(id, operations, inOrder(said)));
    }

    /// Moves what was heard behind the first sending of it, and before what its hearer made of it: programs write a record
    /// of a message once they are done with it.
    private static List<Said> inOrder(List<Said> said) {
        List<Said> ordered = new ArrayList<>(said);
        for (Said each : said) {
            each.cargo().filter(cargo -> !cargo.sent()).ifPresent(heard -> {
                int at = ordered.indexOf(each);
                ordered.remove(at);
                int sent = firstSending(ordered, heard);
                int place = at;
                while (place > sent + 1 && isNoteOf(ordered.get(place - 1), each.to().orElseThrow())) {
                    place--;
                }
                ordered.add(Math.max(place, sent + 1), each);
            });
        }
        return List.copyOf(ordered);
    }

    private static boolean isNoteOf(Said said, String party) {
        return said.to().isEmpty() && said.from().equals(party);
    }

    /// Where it stands; before the beginning if nobody's record knows of it.
    private static int firstSending(List<Said> ordered, Cargo heard) {
        for (int i = 0; i < ordered.size(); i++) {
            if (ordered.get(i).cargo().filter(cargo -> cargo.sent() && cargo.isTheSameAs(heard)).isPresent()) {
                return i;
            }
        }
        return -1;
    }

    /// What was sent, and by nobody's record ever heard: it is on its way, or lost, or the other side's records are missing.
    List<Said> unheard() {
        Set<Cargo> names = new LinkedHashSet<>();
        List<Said> missing = new ArrayList<>();
        for (Said each : said) {
            Optional<Cargo> sent = each.cargo().filter(Cargo::sent);
            boolean heard = sent.isEmpty() || said.stream()
                    .flatMap(other -> other.cargo().stream())
                    .anyMatch(cargo -> !cargo.sent() && cargo.isTheSameAs(sent.get()));
            if (!heard && names.add(sent.get())) {
                missing.add(each);
            }
        }
        return missing;
    }

    /// A line for each, the time since the first in seconds.
    String text() {
        StringBuilder text = new StringBuilder();
        text.append(about)
                .append(operations.size() > 1 ? ": " + operations.size() + " operations" : "")
                .append(", since ")
                .append(said.getFirst().at())
                .append('\n');
        for (Said each : said) {
            String way = each.from() + each.to().map(to -> " -> " + to).orElse("");
            text.append(String.format(Locale.ROOT, "%+10.3f  %-28s  %s%n", seconds(each), way, each.words()));
        }
        for (Said each : unheard()) {
            text.append("            ").append(each.words()).append(" of ").append(each.from()).append(" was not heard\n");
        }
        return text.toString();
    }

    private double seconds(Said each) {
        return Duration.between(said.getFirst().at(), each.at()).toNanos() / 1e9;
    }

    /// The same as a sequence diagram.
    String mermaid() {
        List<String> parties = parties();
        StringBuilder text = new StringBuilder("sequenceDiagram\n");
        for (int i = 0; i < parties.size(); i++) {
            text.append("    participant p").append(i).append(" as ").append(parties.get(i)).append('\n');
        }
        for (Said each : said) {
            String from = "p" + parties.indexOf(each.from());
            String words = each.words().replaceAll("[;#:]", " ");
            text.append("    ")
                    .append(each.to()
                            .map(to -> from + "->>p" + parties.indexOf(to) + ": " + words)
                            .orElse("Note over " + from + ": " + words))
                    .append('\n');
        }
        for (Said each : unheard()) {
            text.append("    Note over p")
                    .append(parties.indexOf(Said.BROKER))
                    .append(": ")
                    .append(each.words())
                    .append(" was not heard\n");
        }
        return text.toString();
    }

    /// From the finger to the screens of others, as the touch goes.
    private List<String> parties() {
        Set<String> present = said.stream()
                .flatMap(each -> Stream.concat(Stream.of(each.from()), each.to().stream()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        List<String> ordered = new ArrayList<>(present);
        ordered.sort(Comparator.comparingInt(Conversation::place).thenComparing(Comparator.naturalOrder()));
        return ordered;
    }

    private static int place(String party) {
        return switch (party) {
            case Said.PANEL -> 0;
            case Said.BROKER -> 2;
            case Said.CLOUD -> 3;
            case Said.LISTENERS -> 4;
            default -> 1;
        };
    }
}
