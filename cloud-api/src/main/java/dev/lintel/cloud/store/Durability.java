package dev.lintel.cloud.store;

/// "Confirmed means confirmed" needs a database that has written what it acknowledged.
final class Durability {

    private Durability() {}

    static void require(String fsync, String synchronousCommit) {
        if (fsync.equals("off") || synchronousCommit.equals("off")) {
            throw new StartRefused("The database acknowledges commits that it has not written (fsync=" + fsync
                    + ", synchronous_commit=" + synchronousCommit
                    + "): a power cut would take confirmed bookings away. Turn both on.");
        }
    }
}
