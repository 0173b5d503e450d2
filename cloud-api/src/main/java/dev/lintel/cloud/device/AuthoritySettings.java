package dev.lintel.cloud.device;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Where the certificate authority rests, and whether its root is being changed.
///
/// @param folder shared by all replicas of one cloud; without it, `authority` in the data folder
/// @param rootChange `keep`; `prepare` hands out a second root beside the present one; `switch` then signs under it
@ConfigurationProperties("lintel.authority")
record AuthoritySettings(@Nullable String folder, @Bindable(defaultValue = "keep") String rootChange) {

    AuthorityFolder.RootChange change() {
        return switch (rootChange.toLowerCase(Locale.ROOT)) {
            case "keep" -> AuthorityFolder.RootChange.KEEP;
            case "prepare" -> AuthorityFolder.RootChange.PREPARE;
            case "switch" -> AuthorityFolder.RootChange.SWITCH;
            default -> throw new IllegalArgumentException("lintel.authority.root-change is keep, prepare or switch");
        };
    }
}
