package dev.lintel.cloud.store;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Rung after a commit that wrote something a pump sends on: the pump then looks at its table at once instead of at its
/// next round. Nothing depends on a ring: another replica hears none, and a lost one costs that pump's interval.
///
/// Safe for all threads; those who listen must return at once.
@Singleton
public final class Bell {

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    public void ring() {
        listeners.forEach(Runnable::run);
    }

    public void onRing(Runnable listener) {
        listeners.add(listener);
    }
}
