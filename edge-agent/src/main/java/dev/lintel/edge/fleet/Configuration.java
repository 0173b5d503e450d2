package dev.lintel.edge.fleet;

import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.pairing.Panels;
import dev.lintel.edge.settings.EdgeSettings;
import dev.lintel.protocol.identity.PanelId;
import dev.lintel.protocol.wire.Applied;
import dev.lintel.protocol.wire.HouseShown;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.Setting;
import dev.lintel.protocol.wire.Thing;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/// How administrators want this edge and its panels to be, on the disk and in use. What they did not say is as the agent's
/// own settings have it.
@Singleton
public final class Configuration {

    private static final int BRIGHTNESS_AT_NIGHT = 15;

    private final DoorDesk door;
    private final Panels panels;
    private final EdgeSettings settings;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Map<Thing, Applied> applied;

    Configuration(DoorDesk door, Panels panels, EdgeSettings settings, FleetStore store) throws SQLException {
        this.door = door;
        this.panels = panels;
        this.settings = settings;
        this.applied = Map.copyOf(store.applied());
    }

    /// Called whenever something is set anew, on the door's thread.
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /// Completes once on the disk, with what came of each; an older version than is applied changes nothing.
    CompletableFuture<List<Applied>> wish(List<Setting> items) {
        List<Applied> fresh = items.stream()
                .filter(item -> !item.about().isCredential() && item.version() > version(item.about()))
                .map(item -> SettingRules.applied(item, known(item.about())))
                .toList();
        List<Applied> all = new ArrayList<>(fresh);
        items.stream()
                .filter(item -> fresh.stream().noneMatch(one -> one.about().equals(item.about())))
                .flatMap(item -> Optional.ofNullable(applied.get(item.about())).stream())
                .forEach(all::add);
        if (fresh.isEmpty()) {
            return CompletableFuture.completedFuture(all);
        }
        return door.keep(FleetStore.applying(fresh)).thenApply(_ -> {
            Map<Thing, Applied> next = new TreeMap<>(applied);
            fresh.forEach(item -> next.put(item.about(), item));
            applied = Map.copyOf(next);
            listeners.forEach(Runnable::run);
            return all;
        });
    }

    private boolean known(Thing about) {
        return about.equals(Thing.EDGE)
                || panels.all().stream().anyMatch(paired -> about.text().equals("panel:" + paired.panel().id()));
    }

    private long version(Thing about) {
        return Optional.ofNullable(applied.get(about)).map(Applied::version).orElse(0L);
    }

    List<Applied> all() {
        return applied.values().stream().sorted(Comparator.comparing(Applied::about)).toList();
    }

    /// The language of a panel: its own, else the edge's, else the agent's.
    public Locale locale(PanelId panel) {
        return text(ofPanel(panel), "locale").or(() -> text(Thing.EDGE, "locale"))
                .map(Locale::forLanguageTag)
                .orElse(settings.locale());
    }

    public boolean hour12() {
        return text(Thing.EDGE, "clock").map("12h"::equals).orElse(settings.hour12());
    }

    /// What the house has decided for a panel's screen.
    public HouseShown house(PanelId panel) {
        Thing about = ofPanel(panel);
        Optional<HouseShown.Night> night = text(about, "nightFrom").flatMap(from -> text(about, "nightUntil")
                .map(until -> new HouseShown.Night(LocalTime.parse(from), LocalTime.parse(until),
                        value(about, "brightness").filter(Json.Num.class::isInstance)
                                .map(percent -> (int) ((Json.Num) percent).value())
                                .orElse(BRIGHTNESS_AT_NIGHT))));
        List<String> languages = text(about, "languages").map(named -> List.of(named.split(",", -1))).orElse(List.of());
        return new HouseShown(languages, night, text(about, "palette"));
    }

    private static Thing ofPanel(PanelId panel) {
        return Thing.of("panel:" + panel);
    }

    private Optional<Json> value(Thing about, String key) {
        return Optional.ofNullable(applied.get(about)).flatMap(Applied::settings).map(runs -> runs.fields().get(key));
    }

    private Optional<String> text(Thing about, String key) {
        return value(about, key).filter(Json.Text.class::isInstance).map(text -> ((Json.Text) text).value());
    }
}
