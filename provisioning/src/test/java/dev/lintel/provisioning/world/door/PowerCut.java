package dev.lintel.provisioning.world.door;

/// The machine is off from here on. An error and not an exception, so that nothing on the way up takes it for something to recover from.
final class PowerCut extends Error {

    private static final long serialVersionUID = 1L;

    PowerCut() {
        super("the power is gone", null, false, false);
    }
}
