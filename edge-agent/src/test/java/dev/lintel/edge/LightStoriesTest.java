package dev.lintel.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.copy.Floor2;
import dev.lintel.edge.hardware.Colour;
import dev.lintel.edge.hardware.StatusLight;
import dev.lintel.edge.hardware.StatusLights;
import dev.lintel.edge.hardware.simulated.SimulatedLight;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.wire.PanelMessage.Done;
import dev.lintel.protocol.wire.PanelMessage.PanelAction;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Birch is free all day; whoever touches its panel finds the light beside the door changed.
@NullMarked
@SuppressWarnings("NullAway.Init")
class LightStoriesTest {

    @TempDir
    Path folder;

    private TestAgent agent;

    @BeforeEach
    void start() throws Exception {
        agent = TestAgent.onFloor2(folder);
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private static OperationId touch(int number) {
        return OperationId.of("01890000-0000-7000-8000-000000004%03d".formatted(number));
    }

    /// A light that remembers when it was last told another kind of colour.
    private static final class Watched implements StatusLight {

        private final AtomicLong redAtNanos = new AtomicLong();
        private final AtomicLong greenAtNanos = new AtomicLong();

        @Override
        public void show(Colour colour) {
            if (colour.red() > 0 && colour.green() == 0) {
                redAtNanos.compareAndSet(0, System.nanoTime());
            } else if (colour.green() > 0 && colour.red() == 0) {
                greenAtNanos.set(System.nanoTime());
                redAtNanos.set(0);
            }
        }

        @Override
        public void flush() {
            // Seen as it is told.
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    }

    /// How soon is measured by ChatterBenchmark.
    @Test
    void theLightChangesWithTheDecision() throws Exception {
        Watched light = new Watched();
        agent.part(StatusLights.class).attach("Birch", light);
        Awaitility.await().until(() -> light.greenAtNanos.get() > 0);
        try (TestPanel birch = agent.panel(TestAgent.BIRCH_KEY)) {
            birch.act(touch(1), new PanelAction.Book(Optional.empty(), 30));
            birch.next(Done.class);
        }
        Awaitility.await().until(() -> light.redAtNanos.get() > 0);
    }

    /// A bus that hangs holds the lights' thread, and nobody else.
    @Test
    void aLightThatHangsCostsNoTouch() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        agent.part(StatusLights.class).attach("Birch", new StatusLight() {

            @Override
            public void show(Colour colour) {
                hanging.countDown();
                try {
                    free.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public void flush() {
                // Never reached while it hangs.
            }

            @Override
            public void close() {
                // Nothing was opened.
            }
        });
        assertThat(hanging.await(10, TimeUnit.SECONDS)).isTrue();
        try (TestPanel birch = agent.panel(TestAgent.BIRCH_KEY)) {
            birch.act(touch(2), new PanelAction.Book(Optional.empty(), 30));
            assertThat(birch.next(Done.class).event()).isNotEmpty();
        } finally {
            free.countDown();
        }
    }

    @Test
    void aLightThatFailsIsSaidAndTheOthersShine() throws Exception {
        SimulatedLight birch = new SimulatedLight();
        agent.part(StatusLights.class).attach("Aspen", new StatusLight() {

            @Override
            public void show(Colour colour) {
                throw new IllegalStateException("no such device");
            }

            @Override
            public void flush() {
                // There is nothing to show.
            }

            @Override
            public void close() {
                // Nothing was opened.
            }
        });
        agent.part(StatusLights.class).attach(Floor2.BIRCH.toString(), birch);
        Awaitility.await().until(() -> birch.shining().green() > 0);
        assertThat(agent.part(StatusLights.class).failing()).isEqualTo(List.of("Aspen"));
        assertThat(agent.get("/health").body()).contains("light of Aspen: it does not answer.");
    }
}
