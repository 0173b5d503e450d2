package dev.lintel.cloud.account;

import dev.lintel.cloud.TestCloud;
import dev.lintel.cloud.store.DataFolder;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Access tokens of a test's cloud that are almost over.
public final class ShortTokens {

    private ShortTokens() {}

    /// For whoever the given token is for, good for that long from now.
    public static String like(TestCloud cloud, String token, Duration left) {
        var caller = cloud.bean(Tokens.class).read(token).orElseThrow();
        var issued = Instant.now().minus(Tokens.LIFE).plus(left);
        return new Tokens(cloud.bean(DataFolder.class), new SecureRandom(), InstantSource.fixed(issued)).issue(caller).text();
    }
}
