package dev.lintel.edge.pairing;

import dev.lintel.edge.settings.DataFolder;
import dev.lintel.protocol.identity.PanelId;
import io.micronaut.context.annotation.Context;
import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The panels this agent knows, looked up by what they show.
///
/// Looking up a hash of 256 random bits in a table tells nobody anything by its timing, so no comparison in constant time
/// is needed there. Readers see one immutable value; it is replaced once a change is on the disk.
@Context
public final class Panels {

    private static final Logger LOG = LoggerFactory.getLogger(Panels.class);

    private final List<Consumer<Departed>> farewells = new CopyOnWriteArrayList<>();
    private final PanelSessions sessions;
    private volatile Known known;

    /// A panel that is none any more, or another room's.
    ///
    /// @param reason `removed` or `moved`
    public record Departed(PanelId panel, String reason) {}

    private record Known(Map<PanelId, PairedPanel> byId, Map<String, Panel> byHash) {

        static Known of(Collection<PairedPanel> panels) {
            Map<String, Panel> byHash = new HashMap<>();
            for (PairedPanel paired : panels) {
                if (paired.proof() instanceof PairedPanel.Proof.Secret(String sha256)) {
                    byHash.put(sha256, paired.panel());
                }
            }
            return new Known(panels.stream().collect(Collectors.toUnmodifiableMap(p -> p.panel().id(), p -> p)),
                    Map.copyOf(byHash));
        }
    }

    Panels(DataFolder folder, PanelStore store, InstantSource clock, RandomGenerator chance)
            throws SQLException, IOException {
        List<PairedPanel> listed = PanelFiles.listed(folder.resolve("panels"), clock.instant());
        try {
            store.list(listed);
        } catch (SQLException e) {
            LOG.error("the panels listed in files could not be taken over; those known before are served", e);
        }
        this.sessions = new PanelSessions(store.secret("sessions", Secrets.random(chance)), clock, chance);
        this.known = Known.of(store.panels());
        LOG.info("{} panels are paired", known.byId().size());
    }

    /// The panel that shows this: its secret, or a session that it signed in for.
    public Optional<Panel> showing(String shown) {
        Optional<PanelId> signedIn = sessions.panel(shown);
        return signedIn.isPresent()
                ? signedIn.flatMap(this::panel).map(PairedPanel::panel)
                : Optional.ofNullable(known.byHash().get(Secrets.hash(shown)));
    }

    public Optional<PairedPanel> panel(PanelId id) {
        return Optional.ofNullable(known.byId().get(id));
    }

    /// All panels, the oldest first.
    public List<PairedPanel> all() {
        return known.byId()
                .values()
                .stream()
                .sorted(Comparator.comparing(PairedPanel::pairedAt).thenComparing(p -> p.panel().id().toString()))
                .toList();
    }

    public String challenge() {
        return sessions.challenge();
    }

    /// A session for a panel that signed the challenge with its key.
    public Optional<String> signedIn(PanelId id, String challenge, String signature) {
        return panel(id).map(PairedPanel::proof)
                .filter(PairedPanel.Proof.Key.class::isInstance)
                .map(PairedPanel.Proof.Key.class::cast)
                .flatMap(key -> sessions.open(id, key.publicKey(), challenge, signature));
    }

    public void onDeparture(Consumer<Departed> farewell) {
        farewells.add(farewell);
    }

    synchronized void joined(PairedPanel fresh) {
        Optional<PairedPanel> before = panel(fresh.panel().id());
        Map<PanelId, PairedPanel> next = new HashMap<>(known.byId());
        next.put(fresh.panel().id(), fresh);
        known = Known.of(next.values());
        if (before.isPresent()) {
            farewells.forEach(farewell -> farewell.accept(new Departed(fresh.panel().id(), "moved")));
        }
    }

    synchronized void removed(PanelId id) {
        Map<PanelId, PairedPanel> next = new HashMap<>(known.byId());
        if (next.remove(id) != null) {
            known = Known.of(next.values());
            farewells.forEach(farewell -> farewell.accept(new Departed(id, "removed")));
        }
    }
}
