package dev.lintel.cloud.store;

import jakarta.inject.Singleton;
import java.util.concurrent.CountDownLatch;

/// Holds back what nobody asked for until the cloud knows whether its database is what it was.
///
///     started ─► a restore is begun, where one was told ─► open
///
/// A restored cloud decides nothing before its doors were heard (R16); a pump that went on with what the backup still had to
/// do would. Safe for all threads.
@Singleton
public class Opening {

    private final CountDownLatch opened = new CountDownLatch(1);

    public void open() {
        opened.countDown();
    }

    void await() throws InterruptedException {
        opened.await();
    }
}
