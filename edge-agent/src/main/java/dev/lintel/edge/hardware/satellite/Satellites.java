package dev.lintel.edge.hardware.satellite;

import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.gate.Allowance;
import dev.lintel.edge.hardware.SensorPump;
import dev.lintel.edge.pairing.Secrets;
import dev.lintel.edge.settings.DataFolder;
import dev.lintel.edge.time.Timepiece;
import dev.lintel.edge.wiring.Wiring;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The satellites that are registered at present. Their files are looked at every few seconds: a new one is heard, and one
/// whose file is gone is heard no more, without a restart.
@Context
public final class Satellites implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Satellites.class);

    private static final long FILES_LOOKED_AT_SECONDS = 2;
    /// A satellite speaks three times a minute and once for each change; nobody comes and goes more often than this.
    private static final int REPORTS_AT_ONCE = 20;
    private static final int REPORTS_PER_SECOND = 4;
    /// A count is written this often, for a card has only so many writes; the rest is bridged by the next report.
    private static final long SAVED_EACH_NANOS = TimeUnit.MINUTES.toNanos(1);

    /// What became of a report.
    public sealed interface Answer {

        record Heard() implements Answer {}

        /// No satellite has that key.
        record Unknown() implements Answer {}

        record TooOften() implements Answer {}

        /// It was heard before, or something later was.
        ///
        /// @param count the last one that was heard
        record Behind(long count) implements Answer {}
    }

    private static final class Registered {

        private final Satellite satellite;
        private final SatelliteInput input;
        private final Allowance allowance;
        private long count;
        private long savedAtNanos;
        private boolean saved;

        private Registered(Satellite satellite, SatelliteInput input, long count) {
            this.satellite = satellite;
            this.input = input;
            this.count = count;
            this.allowance = new Allowance(REPORTS_AT_ONCE, REPORTS_PER_SECOND, System.nanoTime());
        }
    }

    private final Path folder;
    private final SensorPump pump;
    private final DoorDesk desk;
    private final Timepiece machine;
    private final MeterRegistry meters;
    /// Why satellites are not heard at all, if that is so.
    private final Optional<String> deaf;
    private final Map<String, Long> counts;
    /// By the hashes of their keys. Looking up a hash of 256 random bits tells nobody anything by its timing.
    private final Map<String, Registered> known = new ConcurrentHashMap<>();
    private volatile List<String> troubles = List.of();
    private final ScheduledExecutorService thread = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("satellites").daemon().factory());

    Satellites(DataFolder data, SensorPump pump, DoorDesk desk, Timepiece machine, SatelliteStore store, Wiring wiring,
            MeterRegistry meters) throws SQLException {
        this.folder = folder(data);
        this.pump = pump;
        this.desk = desk;
        this.machine = machine;
        this.meters = meters;
        this.deaf = wiring.rehearsal()
                ? Optional.of("while no-shows are rehearsed.")
                : Optional.of("while sensors are simulated.").filter(_ -> wiring.simulated());
        this.counts = new ConcurrentHashMap<>(store.counts());
        look();
        var _ = thread.scheduleWithFixedDelay(this::lookCarefully, FILES_LOOKED_AT_SECONDS, FILES_LOOKED_AT_SECONDS,
                TimeUnit.SECONDS);
    }

    /// Made by the agent, so that it is the agent's own whoever puts files into it.
    private static Path folder(DataFolder data) {
        Path folder = data.resolve("satellites");
        try {
            Files.createDirectories(folder, DataFolder.ownersFolder());
        } catch (IOException e) {
            LOG.warn("the folder {} cannot be made", folder, e);
        }
        return folder;
    }

    private long nanos() {
        return machine.read().running().toNanos();
    }

    private void lookCarefully() {
        try {
            look();
        } catch (RuntimeException e) {
            LOG.error("the satellites' files could not be looked at", e);
        }
    }

    /// Compares what is registered with the files.
    synchronized void look() {
        SatelliteFiles.Listed listed = SatelliteFiles.listed(folder);
        List<String> said = new ArrayList<>(listed.troubles());
        Map<String, Satellite> wanted = new HashMap<>();
        if (deaf.isPresent() && !listed.satellites().isEmpty()) {
            said.add("satellites: none is heard " + deaf.get());
        } else {
            listed.satellites().forEach(satellite -> wanted.put(satellite.keySha256(), satellite));
        }
        known.values()
                .stream()
                .filter(each -> !each.satellite.equals(wanted.get(each.satellite.keySha256())))
                .toList()
                .forEach(this::leave);
        wanted.forEach((hash, satellite) -> {
            if (!known.containsKey(hash)) {
                enter(satellite);
            }
        });
        said.stream().filter(sentence -> !troubles.contains(sentence)).forEach(sentence -> LOG.warn("{}", sentence));
        troubles = List.copyOf(said);
    }

    private void enter(Satellite satellite) {
        SatelliteInput input = new SatelliteInput(this::nanos);
        pump.attach(satellite.space(), satellite.sensor(), satellite.technology(), input);
        known.put(satellite.keySha256(),
                new Registered(satellite, input, counts.getOrDefault(satellite.keySha256(), Long.MIN_VALUE)));
        LOG.info("satellite {} of {} is registered", satellite.name(), satellite.space());
    }

    private void leave(Registered gone) {
        known.remove(gone.satellite.keySha256());
        pump.detach(gone.input);
        synchronized (gone) {
            counts.put(gone.satellite.keySha256(), gone.count);
        }
        LOG.info("satellite {} of {} is registered no more", gone.satellite.name(), gone.satellite.space());
    }

    /// Takes a report in.
    ///
    /// @param key as the satellite shows it
    /// @param count greater than in each report before
    public Answer report(String key, boolean sees, long count) {
        String hash = Secrets.hash(key);
        @Nullable
        Registered sender = known.get(hash);
        Answer answer = sender == null ? new Answer.Unknown() : taken(sender, sees, count);
        refusal(answer).ifPresent(why -> meters.counter("lintel.satellites.refused", "reason", why).increment());
        return answer;
    }

    private Answer taken(Registered sender, boolean sees, long count) {
        synchronized (sender) {
            if (!sender.allowance.take(System.nanoTime())) {
                return new Answer.TooOften();
            }
            if (count <= sender.count) {
                return new Answer.Behind(sender.count);
            }
            sender.count = count;
            sender.input.say(sees);
            if (!sender.saved || System.nanoTime() - sender.savedAtNanos >= SAVED_EACH_NANOS) {
                sender.saved = true;
                sender.savedAtNanos = System.nanoTime();
                var _ = desk.keep(SatelliteStore.counted(sender.satellite.keySha256(), count));
            }
            return new Answer.Heard();
        }
    }

    private static Optional<String> refusal(Answer answer) {
        return switch (answer) {
            case Answer.Heard _ -> Optional.empty();
            case Answer.Unknown _ -> Optional.of("unknown");
            case Answer.TooOften _ -> Optional.of("too-often");
            case Answer.Behind _ -> Optional.of("behind");
        };
    }

    /// What is wrong with satellites, as sentences: files that are left out, and who has not been heard.
    public List<String> troubles() {
        List<String> all = new ArrayList<>(troubles);
        known.values()
                .stream()
                .filter(each -> each.input.sees().isEmpty())
                .map(each -> "satellite " + each.satellite.name() + " of " + each.satellite.space() + ": " + each.input
                        .silentFor()
                        .map(time -> "not heard for " + time.toSeconds() + " s.")
                        .orElse("not heard since this agent started."))
                .sorted()
                .forEach(all::add);
        return all;
    }

    /// Whether a sensor of that name is one of them.
    public boolean among(String sensor) {
        return known.values().stream().anyMatch(each -> each.satellite.sensor().equals(sensor));
    }

    public int count() {
        return known.size();
    }

    @Override
    @PreDestroy
    public void close() {
        thread.shutdownNow();
    }
}
