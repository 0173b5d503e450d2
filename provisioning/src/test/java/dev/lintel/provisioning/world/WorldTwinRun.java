package dev.lintel.provisioning.world;

import dev.lintel.provisioning.world.oracle.Violation;
import dev.lintel.provisioning.world.plan.Plan;

/// Runs a world inside the class loader it was loaded by; called by reflection, so that a twin meets the same world as the original.
public final class WorldTwinRun {

    private WorldTwinRun() {}

    /// Which promise is broken; empty when none is.
    public static String broken(long seed) {
        return World.run(Plan.of(seed, Plan.Size.SMALL)).violation().map(Violation::promise).orElse("");
    }
}
