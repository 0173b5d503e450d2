package dev.lintel.cloud.store;

import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.OperationId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Rung after a commit that wrote something a pump sends on or somebody waits for: they then look at their table at once
/// instead of at their next round. Nothing depends on a ring; a lost one costs that pump's interval.
///
/// A ring is heard here at once, and a moment later in every other replica ([BellWire]).
///
/// Safe for all threads; those who listen must return at once.
@Singleton
public final class Bell {

    private final List<Consumer<News>> listeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> onward = new CopyOnWriteArrayList<>();
    private final List<Consumer<News>> wires = new CopyOnWriteArrayList<>();

    /// What a ring tells.
    ///
    /// @param here whether it was rung in this replica
    /// @param floors whose feed has something to send
    /// @param decided operations that have their answer now
    public record News(boolean here, Set<FloorId> floors, Set<OperationId> decided) {

        public News {
            floors = Set.copyOf(floors);
            decided = Set.copyOf(decided);
        }
    }

    /// Something was committed.
    public void ring() {
        ring(Set.of(), Set.of());
    }

    /// Something was committed about these floors. Their feed is sent from here, so the other replicas are told only
    /// that there is something to read, and what was decided.
    public void ring(Set<FloorId> floors, Set<OperationId> decided) {
        listeners.forEach(listener -> listener.accept(new News(true, floors, decided)));
        wires.forEach(wire -> wire.accept(new News(true, Set.of(), decided)));
    }

    /// This replica does not reach the broker: another one may send what stands in these feeds.
    public void handOver(Set<FloorId> floors) {
        wires.forEach(wire -> wire.accept(new News(true, floors, Set.of())));
    }

    /// A booking on its way from floor to floor can go on. Heard in this replica alone: any replica can take the next step,
    /// and finds it within its pump's pause.
    public void ringOnward() {
        onward.forEach(Runnable::run);
    }

    public void onOnward(Runnable listener) {
        onward.add(listener);
    }

    public void onRing(Runnable listener) {
        listeners.add(news -> listener.run());
    }

    public void onNews(Consumer<News> listener) {
        listeners.add(listener);
    }

    /// Where rings go that other replicas should hear.
    void connect(Consumer<News> wire) {
        wires.add(wire);
    }

    /// A ring of another replica.
    void heard(News news) {
        listeners.forEach(listener -> listener.accept(news));
    }
}
