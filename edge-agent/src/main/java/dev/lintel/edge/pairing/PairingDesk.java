package dev.lintel.edge.pairing;

import dev.lintel.edge.copy.DoorStore;
import dev.lintel.edge.door.DoorDesk;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.PanelId;
import dev.lintel.protocol.line.DoorState;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Pairs and removes panels: ask the book, write, and only then say so.
@Singleton
public final class PairingDesk {

    private static final Logger LOG = LoggerFactory.getLogger(PairingDesk.class);
    private static final int CODES = 1_000_000;

    private final DoorDesk door;
    private final Panels panels;
    private final InstantSource clock;
    private final RandomGenerator chance;
    private final IdSource ids;
    private PairingBook book;
    /// What was asked last: each waits until the one before it is on the disk, or its book would be written over.
    private CompletableFuture<?> turn = CompletableFuture.completedFuture(null);

    PairingDesk(DoorDesk door, Panels panels, PanelStore store, InstantSource clock, RandomGenerator chance, IdSource ids)
            throws SQLException {
        this.door = door;
        this.panels = panels;
        this.clock = clock;
        this.chance = chance;
        this.ids = ids;
        this.book = store.book();
    }

    /// What came of a wish about pairing. A refusal carries the slug of its problem.
    public sealed interface Outcome {

        /// @param secret what the screen's cookie holds
        record Shown(Pairing.Waiting pairing, String secret) implements Outcome {}

        record Found(Pairing.Waiting pairing) implements Outcome {}

        record Paired(PairedPanel panel, Space space) implements Outcome {}

        record Removed(PanelId panel) implements Outcome {}

        record Refused(String slug, Optional<Instant> againAt) implements Outcome {

            static CompletableFuture<Outcome> now(String slug) {
                return CompletableFuture.completedFuture(new Refused(slug, Optional.empty()));
            }
        }
    }

    /// A code for a screen that has none yet, or the one it is already shown.
    ///
    /// @param secret from the screen's cookie, if it has one
    /// @param replaces the panel that this screen is so far
    public CompletableFuture<Outcome> open(Optional<String> secret, Optional<String> publicKey, Optional<PanelId> replaces,
            String address) {
        return inTurn(() -> opened(secret, publicKey, replaces, address));
    }

    private synchronized CompletableFuture<Outcome> inTurn(Supplier<CompletableFuture<Outcome>> deed) {
        CompletableFuture<Outcome> next = turn.handle((_, _) -> true).thenCompose(_ -> deed.get());
        turn = next;
        return next;
    }

    private synchronized CompletableFuture<Outcome> opened(Optional<String> secret, Optional<String> publicKey,
            Optional<PanelId> replaces, String address) {
        Instant now = clock.instant();
        Optional<Pairing> current = secret.flatMap(shown -> book.of(Secrets.hash(shown), now));
        if (secret.isPresent() && current.isPresent() && current.get() instanceof Pairing.Waiting waiting
                && waiting.publicKey().equals(publicKey)) {
            return CompletableFuture.completedFuture(new Outcome.Shown(waiting, secret.get()));
        }
        if (publicKey.isPresent() && !PanelKey.usable(publicKey.get())) {
            return Outcome.Refused.now("malformed");
        }
        if (door.state().isEmpty()) {
            return Outcome.Refused.now("floor-unknown");
        }
        Optional<PanelId> known = replaces.or(() -> publicKey.flatMap(this::panelOf));
        String fresh = Secrets.random(chance);
        Stream<String> codes = Stream.generate(() -> "%06d".formatted(chance.nextInt(CODES)));
        return switch (book.opened(Secrets.hash(fresh), publicKey, known, address, codes, now)) {
            case PairingBook.Opening.TooMany(Instant againAt) -> CompletableFuture.completedFuture(
                    new Outcome.Refused("too-many-codes", Optional.of(againAt)));
            case PairingBook.Opening.Opened(PairingBook next, Pairing.Waiting pairing) -> {
                book = next;
                LOG.info("a screen at {} asks to be paired", address);
                yield saved(PanelStore.keeping(next), new Outcome.Shown(pairing, fresh));
            }
        };
    }

    private Optional<PanelId> panelOf(String publicKey) {
        return panels.all()
                .stream()
                .filter(paired -> paired.proof().equals(new PairedPanel.Proof.Key(publicKey)))
                .map(paired -> paired.panel().id())
                .findFirst();
    }

    /// Where a screen's pairing stands; empty when it is over.
    public synchronized Optional<Pairing> current(String secret) {
        return book.of(Secrets.hash(secret), clock.instant());
    }

    /// What a person who has typed a code compares before confirming it.
    public CompletableFuture<Outcome> look(String code) {
        return look(code, Optional.empty());
    }

    /// @param alongside what has to be written with the outcome, in one commit
    public CompletableFuture<Outcome> look(String code, Optional<Function<Outcome, DoorStore.Writing>> alongside) {
        return inTurn(() -> looked(code, alongside));
    }

    private synchronized CompletableFuture<Outcome> looked(String code,
            Optional<Function<Outcome, DoorStore.Writing>> alongside) {
        return switch (book.looked(code, clock.instant())) {
            case PairingBook.Look.Found(Pairing.Waiting pairing) -> told(new Outcome.Found(pairing), alongside);
            case PairingBook.Look.TooMany(Instant againAt) ->
                told(new Outcome.Refused("too-many-codes", Optional.of(againAt)), alongside);
            case PairingBook.Look.Unknown(PairingBook next) -> {
                book = next;
                Outcome unknown = new Outcome.Refused("unknown-code", Optional.empty());
                yield saved(both(PanelStore.keeping(next), unknown, alongside), unknown);
            }
        };
    }

    /// What changes nothing here is written only for whoever asked.
    private CompletableFuture<Outcome> told(Outcome outcome, Optional<Function<Outcome, DoorStore.Writing>> alongside) {
        return alongside.isEmpty()
                ? CompletableFuture.completedFuture(outcome)
                : saved(alongside.get().apply(outcome), outcome);
    }

    private static DoorStore.Writing both(DoorStore.Writing own, Outcome outcome,
            Optional<Function<Outcome, DoorStore.Writing>> alongside) {
        return connection -> {
            own.to(connection);
            if (alongside.isPresent()) {
                alongside.get().apply(outcome).to(connection);
            }
        };
    }

    /// Makes the screen that shows the code the panel of a space.
    ///
    /// @param space id or name
    /// @param by who says so, for people who look at the list later
    public CompletableFuture<Outcome> confirm(String code, String space, String by) {
        return confirm(code, space, by, Optional.empty());
    }

    /// @param alongside what has to be written with the outcome, in one commit
    public CompletableFuture<Outcome> confirm(String code, String space, String by,
            Optional<Function<Outcome, DoorStore.Writing>> alongside) {
        return inTurn(() -> confirmed(code, space, by, alongside));
    }

    private synchronized CompletableFuture<Outcome> confirmed(String code, String space, String by,
            Optional<Function<Outcome, DoorStore.Writing>> alongside) {
        Optional<Space> room = door.state().flatMap(state -> named(state, space));
        if (room.isEmpty()) {
            return told(new Outcome.Refused("unknown-space", Optional.empty()), alongside);
        }
        PairingBook.Look look = book.looked(code, clock.instant());
        if (!(look instanceof PairingBook.Look.Found(Pairing.Waiting waiting))) {
            return looked(code, alongside);
        }
        PanelId id = waiting.replaces().orElseGet(() -> new PanelId(ids.next()));
        PairedPanel.Proof proof = waiting.publicKey().<PairedPanel
                .Proof>map(PairedPanel.Proof.Key::new)
                .orElseGet(() -> new PairedPanel.Proof.Secret(waiting.secretSha256()));
        PairedPanel fresh = new PairedPanel(new Panel(id, room.get().id()), proof, PairedPanel.Source.CODE, clock.instant(),
                by);
        PairingBook next = book.confirmed(waiting, id);
        Outcome paired = new Outcome.Paired(fresh, room.get());
        return door.keep(both(PanelStore.pairing(fresh, next), paired, alongside)).handle((kept, failure) -> {
            if (failure != null) {
                return new Outcome.Refused("not-saved", Optional.empty());
            }
            settled(waiting, id, fresh);
            return paired;
        });
    }

    /// Other codes may have been asked for while this one was being written.
    private synchronized void settled(Pairing.Waiting waiting, PanelId id, PairedPanel fresh) {
        book = book.confirmed(waiting, id);
        panels.joined(fresh);
        LOG.info("panel {} is paired with space {}", id, fresh.panel().space());
    }

    /// Takes a panel out of the list; its sessions end with it.
    public CompletableFuture<Outcome> remove(PanelId id) {
        return remove(id, Optional.empty());
    }

    /// @param alongside what has to be written with the outcome, in one commit
    public CompletableFuture<Outcome> remove(PanelId id, Optional<Function<Outcome, DoorStore.Writing>> alongside) {
        if (panels.panel(id).isEmpty()) {
            return told(new Outcome.Refused("unknown-panel", Optional.empty()), alongside);
        }
        Outcome removed = new Outcome.Removed(id);
        return door.keep(both(PanelStore.removing(id), removed, alongside)).handle((kept, failure) -> {
            if (failure != null) {
                return new Outcome.Refused("not-saved", Optional.empty());
            }
            panels.removed(id);
            LOG.info("panel {} is no longer paired", id);
            return removed;
        });
    }

    public List<PairedPanel> list() {
        return panels.all();
    }

    private static CompletableFuture<Outcome> saved(DoorStore.Writing writing, Outcome outcome,
            DoorDesk door) {
        return door.keep(writing)
                .handle((kept, failure) -> failure == null ? outcome : new Outcome.Refused("not-saved", Optional.empty()));
    }

    private CompletableFuture<Outcome> saved(DoorStore.Writing writing, Outcome outcome) {
        return saved(writing, outcome, door);
    }

    private static Optional<Space> named(DoorState state, String space) {
        return state.spaces()
                .filter(known -> known.id().toString().equals(space) || known.name().equalsIgnoreCase(space.strip()))
                .findFirst();
    }
}
