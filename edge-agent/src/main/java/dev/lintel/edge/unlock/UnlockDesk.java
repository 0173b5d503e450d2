package dev.lintel.edge.unlock;

import dev.lintel.edge.copy.VerifierStore;
import dev.lintel.edge.door.DoorClock;
import dev.lintel.edge.door.DoorDesk;
import dev.lintel.protocol.identity.Means;
import dev.lintel.protocol.identity.PanelId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.Verifier;
import dev.lintel.protocol.wire.Unlock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Recognises people by what they show, one after the other, on a thread of its own.
@Singleton
public final class UnlockDesk {

    private static final Logger LOG = LoggerFactory.getLogger(UnlockDesk.class);

    /// At a quarter of a second each on a small board, four seconds of waiting.
    private static final int WAITING_LIMIT = 16;
    /// What a number that nobody has is computed with, so that the time does not tell which numbers there are.
    private static final String NOBODYS_SALT = "00".repeat(16);

    private final VerifierStore verifiers;
    private final DoorDesk door;
    private final DoorClock clock;
    private final Map<String, Tries> tries;
    private final Counter wrong;
    private final Timer derivations;
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING_LIMIT), Thread.ofPlatform().name("unlock").daemon().factory());

    UnlockDesk(VerifierStore verifiers, TryStore tries, DoorDesk door, DoorClock clock, MeterRegistry meters)
            throws SQLException {
        this.verifiers = verifiers;
        this.door = door;
        this.clock = clock;
        this.tries = new HashMap<>(tries.all());
        this.wrong = meters.counter("lintel.unlock.wrong");
        this.derivations = meters.timer("lintel.unlock.derivation");
    }

    /// What one try came to: whose it is, and what it is counted under besides the panel.
    private record Found(Optional<PersonId> person, Optional<String> subject) {}

    /// Whether an action that accepts these means may go on, and as whose.
    ///
    /// @param accepts empty: the room asks for nothing here
    public CompletableFuture<Unlocked> ask(PanelId panel, List<String> accepts, Optional<Unlock> shown) {
        if (accepts.isEmpty()) {
            return CompletableFuture.completedFuture(new Unlocked.Open());
        }
        Optional<Unlock> usable = shown.filter(UnlockDesk::possible)
                .filter(unlock -> means(unlock).map(Means::slug).filter(accepts::contains).isPresent());
        if (usable.isEmpty()) {
            return CompletableFuture.completedFuture(new Unlocked.Needed(accepts));
        }
        CompletableFuture<Unlocked> answer = new CompletableFuture<>();
        try {
            thread.execute(() -> {
                try {
                    answer.complete(checked(panel, usable.get()));
                } catch (SQLException | ExecutionException | RuntimeException e) {
                    LOG.error("somebody at panel {} could not be recognised", panel, e);
                    answer.complete(new Unlocked.NotSaved());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    answer.complete(new Unlocked.Busy());
                }
            });
        } catch (RejectedExecutionException full) {
            answer.complete(new Unlocked.Busy());
        }
        return answer;
    }

    /// Digits that are no number with a PIN behind it are a slip, and no try at anybody.
    private static boolean possible(Unlock unlock) {
        if (!(unlock instanceof Unlock.Pin(String digits))) {
            return true;
        }
        int behind = digits.length() - Verifier.NUMBER_DIGITS;
        return behind >= Verifier.PIN_SHORTEST && behind <= Verifier.PIN_LONGEST;
    }

    private static Optional<Means> means(Unlock unlock) {
        return switch (unlock) {
            case Unlock.Pin _ -> Optional.of(Means.PIN);
            case Unlock.Badge _ -> Optional.of(Means.BADGE);
            case Unlock.Unknown _ -> Optional.empty();
        };
    }

    private Unlocked checked(PanelId panel, Unlock unlock) throws SQLException, ExecutionException, InterruptedException {
        Instant now = clock.moment().now();
        String atPanel = "panel:" + panel;
        Instant panelUntil = tried(atPanel, now).lockedUntil(Tries.FREE_PER_PANEL, now);
        if (panelUntil.isAfter(now)) {
            return new Unlocked.Locked(panelUntil);
        }
        return switch (unlock) {
            case Unlock.Pin(String digits) -> pin(atPanel, digits, now);
            case Unlock.Badge(String id) -> judged(atPanel, new Found(badge(id), Optional.empty()), now);
            case Unlock.Unknown _ -> throw new IllegalArgumentException("nothing that could be checked");
        };
    }

    /// A number that nobody has is computed with, counted and locked like any other: nothing tells which there are.
    private Unlocked pin(String atPanel, String digits, Instant now)
            throws SQLException, ExecutionException, InterruptedException {
        String number = digits.substring(0, Verifier.NUMBER_DIGITS);
        String subject = "number:" + number;
        Instant until = tried(subject, now).lockedUntil(Tries.FREE_PER_NUMBER, now);
        if (until.isAfter(now)) {
            return new Unlocked.Locked(until);
        }
        Optional<VerifierStore.Known> known = verifiers.numbered(number);
        String pin = digits.substring(Verifier.NUMBER_DIGITS);
        String sealed = verifiers.seal(derived(pin, known.map(VerifierStore.Known::salt).orElse(NOBODYS_SALT)));
        Optional<PersonId> person = known.filter(one -> same(one.sealed(), sealed)).map(VerifierStore.Known::person);
        return judged(atPanel, new Found(person, Optional.of(subject)), now);
    }

    private Optional<PersonId> badge(String id) throws SQLException {
        for (String salt : verifiers.badgeSalts()) {
            Optional<PersonId> person = verifiers.badge(derived(id, salt));
            if (person.isPresent()) {
                return person;
            }
        }
        return Optional.empty();
    }

    private String derived(String text, String salt) {
        long from = System.nanoTime();
        String hash = Derivation.of(text, salt);
        derivations.record(System.nanoTime() - from, TimeUnit.NANOSECONDS);
        return hash;
    }

    /// A right one forgives its number, and never the panel: who knows one PIN must not get tries at others for it.
    private Unlocked judged(String atPanel, Found found, Instant now) throws ExecutionException, InterruptedException {
        if (found.person().isPresent()) {
            if (found.subject().filter(subject -> tried(subject, now).wrong(now) > 0).isPresent()) {
                count(Map.of(found.subject().get(), Tries.NONE), now);
            }
            return new Unlocked.By(found.person().get());
        }
        wrong.increment();
        Map<String, Tries> counted = new HashMap<>();
        Tries panel = tried(atPanel, now).wrongAgain(now);
        counted.put(atPanel, panel);
        Tries number = found.subject().map(subject -> tried(subject, now).wrongAgain(now)).orElse(Tries.NONE);
        found.subject().ifPresent(subject -> counted.put(subject, number));
        count(counted, now);
        int left = Math.min(panel.left(Tries.FREE_PER_PANEL, now), number.left(Tries.FREE_PER_NUMBER, now));
        if (left > 0) {
            return new Unlocked.Wrong(left);
        }
        Instant panelUntil = panel.lockedUntil(Tries.FREE_PER_PANEL, now);
        Instant numberUntil = number.lockedUntil(Tries.FREE_PER_NUMBER, now);
        return new Unlocked.Locked(panelUntil.isAfter(numberUntil) ? panelUntil : numberUntil);
    }

    private Tries tried(String subject, Instant now) {
        Tries known = tries.getOrDefault(subject, Tries.NONE).seen(now);
        tries.replace(subject, known);
        return known;
    }

    /// In memory at once, so that a disk that refuses gives no further tries, and on the disk before anything is answered.
    private void count(Map<String, Tries> counted, Instant now) throws ExecutionException, InterruptedException {
        tries.putAll(counted);
        tries.values().removeIf(known -> known.wrong(now) == 0);
        door.keep(TryStore.keeping(counted, now)).get();
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }

    @PreDestroy
    void stop() {
        thread.shutdownNow();
    }
}
