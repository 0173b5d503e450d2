package dev.lintel.cloud.device;

import dev.lintel.protocol.identity.EdgeId;

/// The topics that the broker grants: one ordered topic each way per edge, its state and its figures.
final class BrokerTopics {

    private BrokerTopics() {}

    static final String GROUP = "lintel";
    static final String ALL_UP = "lintel/v1/e/+/up";
    static final String ALL_STATE = "lintel/v1/e/+/state";
    static final String ALL_METRICS = "lintel/v1/e/+/metrics";
    static final String ALL_DOWN = "lintel/v1/e/+/down";

    static String up(EdgeId id) {
        return "lintel/v1/e/" + id + "/up";
    }

    static String down(EdgeId id) {
        return "lintel/v1/e/" + id + "/down";
    }

    static String state(EdgeId id) {
        return "lintel/v1/e/" + id + "/state";
    }

    static String metrics(EdgeId id) {
        return "lintel/v1/e/" + id + "/metrics";
    }
}
