package dev.lintel.provisioning;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// How long a test waits for what is sure to come, where it does not say so itself: what is slow is not wrong, and a machine
/// may stand still for seconds.
public final class Patience implements BeforeAllCallback {

    private static final Duration USUAL = Duration.ofMinutes(1);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(USUAL);
    }
}
