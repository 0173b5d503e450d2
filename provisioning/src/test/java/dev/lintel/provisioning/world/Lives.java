package dev.lintel.provisioning.world;

import dev.lintel.provisioning.world.oracle.Tally;
import dev.lintel.provisioning.world.plan.Plan;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// The sums of many worlds. Each is lived by one thread, and as many at a time as there are processors.
///
/// @param processorSeconds what the threads that lived them took of a processor, so that neighbours do not count, nor do the compiler and the collector of the machine they run on
/// @param traces of each world, in the order of the seeds
/// @param broken by their seeds
record Lives(int worlds, double hours, long operations, double processorSeconds, Tally tally, List<Long> traces,
        List<World.Outcome> broken) {

    /// What is summed of one world. The plan of a broken one is kept, thousands of others would fill the memory.
    private record Life(double hours, int operations, double processorSeconds, Tally tally, long trace,
            Optional<World.Outcome> broken) {

        static Life of(World.Outcome outcome, double processorSeconds) {
            return new Life(outcome.hours(), outcome.operations(), processorSeconds, outcome.tally(), outcome.trace(),
                    outcome.violation().map(_ -> outcome));
        }
    }

    static Lives lived(long from, int worlds, Plan.Size size) throws InterruptedException {
        return lived(LongStream.range(from, from + worlds).boxed().toList(), size);
    }

    static Lives lived(List<Long> seeds, Plan.Size size) throws InterruptedException {
        Tally tally = new Tally();
        List<Long> traces = new ArrayList<>();
        List<World.Outcome> broken = new ArrayList<>();
        double hours = 0;
        long operations = 0;
        double seconds = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            List<Future<Life>> lives = new ArrayList<>();
            for (long seed : seeds) {
                lives.add(threads.submit(life(seed, size)));
            }
            for (Future<Life> future : lives) {
                Life life = future.get();
                seconds += life.processorSeconds();
                hours += life.hours();
                operations += life.operations();
                tally.add(life.tally());
                traces.add(life.trace());
                life.broken().ifPresent(broken::add);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        return new Lives(seeds.size(), hours, operations, seconds, tally, traces, broken);
    }

    private static Callable<Life> life(long seed, Plan.Size size) {
        return () -> {
            long began = processorNanos();
            try {
                World.Outcome outcome = World.run(Plan.of(seed, size));
                return Life.of(outcome, (processorNanos() - began) / 1e9);
            } catch (Error e) {
                throw new IllegalStateException("seed " + seed + " of size " + size, e);
            }
        };
    }

    private static long processorNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    Lives and(Lives others) {
        Tally both = new Tally();
        both.add(tally);
        both.add(others.tally);
        return new Lives(worlds + others.worlds, hours + others.hours, operations + others.operations,
                processorSeconds + others.processorSeconds, both, joined(traces, others.traces), joined(broken, others.broken));
    }

    private static <T> List<T> joined(List<T> some, List<T> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    String told() {
        return "worlds: %d%nhours/s: %.0f%noperations/s: %.0f%nviolations: %d%n".formatted(worlds, hours / processorSeconds,
                operations / processorSeconds, broken.size());
    }
}
