package dev.lintel.provisioning.world;

import dev.lintel.provisioning.world.plan.Plan;

/// One small world in a process of its own, told as one number.
public final class WorldTrace {

    private WorldTrace() {}

    public static void main(String... arguments) {
        System.out.println("trace " + of(Long.parseLong(arguments[0])));
    }

    static String of(long seed) {
        return Long.toHexString(World.run(Plan.of(seed, Plan.Size.SMALL)).trace());
    }
}
