package dev.lintel.cloud.device;

import dev.lintel.cloud.device.ConfigurationStore.Both;
import dev.lintel.protocol.wire.Json;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// How one thing should be and is.
///
/// @param version of what is wanted; 0 where nothing was wanted yet
/// @param drift whether what runs is not what is wanted: not applied yet, applied with a problem, or changed there
@Serdeable
@Schema(name = "Configuration")
public record ConfigurationView(String about, long version, Map<String, Object> settings, @Nullable Instant changedAt,
        @Nullable Reported reported, boolean drift) {

    /// @param version the wanted version that was applied last
    /// @param problem why it could not be applied as it was wanted
    @Serdeable
    @Schema(name = "ReportedConfiguration")
    public record Reported(long version, @Nullable Map<String, Object> settings, @Nullable String problem,
            @Nullable Instant at) {}

    static ConfigurationView of(Both both) {
        Long wanted = both.wantedVersion();
        Long applied = both.version();
        Reported reported = applied == null
                ? null
                : new Reported(applied, both.settings().map(ConfigurationView::plain).orElse(null),
                        both.problem().orElse(null), both.reportedAt().orElse(null));
        return new ConfigurationView(both.about().text(), wanted == null ? 0 : wanted,
                both.wanted().map(ConfigurationView::plain).orElseGet(TreeMap::new), both.changedAt().orElse(null), reported,
                drift(both));
    }

    private static boolean drift(Both both) {
        Long wanted = both.wantedVersion();
        Long applied = both.version();
        if (wanted == null) {
            return false;
        }
        boolean same = both.wanted()
                .map(settings -> both.settings()
                        .map(Json.Obj::fields)
                        .orElseGet(TreeMap::new)
                        .entrySet()
                        .containsAll(
                                settings.fields().entrySet()))
                .orElse(true);
        return applied == null || applied < wanted || both.problem().isPresent() || !same;
    }

    static Map<String, Object> plain(Json.Obj settings) {
        var plain = new TreeMap<String, Object>();
        settings.fields().forEach((key, value) -> {
            switch (value) {
                case Json.Text(String text) -> plain.put(key, text);
                case Json.Num(long number) -> plain.put(key, number);
                case Json.Bool(boolean yes) -> plain.put(key, yes);
                case Json.Nil _,Json.Arr _,Json.Obj _ -> plain.put(key, value.canonical());
            }
        });
        return plain;
    }
}
