package dev.lintel.cloud.booking;

import dev.lintel.cloud.store.Bell;
import dev.lintel.cloud.store.Rounds;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.line.Answer;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Requests that wait a moment for a door's decision, whichever replica takes it in.
///
///     expect -> ring names the operation -> its answer is read -> the request goes on
///            -> time is over -> the answer is read once more, in case the ring was lost
///
/// Memory of this replica only; the answers are in the table.
@Context
class Decisions implements AutoCloseable {

    /// Only a lost wake-up makes it look by itself, and then the requests have looked before.
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Transactions transactions;
    private final LineStore lines;
    /// Two requests may carry one id: a person's second try, while the first still waits.
    private final Map<OperationId, Set<Place>> waiting = new ConcurrentHashMap<>();
    private final Set<OperationId> decided = ConcurrentHashMap.newKeySet();
    private final Rounds rounds = new Rounds("decisions", PAUSE, woken -> read());

    Decisions(Transactions transactions, LineStore lines, Bell bell) {
        this.transactions = transactions;
        this.lines = lines;
        bell.onNews(this::heard);
        rounds.start();
    }

    /// Each is its own, whatever it holds.
    private static final class Place {

        private final TenantId tenant;
        private final CompletableFuture<Answer> answered = new CompletableFuture<>();

        private Place(TenantId tenant) {
            this.tenant = tenant;
        }
    }

    /// A place to wait; taken before the commit, so that no decision can come too early to be heard.
    Wait expect(TenantId tenant, OperationId operation) {
        var place = new Place(tenant);
        waiting.compute(operation, (_, others) -> {
            Set<Place> places = others == null ? ConcurrentHashMap.newKeySet() : others;
            places.add(place);
            return places;
        });
        return new Wait(operation, place);
    }

    private void heard(Bell.News news) {
        boolean concerned = false;
        for (OperationId operation : news.decided()) {
            concerned |= waiting.containsKey(operation) && decided.add(operation);
        }
        if (concerned) {
            rounds.wake();
        }
    }

    private void read() {
        var asked = Set.copyOf(decided);
        decided.removeAll(asked);
        look(asked);
    }

    private void look(Set<OperationId> asked) {
        if (asked.isEmpty()) {
            return;
        }
        transactions.unfenced(transaction -> lines.answers(transaction, asked)).forEach((operation, answer) -> {
            if (!(answer instanceof Answer.Waiting)) {
                waiting.getOrDefault(operation.getValue(), Set.of())
                        .stream()
                        .filter(place -> place.tenant.equals(operation.getKey()))
                        .forEach(place -> place.answered.complete(answer));
            }
        });
    }

    @Override
    @PreDestroy
    public void close() {
        rounds.close();
    }

    /// One request's place. To be closed, however it ends.
    final class Wait implements AutoCloseable {

        private final OperationId operation;
        private final Place place;

        private Wait(OperationId operation, Place place) {
            this.operation = operation;
            this.place = place;
        }

        Optional<Answer> upTo(Duration limit) {
            var heard = place.answered
                    .copy()
                    .<Optional<Answer>>handle((answer, failure) -> Optional.ofNullable(answer))
                    .completeOnTimeout(Optional.empty(), limit.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            if (heard.isPresent()) {
                return heard;
            }
            look(Set.of(operation));
            return Optional.ofNullable(place.answered.getNow(null));
        }

        @Override
        public void close() {
            waiting.computeIfPresent(operation, (_, places) -> {
                places.remove(place);
                return places.isEmpty() ? null : places;
            });
        }
    }
}
