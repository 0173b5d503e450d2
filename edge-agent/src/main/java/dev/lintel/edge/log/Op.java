package dev.lintel.edge.log;

import org.slf4j.MDC;

/// Marks all records that the calling thread writes until it is closed as belonging to one operation.
///
/// The mark is bound to the thread, so it is opened anew where work moves on to another one: in the panel's socket, on
/// the door's thread, in the pump.
public final class Op implements AutoCloseable {

    private static final String KEY = "op";

    private Op() {}

    public static Op of(Object id) {
        MDC.put(KEY, id.toString());
        return new Op();
    }

    @Override
    public void close() {
        MDC.remove(KEY);
    }
}
