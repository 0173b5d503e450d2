package dev.lintel.edge.hardware.simulated;

import dev.lintel.edge.hardware.Signal;
import dev.lintel.edge.hardware.StatusLights;
import dev.lintel.protocol.identity.SpaceId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lights that are looked up under `/health` instead of seen.
@Singleton
final class LightsInMemory implements StatusLights {

    private static final Logger LOG = LoggerFactory.getLogger(LightsInMemory.class);

    private final Map<SpaceId, Signal> lit = new ConcurrentHashMap<>();

    @Override
    public void show(SpaceId space, Signal signal) {
        if (lit.put(space, signal) != signal) {
            LOG.debug("the light beside {} says {}", space, signal.word());
        }
    }

    @Override
    public List<Lit> shown() {
        return lit.entrySet().stream().map(entry -> new Lit(entry.getKey(), entry.getValue())).toList();
    }
}
