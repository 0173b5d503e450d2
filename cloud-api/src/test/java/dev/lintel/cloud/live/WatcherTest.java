package dev.lintel.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.identity.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// The reader of these tests takes one frame at a time and only when it is told to.
@NullMarked
class WatcherTest {

    private static final TenantId TENANT = new TenantId(new UUID(0, 1));
    private static final TenantId STRANGER = new TenantId(new UUID(0, 2));
    private static final Channel FLOOR = new Channel.Floor(new UUID(0, 3));

    private final List<String> read = new ArrayList<>();
    private CompletableFuture<Void> underWay = new CompletableFuture<>();
    private final Watcher watcher = new Watcher(TENANT, frame -> {
        read.add(frame);
        underWay = new CompletableFuture<>();
        return underWay;
    });

    @Test
    void historyComesFirstAndNothingTwice() {
        watcher.event(event(3));
        watcher.event(event(4));
        watcher.flow(List.of(event(2), event(3)));
        readAll();
        assertThat(read).containsExactly("e2", "e3", "e4");
    }

    @Test
    void anEventThatComesAgainIsLeftOut() {
        watcher.flow(List.of());
        watcher.event(event(1));
        watcher.event(event(1));
        readAll();
        assertThat(read).containsExactly("e1");
    }

    @Test
    void aSlowWatcherIsToldToReadASnapshotAndGoesOnFromThere() {
        watcher.flow(List.of());
        int tooMany = Watcher.QUEUE + 10;
        LongStream.rangeClosed(1, tooMany).forEach(position -> watcher.event(event(position)));
        readAll();
        watcher.event(event(tooMany + 1));
        readAll();
        assertThat(read).containsExactly("e1", LiveFrames.snapshot(new Position(tooMany, 0)), "e" + (tooMany + 1));
    }

    @Test
    void aPingIsNotHeldUpByEventsThatWait() {
        watcher.flow(List.of(event(1), event(2)));
        watcher.say(LiveFrames.PING);
        readAll();
        assertThat(read).containsExactly("e1", LiveFrames.PING, "e2");
    }

    @Test
    void aConnectionThatBreaksIsSpokenToNoMore() {
        watcher.flow(List.of(event(1), event(2)));
        underWay.completeExceptionally(new IllegalStateException("gone"));
        watcher.event(event(3));
        assertThat(read).containsExactly("e1");
    }

    @Test
    void theBoardTellsNothingToAnotherTenantsWatcherOfTheSameFloor() {
        var board = new LiveBoard();
        var heard = new ArrayList<String>();
        var stranger = new Watcher(STRANGER, frame -> {
            heard.add(frame);
            return CompletableFuture.completedFuture(null);
        });
        board.seat(stranger, List.of(FLOOR, new Channel.Tenant()));
        stranger.flow(List.of());
        board.seat(watcher, List.of(FLOOR, new Channel.Tenant()));
        watcher.flow(List.of());

        board.announce(List.of(event(1)));

        readAll();
        assertThat(heard).isEmpty();
        assertThat(read).containsExactly("e1");
        board.unseat(watcher);
        board.unseat(stranger);
        assertThat(board.taken()).isZero();
    }

    private void readAll() {
        while (!underWay.isDone()) {
            int before = read.size();
            underWay.complete(null);
            if (read.size() == before) {
                return;
            }
        }
    }

    private static Telling event(long position) {
        return new Telling(new Position(position, 0), TENANT, new UUID(0, position), List.of(FLOOR, new Channel.Tenant()),
                "e" + position);
    }
}
