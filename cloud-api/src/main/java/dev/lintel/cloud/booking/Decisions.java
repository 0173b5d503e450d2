package dev.lintel.cloud.booking;

import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.line.Answer;
import dev.lintel.protocol.line.Effect;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Requests that wait a moment for a door's decision.
///
/// Memory of this replica only. A decision that another replica applied is not heard here: that request is answered
/// `awaiting-door`, which is true, and its person is told by the live feed.
@Singleton
class Decisions {

    private final Map<OperationId, CompletableFuture<Answer>> waiting = new ConcurrentHashMap<>();

    /// A place to wait; taken before the commit, so that no decision can come too early to be heard.
    Wait expect(OperationId operation) {
        var decided = new CompletableFuture<Answer>();
        waiting.put(operation, decided);
        return new Wait(operation, decided);
    }

    void made(Effect.Decided effect) {
        var decided = waiting.get(effect.operation());
        if (decided != null) {
            decided.complete(effect.answer());
        }
    }

    /// One request's place. To be closed, however it ends.
    final class Wait implements AutoCloseable {

        private final OperationId operation;
        private final CompletableFuture<Answer> decided;

        private Wait(OperationId operation, CompletableFuture<Answer> decided) {
            this.operation = operation;
            this.decided = decided;
        }

        Optional<Answer> upTo(Duration limit) {
            return Optional.ofNullable(
                    decided.copy()
                            .<Answer>handle((answer, failure) -> answer)
                            .completeOnTimeout(null, limit.toMillis(), TimeUnit.MILLISECONDS)
                            .join());
        }

        @Override
        public void close() {
            waiting.remove(operation, decided);
        }
    }
}
